// Keeps what is typed, on this device while the server is away. The form works without it.
(() => {
	const form = document.querySelector('form[data-keep]'), line = document.getElementById('kept');
	if (!form || !line) return;
	const { keep, key, at, seen, away, later } = form.dataset;
	const fields = by => {
		const all = new URLSearchParams(new FormData(form));
		if (by?.name) all.append(by.name, by.value);
		return all.toString();
	};
	const first = fields();
	let sent = first, sign = '', pressed, timer, busy, pause = 1e3;

	// A browser may forbid it.
	const store = body => {
		try {
			if (body) localStorage.setItem(key, JSON.stringify({ body, at: Date.now() }));
			else localStorage.removeItem(key);
		} catch {}
	};
	const soon = wait => {
		clearTimeout(timer);
		timer = setTimeout(go, wait);
	};
	const post = (to, body, done) => {
		busy = true;
		const lost = () => {
			busy = false;
			line.textContent = pressed ? later : away;
			soon(pause = Math.min(pause * 2, 6e4));
		};
		fetch(to, { method: 'POST', body: new URLSearchParams(body), redirect: 'manual', keepalive: body.length < 6e4 })
			.then(answer => {
				// Too often, or a fault of the server: later.
				if (answer.status > 428) return lost();
				busy = false;
				pause = 1e3;
				line.textContent = '';
				done(answer);
			}, lost);
	};
	const go = () => {
		if (busy) return soon(200);
		const body = fields();
		if (pressed) return post(form.action, fields(pressed.by), answer => {
			const { by } = pressed;
			pressed = sign = '';
			if (answer.type === 'opaqueredirect') {
				store();
				location.assign(form.action + '/thanks');
			} else {
				// The page that says what is wrong is the browser's to fetch.
				form.removeEventListener('submit', press);
				form.requestSubmit(by);
			}
		});
		if (sign && body !== sent) post(keep, body + '&sign=' + sign, answer => {
			sent = body;
			if (fields() !== body) soon(600);
			else if (answer.ok) store();
		});
	};
	const press = event => {
		event.preventDefault();
		store(fields());
		pressed = { by: event.submitter };
		soon(0);
	};
	// The main reason is one of those ticked.
	const fit = () => {
		const main = form.elements.main_reason;
		for (const option of main?.options || []) {
			const box = option.value && form.querySelector(`[name=reason][value="${option.value}"]`);
			if (box) option.hidden = option.disabled = !box.checked;
			if (box && !box.checked && option.selected) main.value = '';
		}
	};
	const touch = event => {
		if (!event.isTrusted) return;
		if (!sign && seen) sent = '';
		sign = 'touched';
		fit();
		if (fields() === sent) return;
		store(fields());
		if (location.search) history.replaceState(null, '', location.pathname);
		soon(600);
	};
	const leave = () => {
		if (sign === 'touched' && !pressed && fields() !== sent)
			navigator.sendBeacon(keep, new URLSearchParams(fields() + '&sign=touched'));
	};

	for (const name of ['pointerdown', 'keydown', 'input', 'change']) form.addEventListener(name, touch);
	form.addEventListener('submit', press);
	addEventListener('pagehide', leave);
	document.addEventListener('visibilitychange', () => document.hidden && leave());
	addEventListener('online', () => soon(0));

	try {
		const left = JSON.parse(localStorage.getItem(key));
		if (left?.at > at && left.body !== first) {
			const old = new URLSearchParams(left.body);
			for (const field of form.elements) {
				if (/radio|checkbox/.test(field.type)) field.checked = old.getAll(field.name).includes(field.value);
				else if (/text|select/.test(field.type)) field.value = old.get(field.name) ?? '';
			}
			sign = 'touched';
			soon(0);
		} else store();
	} catch {}
	fit();

	// A score from a letter, before somebody's eyes for two seconds.
	let looks = 0;
	const watch = seen && setInterval(() => {
		looks = !document.hidden && document.hasFocus() && !navigator.webdriver ? looks + 1 : 0;
		if (sign || looks > 3) clearInterval(watch);
		if (!sign && looks > 3) {
			sign = 'seen';
			sent = '';
			go();
		}
	}, 500);
})();
