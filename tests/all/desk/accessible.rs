//! Every page of the desk and of its settings, as axe-core finds it in a real browser and no wider than the screen:
//! Russian and light on a phone, English and dark at a desk; with everything unfolded that can be, and with its errors.

use std::cell::RefCell;

use otklik::{actions::watch_clocks::watch_clocks, domain::role::Role};

use super::{does, staff};
use crate::{
    post::make::{INBOX, letter, post, world},
    support::{
        World, axe,
        browser::{Browser, DESK, PHONE, Screen},
        make,
    },
};

/// A reader with a screen: everything that a page is looked at with.
struct Reader<'a> {
    world: &'a World,
    browser: Browser,
    scheme: &'static str,
    /// Told all together: a page more costs little, a run more much.
    faults: RefCell<Vec<String>>,
}

const PHONE_AT_DAY: (Screen, &str, &str) = (PHONE, "ru", "light");
const DESK_AT_NIGHT: (Screen, &str, &str) = (DESK, "en", "dark");

impl<'a> Reader<'a> {
    async fn begins(world: &'a World, (screen, language, scheme): (Screen, &str, &'static str)) -> Self {
        world.sql(&format!("UPDATE staff SET language = '{language}'")).await;
        let browser = Browser::open(screen).await;
        browser.prefers(scheme).await;
        // May see everything.
        browser.signs_in(world, Role::Admin).await;
        Self { world, browser, scheme, faults: RefCell::default() }
    }

    /// Opens a page, and everything on it that is folded.
    async fn opens(&self, path: &str) {
        self.browser.go(&format!("{}{path}", self.world.base)).await;
        self.unfolds().await;
    }

    async fn unfolds(&self) {
        let unfold = "for (const one of document.querySelectorAll('main details')) { one.removeAttribute('name'); one.open = true; }";
        self.browser.client.execute(unfold, vec![]).await.expect("unfolded");
    }

    async fn looks(&self, page: &str) {
        let mut found = axe::violations(&self.browser).await;
        if !self.browser.fits_its_width().await {
            found.push("it is wider than the screen".to_owned());
        }
        let found = found.into_iter().map(|fault| format!("{page}, {}: {fault}", self.scheme));
        self.faults.borrow_mut().extend(found);
    }

    fn ends(self) {
        let faults = self.faults.into_inner();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    async fn reads(&self, path: &str) {
        self.opens(path).await;
        self.looks(path).await;
    }

    /// Sends a form as it must not be sent, and reads what is answered; `button` is the one that is pressed.
    async fn errs(&self, form: &str, typed: &[(&str, &str)], button: &str) {
        let send = "document.documentElement.dataset.before = 'yes';
            const form = document.querySelector(arguments[0]);
            form.noValidate = true;
            for (const [name, value] of arguments[1]) form.elements[name].value = value;
            form.requestSubmit(form.querySelector(arguments[2]));";
        let at = self.browser.path().await;
        self.browser.text(form).await;
        let arguments = vec![form.into(), serde_json::json!(typed), button.into()];
        self.browser
            .client
            .execute(send, arguments)
            .await
            .unwrap_or_else(|error| panic!("{form} at {at}: {error}"));
        self.browser
            .waits_for("!document.documentElement.dataset.before && document.readyState === 'complete'")
            .await;
        let told = "main :is([role=alert], [role=status].alert, [aria-invalid=true], .outcome-preview)";
        assert!(self.browser.has(told).await, "{form} {typed:?} was refused without a word");
        self.looks(&format!("{form} with {typed:?}")).await;
    }

    /// The same with a deed of a card that is opened anew.
    async fn errs_at(&self, number: i64, deed: &str, typed: &[(&str, &str)], button: &str) {
        self.opens(&card(number)).await;
        let offered = self.browser.has(&format!(".deed-{deed} form")).await;
        assert!(offered, "{deed} of {number}: {}", self.browser.text("main").await);
        self.errs(&format!(".deed-{deed} form"), typed, button).await;
    }
}

fn card(number: i64) -> String {
    format!("/desk/complaints/{number}")
}

/// Complaints in each state, with all that can stand beside them, and the pages about them.
struct Things {
    free: i64,
    mine: i64,
    resolved: i64,
    pages: Vec<String>,
}

