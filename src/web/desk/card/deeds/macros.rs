//! Using a macro: what it would do is read first, with its words and its outcome to be mended, and then done by one press.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono::DateTime;
use maud::{Markup, html};
use serde_json::json;

use super::{
    Problem, Refused, Typed,
    canned::{fill, gap_words},
    doer, outcome, refusal_status,
};
use crate::{
    actions::{
        complaint_step::{Refusal, Seen, reachable},
        keep_draft::{Form, forget_draft},
        run_macro::{NotRun, Run, Stops, run_macro, try_macro},
    },
    domain::{
        canned::{Breach, Changes, Field, Part},
        language::Language,
        outcome::{Flaw, Outcome, resolved},
        text,
    },
    store::{
        canned_answers::{self, Canned, Choice},
        transactions::transaction,
    },
    t,
    web::{
        desk::{
            card::{self, Loaded, page::CardPage},
            macros::{self, Named},
        },
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links, ui,
        visitor::{Handler, Person},
    },
};

const DEED: &str = "macro";
/// Fields that go along unseen from one look to the next: what was previewed, and what was typed before words were put in.
const ALONG: [&str; 7] = ["of", "changes", "own", "filled", "own-note", "filled-note", "reply-draft"];

/// A macro before it does anything.
#[derive(Debug)]
pub struct Preview {
    title: String,
    changes: Changes,
    /// What of it can't be done any more.
    breaches: Vec<Breach>,
    /// What this complaint does not allow now.
    stops: Stops,
    /// What is wrong with the outcome.
    pub flaws: Vec<Flaw>,
    /// Fields of its words that had nothing to be filled with.
    gaps: Vec<Field>,
    /// Somebody changed it after it was looked at.
    altered: bool,
    /// It was to be done, and nothing was.
    pressed: bool,
}

impl Preview {
    /// 200 for a look at what can be done.
    pub fn status(&self) -> StatusCode {
        let stop = self.stops.iter().find(|(part, _)| self.pressed || part.is_none());
        match stop {
            _ if !self.breaches.is_empty() || self.altered => StatusCode::CONFLICT,
            Some((_, refusal)) => refusal_status(refusal),
            None if self.pressed => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        }
    }

    /// Why it can't be done as a whole.
    fn whole(&self) -> Option<&Refusal> {
        self.stops.iter().find_map(|(part, why)| part.is_none().then_some(why))
    }
}

