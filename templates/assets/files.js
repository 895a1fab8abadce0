// Files that are too large are told before they are sent: the server refuses them as well, but only when they have come.
for (const field of document.querySelectorAll('input[type="file"][data-most]')) {
  field.addEventListener("change", () => {
    const large = [...field.files].find((file) => file.size > Number(field.dataset.most));
    field.setCustomValidity(large ? `${large.name}: ${field.dataset.mostWords}` : "");
    if (large) field.reportValidity();
  });
}
