// Keys of the desk: what each does stands in the page (`#keys`), written by the server from the person's own choice.
// A stroke is named by its place on the keyboard, so that it is the same on the Russian layout.
(() => {
  const PUNCTUATION = {
    Slash: "/", Period: ".", Comma: ",", Semicolon: ";", Quote: "'", BracketLeft: "[", BracketRight: "]",
    Minus: "-", Equal: "=", Backquote: "`",
  };
  const PAUSE = 1200; // between the two strokes of a sequence

  addEventListener("DOMContentLoaded", () => {
    const sheet = document.getElementById("keys");
    if (!sheet) return;
    const commands = new Map();
    for (const row of sheet.querySelectorAll("[data-strokes]")) {
      if (row.dataset.strokes) commands.set(row.dataset.strokes, row.dataset.command);
    }
    const on = sheet.dataset.on === "true";
    const palette = document.getElementById("palette");
    const status = document.getElementById("keys-status");
    const store = {
      get(name) { try { return sessionStorage.getItem(name); } catch { return null; } },
      put(name, value) { try { sessionStorage.setItem(name, value); } catch { /* lasts for this page only */ } },
      drop(name) { try { sessionStorage.removeItem(name); } catch { /* nothing to drop */ } },
    };

    const rows = () => [...document.querySelectorAll("table.queue tbody tr")].filter((row) => row.querySelector("a.row-link"));
    const linkOf = (row) => row?.querySelector("a.row-link");
    const current = () => rows().find((row) => row.contains(document.activeElement));
    const say = (words) => { if (status) status.textContent = words; };

    const move = (step, mark) => {
      const all = rows();
      if (!all.length) return scrollBy({ top: step * innerHeight * 0.4 });
      const here = all.indexOf(current());
      if (mark && here >= 0) tick(all[here], true);
      const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1)];
      if (mark) tick(next, true);
      linkOf(next).focus();
      next.scrollIntoView({ block: "nearest" });
    };
    const tick = (row, to) => {
      const box = row?.querySelector('input[type="checkbox"]');
      if (!box) return;
      box.checked = to ?? !box.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    };

    // An element that offers the command: a form's panel is opened, a button or link is pressed.
    const offered = (command) => document.querySelector(`[data-do~="${command}"]:not([disabled])`);
    const press = (place) => {
      if (place.matches("details")) {
        for (let panel = place; panel; panel = panel.parentElement?.closest("details")) panel.open = true;
        place.scrollIntoView({ block: "nearest" });
        (place.querySelector("[autofocus], textarea:not([disabled]), select, input:not([type=hidden])") ?? place.querySelector("summary"))?.focus();
      } else if (place.matches("form")) {
        place.requestSubmit();
      } else if (place.matches("a, button, summary")) {
        place.click();
      } else {
        place.focus();
      }
    };

    const back = () => {
      const list = store.get("list");
      const here = location.pathname.match(/\/desk\/complaints\/(\d+)$/)?.[1];
      // Not by an address with a fragment: going to one takes the focus away again.
      if (here && list) { store.put("next", here); location.assign(list); }
      else offered("back")?.click();
    };

    const run = (command) => {
      switch (command) {
        case "down": return move(1);
        case "up": return move(-1);
        case "select": return tick(current());
        case "select_down": return move(1, true);
        case "select_up": return move(-1, true);
        case "open": return linkOf(current())?.click();
        case "back": return back();
        case "help": return sheet.showModal();
        case "palette": return openPalette();
        default: {
          const place = offered(command);
          if (place) return press(place);
          // On a row of the list: the same deed, on its card.
          const link = linkOf(current());
          if (link && sheet.querySelector(`[data-command="${command}"][data-card]`)) {
            location.assign(link.href + "#do-" + command);
          } else {
            say(sheet.dataset.nothing);
          }
        }
      }
    };

    let before = "";
    let timer = 0;
    const strokeOf = (event) => {
      const key = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase()
        : event.code.startsWith("Digit") ? event.code.slice(5)
        : PUNCTUATION[event.code];
      return key && (event.shiftKey ? "shift+" + key : key);
    };
    const typing = (place) => place instanceof HTMLElement
      && (place.isContentEditable || place.matches("textarea, select, input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit])"));

    addEventListener("keydown", (event) => {
      if (event.isComposing || event.defaultPrevented) return;
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
        const form = document.activeElement?.closest("form");
        if (form && typing(document.activeElement)) { event.preventDefault(); form.requestSubmit(); }
        return;
      }
      if ((event.ctrlKey || event.metaKey) && event.code === "KeyK" && on) {
        event.preventDefault();
        return openPalette();
      }
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (event.key === "Escape" && typing(document.activeElement)) {
        // Out of the field, and the words stay.
        const panel = document.activeElement.closest("details");
        document.activeElement.blur();
        return panel?.querySelector("summary")?.focus();
      }
      if (!on || typing(event.target)) return;
      const stroke = strokeOf(event);
      if (!stroke) return;
      clearTimeout(timer);
      const both = before ? before + " " + stroke : "";
      before = "";
      if (commands.has(both) || commands.has(stroke)) {
        event.preventDefault();
        run(commands.get(both) ?? commands.get(stroke));
      } else if ([...commands.keys()].some((known) => known.startsWith(stroke + " "))) {
        before = stroke;
        timer = setTimeout(() => { before = ""; }, PAUSE);
      }
    });

    // Every command by its name, with the key beside it.
    const openPalette = () => {
      if (!palette) return;
      const field = palette.querySelector("input");
      const items = [...palette.querySelectorAll("[data-command]")];
      for (const item of items) {
        const command = item.dataset.command;
        item.dataset.here = String(!item.hasAttribute("data-place") || offered(command) !== null);
      }
      const wanted = () => field.value.trim().toLowerCase();
      const shown = () => items.filter((item) => !item.hidden);
      const choose = (item) => {
        for (const other of items) other.setAttribute("aria-selected", String(other === item));
        field.setAttribute("aria-activedescendant", item?.id ?? "");
        item?.scrollIntoView({ block: "nearest" });
      };
      const sift = () => {
        for (const item of items) {
          item.hidden = item.dataset.here === "false" || !item.textContent.toLowerCase().includes(wanted());
        }
        choose(shown()[0]);
      };
      field.value = "";
      field.oninput = sift;
      palette.onkeydown = (event) => {
        const all = shown();
        const here = all.findIndex((item) => item.getAttribute("aria-selected") === "true");
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          choose(all[(here + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]);
        } else if (event.key === "Enter") {
          event.preventDefault();
          all[here]?.click();
        }
      };
      palette.onclick = (event) => {
        const item = event.target.closest("[data-command]");
        if (item) { palette.close(); run(item.dataset.command); }
        else if (event.target === palette) palette.close();
      };
      sift();
      palette.showModal();
      field.focus();
    };
    for (const button of document.querySelectorAll("[data-keys-open]")) {
      button.hidden = false;
      button.addEventListener("click", () => document.getElementById(button.dataset.keysOpen)?.showModal());
    }
    for (const button of document.querySelectorAll("dialog [data-close]")) {
      button.addEventListener("click", () => button.closest("dialog").close());
    }

    // The list remembers where it stood; a card leads on to the next row when its work is done.
    const card = location.pathname.match(/^\/desk\/complaints\/(\d+)$/)?.[1];
    if (rows().length) {
      store.put("list", location.pathname + location.search);
      store.put("rows", rows().map((row) => row.dataset.complaint).join(" "));
      const place = rows().find((row) => row.dataset.complaint === store.get("next"));
      store.drop("next");
      if (place) { linkOf(place)?.focus(); place.scrollIntoView({ block: "center" }); }
    }
    if (card) {
      const wanted = location.hash.match(/^#do-([a-z_]+)$/)?.[1];
      const place = wanted && offered(wanted);
      if (place) press(place);
      addEventListener("submit", (event) => {
        const panel = (event.submitter ?? event.target).closest?.("[data-ends]");
        if (panel) store.put("ended", card);
      });
      if (store.get("ended") === card) {
        store.drop("ended");
        if (document.querySelector(".complaint[data-over]") && !document.getElementById("problem") && store.get("list")) {
          const all = (store.get("rows") ?? "").split(" ");
          const next = all[all.indexOf(card) + 1];
          if (next) store.put("next", next);
          store.put("ended-number", card);
          location.replace(store.get("list"));
        }
      }
    } else if (rows().length && store.get("ended-number")) {
      say(sheet.dataset.ended.replace("0", store.get("ended-number")));
      store.drop("ended-number");
    }
    document.getElementById("problem")?.focus();
  });
})();
