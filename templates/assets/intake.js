// Taking a complaint in: who may be meant shows while one types; arrows, Enter and Tab do the rest.
(() => {
  const form = document.getElementById('intake');
  if (!form) return;
  const q = form.elements.q;
  const people = document.getElementById('intake-people');
  const who = document.getElementById('intake-who');
  const SHORTEST = 3;
  let asked = 0;
  let timer = 0;
  let shown = q.value.trim();
  const load = async (query, place) => {
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(`${form.dataset.people}?${new URLSearchParams(query)}`);
      if (!answer.ok || answer.redirected) return false;
      const words = await answer.text();
      if (mine !== asked) return false;
      place.innerHTML = words;
      return true;
    } catch {
      // Without a network the button looks for them.
      return false;
    }
  };
  const radios = () => [...people.querySelectorAll('input[type=radio]')];
  const look = async () => {
    clearTimeout(timer);
    const typed = q.value.trim();
    if (typed === shown) return;
    const done = await load({ q: typed }, people);
    if (done) {
      shown = typed;
      who.replaceChildren();
    }
  };
  const choose = async (radio, onward) => {
    radio.checked = true;
    if (radio.value === 'new') {
      who.replaceChildren();
      form.querySelector('details').open = true;
      if (onward) form.elements.name.focus();
      return;
    }
    const done = await load({ customer: radio.value, q: q.value.trim() }, who);
    if (done && onward) (who.querySelector('select') ?? form.elements.body).focus();
  };
  q.addEventListener('input', () => {
    clearTimeout(timer);
    if (q.value.trim().length >= SHORTEST) timer = setTimeout(look, 180);
  });
  q.addEventListener('keydown', async (event) => {
    if (event.isComposing || !['Enter', 'ArrowDown'].includes(event.key)) return;
    event.preventDefault();
    await look();
    const found = radios();
    // One, and the choice of nobody.
    if (found.length === 2 && event.key === 'Enter') await choose(found[0], true);
    else found[0]?.focus();
  });
  people.addEventListener('change', (event) => choose(event.target, false));
  people.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.target.type !== 'radio') return;
    event.preventDefault();
    choose(event.target, true);
  });
  // Enter in a line goes on to the next field instead of looking somebody up.
  form.addEventListener('keydown', (event) => {
    const line = event.target;
    if (event.key !== 'Enter' || line === q || line.tagName !== 'INPUT' || !['text', 'tel'].includes(line.type)) return;
    event.preventDefault();
  });
  form.classList.add('is-quick');
})();