impl CardPage<'_> {
    /// A choice of macros, and what the chosen one would do.
    pub fn macros(&self) -> Markup {
        let language = self.frame.language;
        let preview = match self.refused.map(|refused| &refused.problem) {
            Some(Problem::Macro(preview)) => Some(preview.as_ref()),
            _ => None,
        };
        let choices: Vec<&Choice> = self.loaded.canned.iter().filter(|one| one.changes.is_some()).collect();
        if choices.is_empty() && preview.is_none() {
            return html! {};
        }
        let here = self.deed == DEED;
        let chosen = if here { self.typed.get("canned") } else { "" };
        let named = self.named();
        let words = html! {
            p.form-hint { (t!(language, "macros-hint")) }
            div.macro-choice.mb-2 {
                select.form-select #macro-canned name="canned" aria-label=(t!(language, "macros-title")) {
                    option value="" { (t!(language, "desk-choose")) }
                    @for one in choices { option value=(one.id) selected[one.id.to_string() == chosen] { (in_short(&named, language, one)) } }
                }
                button.btn.btn-outline-primary type="submit" name="look" value="yes" { (t!(language, "macros-look")) }
            }
            p.mb-2 { a href=(links::CANNED) { (t!(language, "files-canned-manage")) } }
            @if let Some(preview) = preview { (self.macro_preview(&named, preview)) }
        };
        self.panel(DEED, "asks", here, &t!(language, "macros-title"), &words)
    }

    fn named(&self) -> Named {
        let here = self.loaded.together.colleagues.iter().filter(|one| !one.gone);
        Named {
            colleagues: here.map(|one| (one.id, one.name.clone())).collect(),
            causes: self.loaded.causes.clone(),
        }
    }

    fn macro_preview(&self, named: &Named, preview: &Preview) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let reach = reachable(card.email.as_deref(), card.bounced, card.erased);
        let ticked: Vec<&str> = self.typed.all("file").collect();
        let enclosed = |id: i64, removed: bool| !removed && ticked.contains(&id.to_string().as_str());
        html! {
            section.macro-preview #preview aria-labelledby="macro-title" {
                @for name in ALONG { input type="hidden" name=(name) value=(self.typed.get(name)); }
                h3 #macro-title { (preview.title) }
                @if !preview.gaps.is_empty() { div.alert.alert-warning role="status" { (ui::icon("alert")) (gap_words(language, &preview.gaps)) } }
                @if let (Ok(()), Some(email)) = (&reach, &card.email) { p.form-hint { (t!(language, "desk-reply-to", email = email.as_str())) } }
                (self.textarea(DEED, &t!(language, "macros-letter"), 7, false))
                (self.part_stops(preview, Part::Letter))
                @for file in self.loaded.files.iter().filter(|file| enclosed(file.id, file.removed)) {
                    label.form-check {
                        input.form-check-input type="checkbox" name="file" value=(file.id) checked;
                        span.form-check-label.text-break { (file.name) }
                    }
                }
                ul.macro-parts {
                    @for (part, words) in named.lines(language, &preview.changes) {
                        @if part != Part::Note { li.text-break { (words) (self.part_stops(preview, part)) } }
                    }
                }
                @if preview.changes.ending().is_some() { (self.outcome_fields(DEED, &self.before())) }
                div.mb-3 {
                    label.form-label for="macro-note" { (t!(language, "macros-note")) }
                    textarea.form-control #macro-note name="note" rows="3" { "\n" (self.typed.get("note")) }
                    (self.part_stops(preview, Part::Note))
                }
                @if preview.breaches.is_empty() {
                    button.btn.btn-primary type="submit" name="go" value="yes" data-ends { (ui::icon("check")) (t!(language, "macros-go")) }
                    p.form-hint.mb-0 { (t!(language, "macros-go-hint")) }
                }
            }
        }
    }

    /// Why a part can't be done now.
    fn part_stops(&self, preview: &Preview, part: Part) -> Markup {
        html! {
            @for (stopped, why) in &preview.stops {
                @if *stopped == Some(part) { p.text-danger.mb-1.macro-stop { (ui::icon("alert")) (self.part_refusal(part, why)) } }
            }
        }
    }

    fn part_refusal(&self, part: Part, why: &Refusal) -> String {
        self.refusal(why, if part == Part::Letter { "reply" } else { DEED })
    }

    /// Why nothing was done, or can be.
    pub fn stopped(&self, preview: &Preview, seen: Option<Seen>) -> Markup {
        let language = self.frame.language;
        let whole = preview.whole();
        if !preview.pressed && preview.breaches.is_empty() && whole.is_none() {
            return html! {};
        }
        let named = self.named();
        html! {
            div.alert.alert-danger #problem role="alert" {
                @if let Some(why) = whole { p.mb-0 { (ui::icon("alert")) strong { (self.refusal(why, DEED)) } } }
                @else if preview.pressed && preview.flaws.is_empty() { p.mb-0 { (ui::icon("alert")) strong { (t!(language, "macros-nothing-done")) } } }
                @if let (Some(Refusal::Changed), Some(seen)) = (whole, seen) { (self.news_since(seen)) }
                @if preview.altered { p.mb-0 { (t!(language, "macros-altered")) } }
                @if !preview.breaches.is_empty() {
                    @for breach in &preview.breaches { p.mb-0 { (macros::breach(language, &named, breach)) } }
                    p.mb-0 { a.alert-link href=(links::CANNED) { (t!(language, "files-canned-manage")) } }
                }
                @if !preview.flaws.is_empty() { (self.flaws(DEED, &preview.flaws)) }
                @if preview.pressed {
                    ul.mb-0 {
                        @for (part, why) in &preview.stops {
                            @if let Some(part) = part { li { (macros::part(language, *part)) ": " (self.part_refusal(*part, why)) } }
                        }
                    }
                }
            }
        }
    }
}