impl Things {
    async fn make(world: &World) -> Self {
        let visitor = &world.signed_in(Role::Admin).await;
        let long = "Оченьдлинноеслово".repeat(7);
        let ending = make::ending("delivery.late", "upheld", "Извините нас.");
        let mut numbers = Vec::new();
        for name in ["free", "mine", "waiting", "resolved", "closed", "rejected", "duplicate"] {
            let number = make::complaint(world, name, 5).await;
            numbers.push(number);
            if name != "free" {
                does(visitor, number, "take", &[]).await;
            }
        }
        let [free, mine, waiting, resolved, closed, rejected, duplicate] = numbers[..] else {
            panic!("seven")
        };
        does(visitor, waiting, "reply", &[("body", "Когда вам удобно?"), ("wait", "yes")]).await;
        does(visitor, waiting, "snooze", &[("when", "tomorrow"), ("body", &long)]).await;
        does(visitor, resolved, "resolve", &ending).await;
        does(visitor, closed, "resolve", &ending).await;
        does(visitor, closed, "close", &[("body", "Клиент доволен")]).await;
        does(visitor, rejected, "reject", &[("cause", "other"), ("body", "Всё цело.")]).await;
        let into = mine.to_string();
        does(visitor, duplicate, "merge", &[("target", &into), ("other_customer", "yes")]).await;
        does(visitor, mine, "edit", &[("subject", &long), ("remedy_sought", "refund")]).await;
        let term = world.value("SELECT code FROM legal_terms WHERE enabled ORDER BY code LIMIT 1").await;
        let today = chrono::Utc::now().date_naive().to_string();
        does(visitor, mine, "claim", &[("what", "add"), ("term", &term), ("demanded", &today)]).await;
        does(visitor, mine, "severity", &[("severity", "low"), ("body", "Ждёт отпуска")]).await;
        does(visitor, mine, "link", &[("other", &free.to_string()), ("kind", "related")]).await;
        does(visitor, mine, "note", &[("body", &long)]).await;
        does(visitor, mine, "reply", &[("body", "Здравствуйте!")]).await;
        let here = super::card(visitor, mine).await;
        let attach = format!("/desk/complaints/{mine}/attach");
        let files = [("new", "чек.txt", "Чек".as_bytes()), ("new", "снимок.txt", "Снимок".as_bytes())];
        assert_eq!(visitor.submit_files(&here, &attach, &[], &files).await.status, 303);
        let file = world.value("SELECT min(id) FROM attachments").await;
        let here = super::card(visitor, mine).await;
        let detach = format!("/desk/complaints/{mine}/detach");
        assert_eq!(visitor.submit(&here, &detach, &[("file", &file)]).await.status, 303);
        let mut draft = here.hidden_fields(&format!("/desk/complaints/{mine}/note"));
        draft.push(("body".to_owned(), "Дописать".to_owned()));
        let draft: Vec<_> = draft.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(visitor.post(&format!("/desk/complaints/{mine}/draft"), &draft).await.status, 303);
        for (subject, id) in [("Где заказ?", "s1"), (long.as_str(), "s2")] {
            let raw = letter(
                &[
                    "From: Анна <free@customer.example>",
                    &format!("To: {INBOX}"),
                    &format!("Subject: {subject}"),
                    &format!("Message-ID: <{id}@x.example>"),
                ],
                &long,
            );
            post(world, raw).await;
        }
        let canned = visitor.get("/desk/canned").await;
        let words = [("title", long.as_str()), ("body", "{{customer.name}}, {{purchase.number}}")];
        assert_eq!(visitor.submit(&canned, "/desk/canned", &words[..]).await.status, 303);
        let queue = visitor.get("/desk/complaints?severity=critical&state=any").await;
        let saved = visitor.submit(&queue, "/desk/views", &[("name", "Длинное имя списка")]).await;
        let bulk =
            [("deed", "assign"), ("to", &*staff(world, "handler").await), ("number", &*free.to_string())];
        let bulk = visitor.submit(&queue, "/desk/bulk", &bulk).await;
        // Deadlines that nobody kept.
        world.sql("UPDATE complaints SET clocks_version = 0").await;
        let mut connection = world.connection().await;
        let later = chrono::Utc::now() + chrono::Duration::days(400);
        watch_clocks(&mut connection, later).await.expect("a round");
        let mail = world.value("SELECT max(id) FROM incoming_letters").await;
        let id = world.value("SELECT id FROM canned_answers").await;
        let mut pages: Vec<String> = numbers.iter().map(|number| card(*number)).collect();
        pages.extend([
            "/desk/complaints?fields=1".to_owned(),
            saved.location().to_owned(),
            "/desk/complaints?q=диван&state=any".to_owned(),
            "/desk/complaints?q=бегемот".to_owned(),
            "/desk/complaints?state=over".to_owned(),
            format!("{}/history", card(mine)),
            format!("{}/dossier?notes=yes", card(mine)),
            "/desk/complaints/new?q=волков".to_owned(),
            "/desk/team".to_owned(),
            "/desk/sorting".to_owned(),
            format!("/desk/mail/{mail}"),
            "/desk/handover".to_owned(),
            "/desk/reminders".to_owned(),
            "/desk/alerts".to_owned(),
            format!("/desk/canned?edit={id}"),
            bulk.location().to_owned(),
            "/desk/keys".to_owned(),
            "/settings/clocks".to_owned(),
            "/settings/legal-terms".to_owned(),
            "/settings/outcomes".to_owned(),
            "/settings/root-causes".to_owned(),
            "/settings/assigning".to_owned(),
        ]);
        Self { free, mine, resolved, pages }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_passes_axe_and_fits_its_width() {
    let world = world().await;
    let things = Things::make(&world).await;
    for looking in [PHONE_AT_DAY, DESK_AT_NIGHT] {
        let reader = Reader::begins(&world, looking).await;
        for page in &things.pages {
            reader.reads(page).await;
        }
        reader.opens("/desk/complaints").await;
        for (stroke, makes, dialog) in [("Shift+Slash", "?", "#keys"), ("Control+KeyK", "k", "#palette")] {
            reader.browser.stroke(stroke, makes).await;
            reader.browser.waits_for(&format!("document.querySelector('{dialog}').open")).await;
            reader.looks(dialog).await;
            reader.browser.stroke("Escape", "Escape").await;
            reader.browser.waits_for(&format!("!document.querySelector('{dialog}').open")).await;
        }
        reader.ends();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_refusal_passes_axe_and_fits_its_width() {
    const SEND: &str = ".btn-primary";
    const SUBMIT: &str = "[type=submit]:not([formaction])";
    let world = world().await;
    let Things { free, mine, resolved, .. } = Things::make(&world).await;
    let colleague = world.signed_in(Role::Lead).await;
    let money = [
        ("cause", "delivery.late"),
        ("resolution", "upheld"),
        ("sought", "refund"),
        ("given", "refund"),
        ("amount", "семь"),
        ("currency", "ЩЩЩ"),
    ];
    for (turn, looking) in [PHONE_AT_DAY, DESK_AT_NIGHT].into_iter().enumerate() {
        let reader = Reader::begins(&world, looking).await;
        for (number, deed, typed, button) in [
            (mine, "reply", &[][..], SEND),
            (mine, "reply", &[], "[formaction$='/canned']"),
            (mine, "note", &[], SUBMIT),
            (mine, "severity", &[], SUBMIT),
            (mine, "assign", &[], SUBMIT),
            (mine, "snooze", &[("when", "other")], SUBMIT),
            (mine, "claim", &[], SUBMIT),
            (mine, "link", &[], SUBMIT),
            (mine, "merge", &[], SUBMIT),
            (mine, "merge", &[("target", "1001")], SUBMIT),
            (mine, "resolve", &[], SUBMIT),
            (mine, "resolve", &money, SUBMIT),
            (mine, "reject", &[], SUBMIT),
            (mine, "reject", &[("body", "Всё цело.")], "[name=preview]"),
            (resolved, "reopen", &[], SUBMIT),
            (resolved, "correct", &[("cause", "")], SUBMIT),
        ] {
            reader.errs_at(number, deed, typed, button).await;
        }
        // Somebody was quicker: words of the customer stop a letter, a colleague's value stands beside one's own.
        reader.opens(&card(mine)).await;
        let subject = format!("Иначе {turn}");
        does(&colleague, mine, "edit", &[("subject", &subject)]).await;
        reader.errs(".deed-edit form", &[("subject", "По-моему")], SEND).await;
        reader.opens(&card(mine)).await;
        world
            .sql(&format!("INSERT INTO complaint_events (complaint_id, at, kind, body) VALUES ({mine}, now(), 'customer', 'Я передумала')"))
            .await;
        reader.errs(".deed-reply form", &[("body", "Здравствуйте!")], SEND).await;
        for (page, form, typed, button) in [
            (card(free), ".attach form", &[][..], "[type=submit]"),
            ("/desk/complaints?due=today".to_owned(), ".queue-save form", &[("name", " ")], "[type=submit]"),
            ("/desk/complaints".to_owned(), "#bulk", &[], "[value=assign]"),
            (
                "/desk/complaints/new".to_owned(),
                "#intake",
                &[("q", "волков"), ("told", "letter")],
                "[value=open]",
            ),
            ("/desk/sorting".to_owned(), ".mail-put", &[("number", "7")], "[type=submit]"),
            ("/desk/handover".to_owned(), "form[action$='/handover']", &[], "[type=submit]"),
            (
                "/desk/canned".to_owned(),
                "form[action='/desk/canned'][method=post]",
                &[("body", "{{")],
                "[type=submit]",
            ),
            ("/desk/keys".to_owned(), "form[action='/desk/keys']", &[("key-note", "ооо")], "[type=submit]"),
            (
                "/settings/clocks".to_owned(),
                "form[action='/settings/clocks']",
                &[("day1", "вечером")],
                "[type=submit]",
            ),
            ("/settings/clocks".to_owned(), "form[action$='/days']", &[("day", "")], "[type=submit]"),
            (
                "/settings/legal-terms".to_owned(),
                "form[action='/settings/legal-terms']",
                &[],
                "[type=submit]",
            ),
            (
                "/settings/legal-terms".to_owned(),
                "form[action$='/alerts']",
                &[("share_percent", "x")],
                "[type=submit]",
            ),
            (
                "/settings/outcomes".to_owned(),
                "form[action='/settings/outcomes']",
                &[("days", "x")],
                "[type=submit]",
            ),
            ("/settings/root-causes".to_owned(), ".cause-new", &[], "[type=submit]"),
            (
                "/settings/assigning".to_owned(),
                "form[action='/settings/assigning']",
                &[("capacity", "x")],
                "[type=submit]",
            ),
        ] {
            reader.opens(&page).await;
            reader.errs(form, typed, button).await;
        }
        reader.ends();
    }
}
