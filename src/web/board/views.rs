//! Views of the board under names, and the letter that brings one on Mondays.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Asked, understand};
use crate::{
    actions::{
        keep_board_view::{self, Change, LONGEST_NAME, MOST, Refused},
        subscribe_digest::{subscribe, unsubscribe},
    },
    domain::report::Report,
    store::{
        Connection, Result as Stored,
        board_views::{self, BoardView},
        digests,
    },
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::Executive,
    },
};

/// Views that are listed.
const LISTED: i64 = 200;
/// What of an address says what just happened, and not what is shown.
pub const PASSING: [&str; 4] = ["page", "saved", "removed", "refused"];

/// What a reader has saved, may open, and gets on Mondays.
pub struct Saved {
    reader: i64,
    views: Vec<BoardView>,
    mondays: Vec<Option<i64>>,
}

impl Saved {
    /// Reads it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(connection: &mut Connection, reader: i64) -> Stored<Self> {
        let views = board_views::seen_by(connection, reader, LISTED).await?;
        let mondays = digests::of_staff(connection, reader).await?;
        Ok(Self { reader, views, mondays })
    }

    /// The list with all that may be done to it, and the form that saves what is shown.
    #[must_use]
    pub fn panel(&self, frame: &Frame<'_>, report: Report, query: &str) -> Markup {
        let language = frame.language;
        let address = address_of(report, query);
        let here = self.views.iter().find(|view| view.query == address);
        html! {
            details.board-more.board-views open[said(query, "saved").is_some()] {
                summary.btn.btn-sm.btn-outline-secondary {
                    @match here {
                        Some(view) => (view.name),
                        None => (t!(language, "views-title")),
                    }
                }
                div.board-views-panel {
                    @if self.views.is_empty() { p.text-secondary { (t!(language, "views-none")) } }
                    @else {
                        ul.list-unstyled.mb-0 { @for view in &self.views { (self.view(frame, view, here)) } }
                    }
                    @if here.is_none_or(|here| here.owner_id != self.reader) { (save(frame, &address)) }
                }
            }
        }
    }

    fn view(&self, frame: &Frame<'_>, view: &BoardView, here: Option<&BoardView>) -> Markup {
        let language = frame.language;
        let own = view.owner_id == self.reader;
        let act = |deed: &'static str, words: &str| {
            html! {
                form method="post" action=(links::board_view(view.id)) {
                    (frame.csrf())
                    button.btn.btn-sm.btn-ghost-secondary type="submit" name="deed" value=(deed) { (words) span.visually-hidden { ": " (view.name) } }
                }
            }
        };
        html! {
            li.board-view {
                div.board-view-head {
                    a href=(links::board(&view.query)) aria-current=[here.is_some_and(|here| here.id == view.id).then_some("page")] { (view.name) }
                    @if !own { span.text-secondary { (t!(language, "views-of", name = view.owner.as_str())) } }
                    @else if view.shared { (ui::badge(Tone::Plain, &t!(language, "views-shared"))) }
                }
                div.board-view-deeds {
                    (self.monday(frame, Some(view), &view.query))
                    @if own {
                        (act(if view.shared { "keep" } else { "share" }, &t!(language, if view.shared { "views-keep" } else { "views-share" })))
                        details.board-rename {
                            summary.btn.btn-sm.btn-ghost-secondary { (t!(language, "views-rename")) span.visually-hidden { ": " (view.name) } }
                            form method="post" action=(links::board_view(view.id)) {
                                (frame.csrf())
                                input.form-control.form-control-sm name="name" value=(view.name) maxlength=(LONGEST_NAME) required aria-label=(t!(language, "views-name"));
                                button.btn.btn-sm.btn-primary type="submit" name="deed" value="rename" { (t!(language, "views-rename-do")) }
                            }
                        }
                        (act("remove", &t!(language, "views-remove")))
                    }
                }
            }
        }
    }

    /// The button that begins or ends the letter about a view; without one, about everything.
    #[must_use]
    pub fn monday(&self, frame: &Frame<'_>, view: Option<&BoardView>, back: &str) -> Markup {
        let language = frame.language;
        let id = view.map(|view| view.id);
        let on = self.mondays.contains(&id);
        let name = view.map(|view| view.name.as_str());
        html! {
            form.board-monday method="post" action=(links::BOARD_LETTER) {
                (frame.csrf())
                input type="hidden" name="back" value=(back);
                @if let Some(id) = id { input type="hidden" name="view" value=(id); }
                button class=(if view.is_some() { "btn btn-sm btn-ghost-secondary" } else { "btn btn-outline-secondary" }) type="submit" name="wanted" value=(if on { "no" } else { "yes" }) aria-pressed=(on.to_string()) {
                    (ui::icon(if on { "check" } else { "mailbox" }))
                    (t!(language, if on { "views-monday-on" } else { "views-monday" }))
                    @if let Some(name) = name { span.visually-hidden { ": " (name) } }
                }
            }
        }
    }
}

/// What just happened, above the page.
#[must_use]
pub fn told(frame: &Frame<'_>, query: &str) -> Markup {
    let language = frame.language;
    let removed = said(query, "removed").and_then(|id| id.parse::<i64>().ok());
    let refused = said(query, "refused").filter(|why| REASONS.contains(&why.as_str()));
    html! {
        @if let Some(id) = removed {
            div.alert.alert-info.board-undo.d-print-none role="status" {
                span { (t!(language, "views-removed")) }
                form method="post" action=(links::board_view(id)) {
                    (frame.csrf())
                    button.btn.btn-sm.btn-outline-secondary type="submit" name="deed" value="restore" { (t!(language, "views-undo")) }
                }
            }
        }
        @if let Some(why) = refused { (ui::notice(Tone::Warning, &t!(language, &format!("views-refused-{why}"), most = MOST))) }
    }
}

