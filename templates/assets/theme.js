// Light or dark: what the system says, or what was chosen here; set before the first paint.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try { chosen = localStorage.getItem("theme"); } catch { /* storage is off: follow the system */ }
  const show = () => root.setAttribute("data-bs-theme", chosen ?? (system.matches ? "dark" : "light"));
  show();
  system.addEventListener("change", show);
  addEventListener("DOMContentLoaded", () => {
    // The report that is read is in sight in the strip of reports.
    const strip = document.querySelector(".board-strip");
    const here = strip?.querySelector("[aria-current]");
    if (here) strip.scrollLeft = here.offsetLeft - strip.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
    const button = document.querySelector(".theme-switch");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      chosen = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
      try { localStorage.setItem("theme", chosen); } catch { /* lasts for this page only */ }
      show();
    });
  });
  // A menu closes when the reader looks elsewhere.
  addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.dropdown[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details:is(.dropdown, .board-more, .letters-steps *)[open]")) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside || menu.matches(".dropdown")) menu.querySelector("summary")?.focus();
    }
  });
})();