/// A macro's title, and what it does behind it.
fn in_short(named: &Named, language: Language, one: &Choice) -> String {
    let changes = Changes::kept(one.changes.as_ref()).unwrap_or_default();
    let lines: Vec<String> = named.lines(language, &changes).into_iter().map(|(_, words)| words).collect();
    text::one_line(&format!("{} — {}", one.title, lines.join("; ")), 160)
}

pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let typed = Typed::new(form.0);
    let seen = typed.seen()?;
    let (of, chosen) = (typed.get("of").parse::<i64>().ok(), typed.get("canned").parse::<i64>().ok());
    let Some(id) = chosen.or(of) else {
        let refused =
            Refused { deed: DEED, problem: Problem::Missing(vec!["canned"]), seen: Some(seen), typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    };
    let mut connection = house.connection().await?;
    let found = canned_answers::find(&mut connection, id, visitor.id).await?.ok_or(Failure::NotFound)?;
    drop(connection);
    if typed.has("look") || of != Some(id) {
        return look(&house, &visitor, *number, seen, found, typed).await;
    }
    go(&house, &visitor, *number, seen, found, typed).await
}

/// The card with what a macro would do. Words that were typed before stay above those that are put in.
pub async fn look(
    house: &House,
    visitor: &Person,
    number: i64,
    seen: Seen,
    found: Canned,
    mut typed: Typed,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let loaded =
        Loaded::find(&mut connection, number, visitor.id, card::Shown::default(), house.now()).await?;
    drop(connection);
    let changes = Changes::kept(found.changes.as_ref()).unwrap_or_default();
    let mut gaps = Vec::new();
    let note = changes.note.as_deref().unwrap_or_default();
    for (name, own, before, words) in
        [("body", "own", "filled", found.body.as_str()), ("note", "own-note", "filled-note", note)]
    {
        let filled = fill(house, &visitor.name, &loaded, words).map_err(Failure::fault)?;
        for gap in filled.gaps {
            if !gaps.contains(&gap) {
                gaps.push(gap);
            }
        }
        let plain = |name: &str| typed.get(name).replace("\r\n", "\n").trim().to_owned();
        // What an earlier look put in goes with it, unless somebody mended it.
        let mine = if plain(name) == plain(before) { plain(own) } else { plain(name) };
        let whole = match (mine.is_empty(), filled.words.is_empty()) {
            (true, _) => filled.words,
            (_, true) => mine.clone(),
            _ => format!("{mine}\n\n{}", filled.words),
        };
        typed.set(own, mine);
        typed.set(before, whole.clone());
        typed.set(name, whole);
    }
    let known = [
        ("sought", loaded.card.remedy_sought.clone().unwrap_or_default()),
        ("currency", loaded.currency.clone()),
    ];
    for (name, value) in known.into_iter().chain(macros::ending(visitor.language, &changes)) {
        typed.set(name, value);
    }
    typed.set("of", found.id.to_string());
    typed.set("canned", found.id.to_string());
    typed.set("changes", json!(changes).to_string());
    show(house, visitor, number, seen, found, typed, |preview| preview.gaps = gaps).await
}

