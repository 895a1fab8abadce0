// Rows chosen for one deed: all at once by the box in the head, a stretch of them with Shift, and how many there are.
(() => {
  const form = document.getElementById('bulk');
  const all = document.querySelector('.pick-all');
  if (!form || !all) return;
  const boxes = () => [...document.querySelectorAll('.q-pick input[name=number]')];
  const count = form.querySelector('.bulk-count');
  const plain = count.textContent;
  let last = null;
  const show = () => {
    const every = boxes();
    const chosen = every.filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === every.length;
    all.indeterminate = chosen > 0 && chosen < every.length;
    count.textContent = chosen ? `${count.dataset.words} ${chosen}` : plain;
    form.classList.toggle('is-chosen', chosen > 0);
  };
  all.hidden = false;
  all.addEventListener('change', () => {
    for (const box of boxes()) box.checked = all.checked;
    show();
  });
  document.addEventListener('click', (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.name !== 'number' || !box.closest('.q-pick')) return;
    const every = boxes();
    const [from, to] = [every.indexOf(last), every.indexOf(box)];
    if (event.shiftKey && from >= 0) {
      for (const one of every.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
    }
    last = box;
    show();
  });
  // A page shown again by the browser may still have its boxes ticked.
  addEventListener('pageshow', show);
  show();
})();
