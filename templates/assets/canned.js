// A ready answer is put where the cursor stands in the letter; the browser's own undo takes it out again.
(() => {
  const form = document.querySelector(".deed-reply form");
  const button = form?.querySelector(".canned button");
  const choice = form?.querySelector(".canned select");
  const field = form?.elements.body;
  if (!button || !choice || !field) return;
  // In a field where nobody has been, the cursor stands nowhere: the end is meant.
  let placed = document.activeElement === field;
  field.addEventListener("focus", () => { placed = true; });
  const put = (words) => {
    const known = placed;
    field.focus();
    if (!known) field.setSelectionRange(field.value.length, field.value.length);
    if (document.execCommand("insertText", false, words)) return;
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  button.addEventListener("click", async (event) => {
    const chosen = choice.selectedOptions[0];
    // A macro is looked at first, on a page of its own.
    if (!chosen?.value || "macro" in chosen.dataset) return;
    event.preventDefault();
    const fields = new FormData();
    for (const name of ["csrf", "version", "seen"]) fields.append(name, form.elements[name].value);
    fields.append("canned", chosen.value);
    try {
      const answer = await fetch(button.formAction, {
        method: "POST", headers: { Accept: "application/json" }, body: fields, redirect: "error",
      });
      if (!answer.ok) throw new Error(answer.statusText);
      const { words, said } = await answer.json();
      put(words);
      choice.value = "";
      form.querySelector(".canned-said").textContent = said;
    } catch {
      // The page can do it too, and says what is wrong.
      form.requestSubmit(button);
    }
  });
})();