/// Does what was looked at, if it is still the same.
async fn go(
    house: &House,
    visitor: &Person,
    number: i64,
    seen: Seen,
    found: Canned,
    mut typed: Typed,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let named = Named::read(&mut connection).await?;
    let (changes, breaches) = read(&named, &found);
    let now_is = json!(changes).to_string();
    if typed.get("changes") != now_is || !breaches.is_empty() {
        drop(connection);
        typed.set("changes", now_is);
        let mark = |preview: &mut Preview| {
            (preview.altered, preview.pressed) = (preview.breaches.is_empty(), true);
        };
        return show(house, visitor, number, seen, found, typed, mark).await;
    }
    let outcome = match changes.ending().map(|_| resolved(&outcome::written(&typed), &named.causes, None)) {
        None => None,
        Some(Ok(outcome)) => Some(outcome),
        Some(Err(flaws)) => {
            drop(connection);
            let mark = |preview: &mut Preview| (preview.flaws, preview.pressed) = (flaws, true);
            return show(house, visitor, number, seen, found, typed, mark).await;
        }
    };
    let known = typed.get("reply-draft").parse().ok().and_then(DateTime::from_timestamp_micros);
    let draft = Form { complaint: number, staff: visitor.id, panel: "reply", known };
    let files = files(&typed);
    let run = as_run(&found, &changes, &typed, &files, outcome.as_ref());
    let (me, zone, now) = (doer(visitor), house.config().time_zone, house.now());
    let done = transaction(&mut connection, async |connection| {
        run_macro(connection, number, me, seen, run, zone, now).await?;
        if known.is_some() {
            forget_draft(connection, draft, &[]).await?;
        }
        Ok::<(), NotRun>(())
    })
    .await;
    drop(connection);
    match done {
        Ok(()) => Ok(see_other(&links::complaint(number))),
        Err(NotRun::Store(error)) => Err(error.into()),
        Err(NotRun::Stopped(stops)) if stops.iter().any(|(_, why)| matches!(why, Refusal::Unknown)) => {
            Err(Failure::NotFound)
        }
        Err(NotRun::Stopped(stops)) => {
            let mark = |preview: &mut Preview| (preview.stops, preview.pressed) = (stops, true);
            show(house, visitor, number, seen, found, typed, mark).await
        }
    }
}

/// Draws the card with the macro as it is now, after trying what of it this complaint refuses.
async fn show(
    house: &House,
    visitor: &Person,
    number: i64,
    seen: Seen,
    found: Canned,
    typed: Typed,
    mark: impl FnOnce(&mut Preview),
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let (changes, breaches) = read(&Named::read(&mut connection).await?, &found);
    let stops = if breaches.is_empty() {
        let files = files(&typed);
        let run = as_run(&found, &changes, &typed, &files, None);
        let zone = house.config().time_zone;
        try_macro(&mut connection, number, doer(visitor), seen, run, zone, house.now()).await?
    } else {
        Vec::new()
    };
    drop(connection);
    let mut preview = Preview {
        title: found.title,
        changes,
        breaches,
        stops,
        flaws: Vec::new(),
        gaps: Vec::new(),
        altered: false,
        pressed: false,
    };
    mark(&mut preview);
    let refused = Refused { deed: DEED, problem: Problem::Macro(Box::new(preview)), seen: Some(seen), typed };
    card::refuse(house, visitor, number, refused).await
}

/// A macro's changes, and what of them can't be done any more.
fn read(named: &Named, found: &Canned) -> (Changes, Vec<Breach>) {
    let (changes, unreadable) = match Changes::kept(found.changes.as_ref()) {
        Ok(changes) => (changes, None),
        Err(breach) => (Changes::default(), Some(breach)),
    };
    let removed = found.removed.then_some(Breach::Removed);
    let breaches = unreadable.into_iter().chain(removed).chain(named.breaches(&changes)).collect();
    (changes, breaches)
}

fn files(typed: &Typed) -> Vec<i64> {
    typed.all("file").filter_map(|file| file.parse().ok()).collect()
}

fn as_run<'a>(
    found: &'a Canned,
    changes: &'a Changes,
    typed: &'a Typed,
    files: &'a [i64],
    outcome: Option<&'a Outcome>,
) -> Run<'a> {
    let (letter, note) = (typed.get("body"), typed.get("note"));
    Run { id: found.id, title: &found.title, changes, letter, files, note, outcome }
}
