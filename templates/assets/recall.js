// Counts down to the leaving of a letter. Without it the page says how long there was when it was drawn.
for (const box of document.querySelectorAll('.leaving[data-left]')) {
  const count = box.querySelector('.leaving-count');
  const end = performance.now() + Number(box.dataset.left) * 1000;
  const show = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    count.textContent = left > 0 ? count.dataset.words.replace('{n}', left) : count.dataset.over;
    if (left > 0) setTimeout(show, 250);
  };
  show();
}
