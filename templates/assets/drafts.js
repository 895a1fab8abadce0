// What is typed on a card is kept while it is typed: after a pause, and when the page is left.
(() => {
  const PAUSE = 800;
  const forms = [...document.querySelectorAll(".deed form")].filter((form) => form.elements.draft);
  const typed = (form) => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    return fields;
  };
  const words = (form) => {
    const fields = typed(form);
    for (const name of ["csrf", "version", "seen", "draft"]) fields.delete(name);
    return fields.toString();
  };
  const address = (form) => form.action.replace(/[^/]*$/, "draft");
  for (const form of forms) {
    let kept = words(form);
    let timer = 0;
    let running = false;
    let sent = false;
    const keep = async () => {
      clearTimeout(timer);
      const now = words(form);
      if (sent || now === kept || running) return;
      running = true;
      try {
        const answer = await fetch(address(form), {
          method: "POST", headers: { Accept: "application/json" }, body: typed(form), redirect: "error",
        });
        if (answer.ok) {
          const { draft, said } = await answer.json();
          kept = now;
          form.elements.draft.value = draft ?? "";
          form.querySelector(".draft-status").textContent = said ?? "";
        }
      } catch { /* no network: the next pause tries again, and the words are still here */ }
      running = false;
      if (words(form) !== kept) later();
    };
    const later = () => { clearTimeout(timer); timer = setTimeout(keep, PAUSE); };
    form.addEventListener("input", () => { form.dataset.typed = "yes"; later(); });
    form.addEventListener("change", later);
    form.addEventListener("submit", () => { sent = true; clearTimeout(timer); });
    addEventListener("pageshow", () => { sent = false; });
    addEventListener("pagehide", () => {
      if (!sent && words(form) !== kept) navigator.sendBeacon(address(form), typed(form));
    });
  }
})();
