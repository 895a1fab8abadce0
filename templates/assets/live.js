// Open pages hear what happens. A row changes in its place and never moves; a card shows what came and touches no typed word.
(() => {
  const live = document.getElementById("live");
  if (!live) return;
  const number = live.dataset.number ? Number(live.dataset.number) : null;
  let entry = Number(live.dataset.entry);
  let stream = null;
  let poll = 0;

  // The stream of a page that is looked at; asking every half a minute where none comes through.
  const query = () => `/desk/live?after=${entry}${number ? `&complaint=${number}` : ""}`;
  const heard = (data) => { entry = Math.max(entry, data.entry); changed(data); };
  const ask = async () => {
    try {
      const answer = await fetch(query(), { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) return;
      const told = await answer.json();
      if (told.changed) told.changed.forEach(heard); else reload();
      entry = Math.max(entry, told.entry);
    } catch { /* later */ }
  };
  const open = () => {
    if (stream || document.hidden) return;
    stream = new EventSource(query());
    stream.addEventListener("open", () => { clearInterval(poll); poll = 0; });
    stream.addEventListener("changed", (event) => heard(JSON.parse(event.data)));
    stream.addEventListener("present", (event) => present(JSON.parse(event.data).number));
    stream.addEventListener("reload", () => reload());
    stream.addEventListener("end", () => { close(); clearInterval(poll); });
    stream.addEventListener("error", () => { if (!poll) poll = setInterval(ask, 30000); });
  };
  const close = () => { stream?.close(); stream = null; };
  document.addEventListener("visibilitychange", () => { if (document.hidden) close(); else open(); });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted) open(); });

  const list = () => {
    const bar = live.querySelector(".live-bar");
    const me = live.dataset.me;
    const plural = new Intl.PluralRules(live.dataset.language);
    const counted = new Set();
    const waiting = new Set();
    const told = new Map();
    let timer = 0;
    const row = (id) => document.querySelector(`tr[data-complaint="${id}"]`);
    const say = (words) => {
      let button = bar.querySelector("button");
      if (!button) {
        button = document.createElement("button");
        button.type = "button";
        button.className = "btn btn-primary btn-sm";
        button.addEventListener("click", apply);
        bar.append(button);
      }
      button.textContent = words;
    };
    const count = (id) => {
      counted.add(id);
      const words = live.dataset[plural.select(counted.size)] ?? live.dataset.many;
      say(words.replace(/\d+/, counted.size));
    };
    // The list anew, at the same place on the screen and with the same row in hand.
    const apply = () => {
      const held = document.activeElement?.closest?.("tr[data-complaint]")?.dataset.complaint ?? "";
      try { sessionStorage.setItem("desk-place", JSON.stringify([location.href, scrollY, held])); } catch { /* from the top then */ }
      location.reload();
    };
    const restore = () => {
      try {
        const [href, at, held] = JSON.parse(sessionStorage.getItem("desk-place") ?? "[]");
        sessionStorage.removeItem("desk-place");
        if (href !== location.href) return;
        scrollTo(0, at);
        row(held)?.querySelector("a")?.focus({ preventScroll: true });
      } catch { /* from the top then */ }
    };
    const refresh = async () => {
      timer = 0;
      const ids = [...waiting].slice(0, 50);
      ids.forEach((id) => waiting.delete(id));
      const pick = document.querySelector(".queue .q-pick") !== null;
      const since = live.dataset.entry;
      try {
        const answer = await fetch(`/desk/complaints/rows?ids=${ids}&after=${since}&pick=${pick}`, { redirect: "error" });
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const fresh of page.querySelectorAll("tr[data-complaint]")) {
          const id = fresh.dataset.complaint;
          const words = page.querySelector(`li[data-complaint="${id}"]`)?.textContent ?? "";
          show(row(id), fresh, words);
        }
      } catch { waiting.clear(); }
      if (waiting.size) later();
    };
    const later = () => { if (!timer) timer = setTimeout(refresh, 200); };
    // Cells change in place, so that the row in hand and its link stay the very same.
    const show = (old, fresh, words) => {
      if (!old) return;
      const taken = fresh.dataset.owner !== old.dataset.owner && !["0", me].includes(fresh.dataset.owner);
      const over = old.dataset.open === "true" && fresh.dataset.open === "false";
      const gone = old.classList.contains("queue-gone") || taken || over;
      if (words && words !== told.get(fresh.dataset.complaint)) told.set(fresh.dataset.complaint, words);
      [...fresh.cells].forEach((cell, at) => {
        const there = old.cells[at];
        if (!there || there.querySelector("a.row-link, input")) return;
        there.replaceChildren(...cell.childNodes);
      });
      Object.assign(old.dataset, fresh.dataset);
      old.className = fresh.className;
      old.classList.toggle("queue-gone", gone);
      const line = told.get(fresh.dataset.complaint);
      if (line) {
        const last = old.querySelector("td.q-what") ?? old.cells[old.cells.length - 1];
        const note = document.createElement("div");
        note.className = "q-told";
        note.textContent = line;
        last.append(note);
      }
    };
    window.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
      if ((event.key === "." || event.code === "Period") && bar.querySelector("button")) { event.preventDefault(); apply(); }
    });
    restore();
    return {
      changed: (data) => {
        const there = row(data.number);
        if (!there) {
          if (data.entry > Number(live.dataset.entry)) count(data.number);
          return;
        }
        if (data.version < Number(there.dataset.version)) return;
        if (data.version > Number(there.dataset.version)) count(data.number);
        waiting.add(data.number);
        later();
      },
      present: (id) => { if (row(id)) { waiting.add(id); later(); } },
      reload: () => say(live.dataset.reload),
    };
  };

  const card = () => {
    const here = document.getElementById("presence");
    const forms = () => [...document.querySelectorAll(".deed form")];
    const isTyped = (form) => form.dataset.typed === "yes" && [...form.querySelectorAll("textarea, input[type=text]")]
      .some((field) => field.value.trim() !== (field.dataset.base ?? "").trim());
    const said = (doing) => new URLSearchParams({
      csrf: live.querySelector("[name=csrf]").value, page: live.dataset.page, doing,
    });
    const address = `/desk/complaints/${number}/presence`;
    let writes = false;
    const beat = async () => {
      if (document.hidden) return;
      writes = forms().some(isTyped);
      try {
        const answer = await fetch(address, { method: "POST", body: said(writes ? "writes" : "looks"), redirect: "error" });
        if (answer.ok) here.innerHTML = await answer.text();
      } catch { /* the next one */ }
    };
    setInterval(beat, 10000);
    document.addEventListener("input", () => { if (!writes && forms().some(isTyped)) beat(); });
    document.addEventListener("visibilitychange", beat);
    addEventListener("pagehide", () => navigator.sendBeacon(address, said("leaves")));
    addEventListener("pageshow", (event) => { if (event.persisted) beat(); });

    // What the page showed when it was opened: a letter typed since then is still stopped by what came after.
    const seen = live.dataset.entry;
    let running = false;
    let again = false;
    const look = async () => {
      if (running) { again = true; return; }
      running = true;
      try {
        const answer = await fetch(`/desk/complaints/${number}?since=${seen}&page=${live.dataset.page}`, { redirect: "error" });
        if (answer.ok) draw(new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch { /* the next change, or the poll */ }
      running = false;
      if (again) { again = false; look(); }
    };
    const draw = (page) => {
      const fresh = page.getElementById("live");
      for (const place of [".card-badges", "#history", ".complaint-facts"]) {
        const [old, now] = [document.querySelector(place), page.querySelector(place)];
        if (old && now && !old.contains(document.activeElement)) old.replaceWith(now);
      }
      // Fields that nobody touched here follow; touched ones, and every text, stay.
      for (const field of document.querySelectorAll(".deed-edit [data-base]")) {
        const now = page.querySelector(`.deed-edit [name="${field.name}"]`);
        if (!now || field.value !== field.dataset.base) continue;
        field.value = now.dataset.base;
        field.dataset.base = now.dataset.base;
        field.form.elements[`base-${field.name}`].value = now.dataset.base;
      }
      // Who may take it is said as it now is.
      const [take, takes] = [document.querySelector("form.deeds-take"), page.querySelector("form.deeds-take")];
      if (take && takes && !take.contains(document.activeElement)) take.replaceWith(takes);
      document.getElementById("news").replaceChildren(...page.getElementById("news").childNodes);
      live.dataset.version = fresh.dataset.version;
      const read = document.querySelector("[data-read]");
      if (!read) return;
      read.hidden = false;
      read.addEventListener("click", () => {
        if (!forms().some((form) => form.dataset.typed)) { location.reload(); return; }
        for (const form of forms()) {
          form.elements.version.value = fresh.dataset.version;
          form.elements.seen.value = fresh.dataset.entry;
        }
        document.getElementById("news").replaceChildren();
      });
    };
    return {
      changed: (data) => { if (data.version > Number(live.dataset.version) || data.entry > Number(seen)) look(); },
      present: beat,
      reload: look,
    };
  };

  const { changed, present, reload } = number ? card() : list();
  open();
})();