const REASONS: [&str; 3] = ["name", "many", "long"];

fn save(frame: &Frame<'_>, address: &str) -> Markup {
    let language = frame.language;
    html! {
        form.board-save method="post" action=(links::BOARD_VIEWS) {
            (frame.csrf())
            input type="hidden" name="address" value=(address);
            div {
                label.form-label for="view-name" { (t!(language, "views-save-label")) }
                input.form-control #view-name name="name" maxlength=(LONGEST_NAME) required;
            }
            label.form-check {
                input.form-check-input type="checkbox" name="shared" value="1";
                span.form-check-label { (t!(language, "views-save-shared")) }
            }
            button.btn.btn-primary type="submit" { (t!(language, "views-save")) }
        }
    }
}

fn said(query: &str, name: &str) -> Option<String> {
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}

/// A page of the board as it is saved: its report and what its address asks for, without what only happened.
fn address_of(report: Report, query: &str) -> String {
    let kept: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .filter(|(name, value)| !PASSING.contains(&name.as_ref()) && name != "csrf" && !value.is_empty())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let address = links::board_of(report.code(), &kept);
    address.trim_start_matches("/board/").to_owned()
}

/// The address of a saved view with what happened to it.
fn with(query: &str, name: &str, value: &str) -> String {
    let joint = if query.contains('?') { '&' } else { '?' };
    format!("{}{joint}{name}={value}", links::board(query))
}

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    address: String,
    #[serde(default)]
    shared: String,
}

/// Saves a view.
pub async fn save_view(
    visitor: Executive,
    house: Data<House>,
    typed: Guarded<Typed>,
) -> Result<HttpResponse, Failure> {
    let Typed { name, address, shared } = typed.0;
    let (report, query) = address.split_once('?').unwrap_or((&address, ""));
    let report = Report::parse(report).ok_or_else(|| Failure::BadRequest("address".to_owned()))?;
    let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let mut connection = house.connection().await?;
    let (_, asking) = understand(&mut connection, &house, report.subject(), &Asked::new(pairs)).await?;
    asking.map_err(|problem| Failure::BadRequest(format!("{problem:?}")))?;
    let query = address_of(report, query);
    let shared = !shared.is_empty();
    match keep_board_view::keep(&mut connection, visitor.id, &name, shared, &query, house.now()).await {
        Ok(_) => Ok(see_other(&with(&query, "saved", "1"))),
        Err(why) => refused(why, &query),
    }
}

#[derive(Deserialize)]
pub struct Deed {
    #[serde(default)]
    deed: String,
    #[serde(default)]
    name: String,
}

/// Renames, shares, removes one of one's own, or takes the removal back; whose it is not, does not see that it is there.
pub async fn change_view(
    visitor: Executive,
    house: Data<House>,
    id: Path<i64>,
    typed: Guarded<Deed>,
) -> Result<HttpResponse, Failure> {
    let Deed { deed, name } = typed.0;
    let change = match deed.as_str() {
        "rename" => Change::Rename(name),
        "share" => Change::Share(true),
        "keep" => Change::Share(false),
        "remove" => Change::Remove,
        "restore" => Change::Restore,
        _ => return Err(Failure::BadRequest("deed".to_owned())),
    };
    let removed = change == Change::Remove;
    let mut connection = house.connection().await?;
    match keep_board_view::change(&mut connection, visitor.id, *id, change, house.now()).await {
        Ok(query) if removed => Ok(see_other(&with(&query, "removed", &id.to_string()))),
        Ok(query) => Ok(see_other(&with(&query, "saved", "1"))),
        Err(why) => refused(why, Report::Overview.code()),
    }
}

fn refused(why: Refused, query: &str) -> Result<HttpResponse, Failure> {
    let reason = match why {
        Refused::Nameless => "name",
        Refused::TooMany => "many",
        Refused::TooLong => return Ok(see_other(&with(Report::Overview.code(), "refused", "long"))),
        Refused::NotTheirs => return Err(Failure::NotFound),
        Refused::Store(error) => return Err(error.into()),
    };
    Ok(see_other(&with(query, "refused", reason)))
}

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    view: Option<i64>,
    #[serde(default)]
    wanted: String,
    #[serde(default)]
    back: String,
}

/// Begins or ends the Monday letter.
pub async fn letter(
    visitor: Executive,
    house: Data<House>,
    typed: Guarded<Wanted>,
) -> Result<HttpResponse, Failure> {
    let Wanted { view, wanted, back } = typed.0;
    let mut connection = house.connection().await?;
    match wanted.as_str() {
        "yes" if !subscribe(&mut connection, visitor.id, view, house.now()).await? => {
            return Err(Failure::NotFound);
        }
        "yes" => {}
        "no" => unsubscribe(&mut connection, visitor.id, view, house.now()).await?,
        _ => return Err(Failure::BadRequest("wanted".to_owned())),
    }
    // Only a page of the board, whatever was sent.
    let (report, query) = back.split_once('?').unwrap_or((&back, ""));
    let report = Report::parse(report).unwrap_or(Report::Overview);
    Ok(see_other(&links::board(&address_of(report, query))))
}
