//! Drafts on the card: drawn into their forms again, kept by a button or by the script, thrown away on request.

use std::collections::HashMap;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path},
};
use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::{
    deeds::{Problem, Refused, Typed},
    page::CardPage,
};
use crate::{
    actions::{
        complaint_step::Refusal,
        keep_draft::{self, Draft, Form, NotKept, throw_draft_away},
    },
    domain::text::TooLong,
    store::{Connection, StoreError, complaint_drafts},
    t,
    web::{entry::see_other, failure::Failure, guarded::Guarded, house::House, links, visitor::Handler},
    words::format,
};

/// The forms whose words are kept.
pub const PANELS: [&str; 7] = ["reply", "note", "resolve", "reject", "reopen", "edit", "correct"];
/// Fields of a form that belong to its page and not to what is typed.
const OF_THE_PAGE: [&str; 9] =
    ["csrf", "version", "seen", "draft", "panel", "remove", "mine", "theirs", "key"];

/// A draft and its newest text, as a form reads it.
pub struct Kept {
    draft: Draft,
    pub typed: Typed,
}

/// All of somebody's drafts of one card, by form.
pub async fn of_card(
    connection: &mut Connection,
    complaint: i64,
    staff: i64,
) -> Result<HashMap<String, Kept>, StoreError> {
    let rows = complaint_drafts::of_card(connection, complaint, staff).await?;
    let kept = rows.into_iter().filter_map(|(panel, row)| {
        let draft = Draft::read(&row)?;
        let typed = Typed::new(draft.texts.first()?.typed.clone());
        Some((panel, Kept { draft, typed }))
    });
    Ok(kept.collect())
}

/// The text that a form was drawn with; none where it was drawn empty.
pub fn known(typed: &Typed) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(typed.get("draft").parse().ok()?)
}

/// What is typed in a form, without what its page put there.
pub fn words(typed: &Typed) -> Vec<(String, String)> {
    let own = |name: &str| !OF_THE_PAGE.contains(&name);
    typed.fields().iter().filter(|(name, _)| own(name)).cloned().collect()
}

impl CardPage<'_> {
    /// The card as one form of it is drawn: with the words kept for that form, unless it was refused just now.
    pub fn at(&self, panel: &'static str) -> CardPage<'_> {
        match self.loaded.drafts.get(panel) {
            Some(kept) if self.deed != panel => CardPage { typed: &kept.typed, deed: panel, ..*self },
            _ => *self,
        }
    }

    /// Whether words are typed in a form: refused just now, or kept.
    pub fn is_typed(&self, panel: &str) -> bool {
        self.deed == panel || self.loaded.drafts.contains_key(panel)
    }

    /// Whether this form was refused just now.
    pub fn is_refused(&self, panel: &str) -> bool {
        self.refused.is_some_and(|refused| refused.deed == panel)
    }

    /// What a form says of its draft, and the fields by which it is kept and goes with the sending.
    pub fn draft(&self, panel: &str) -> Markup {
        if !PANELS.contains(&panel) {
            return html! {};
        }
        let language = self.frame.language;
        let kept = self.loaded.drafts.get(panel);
        let newest = kept.and_then(|kept| kept.draft.texts.first()).map(|text| text.at);
        let refused = self.is_refused(panel);
        let known = if refused { known(self.typed) } else { newest };
        let micros = |at: DateTime<Utc>| at.timestamp_micros().to_string();
        let action = links::complaint_step(self.loaded.card.id, "draft");
        let remove = |at: DateTime<Utc>| {
            html! {
                button.btn.btn-link.btn-sm type="submit" formaction=(action) formenctype="application/x-www-form-urlencoded" formnovalidate
                    name="remove" value=(micros(at)) { (t!(language, "together-draft-remove")) }
            }
        };
        html! {
            input type="hidden" name="draft" value=(known.map(micros).unwrap_or_default());
            input type="hidden" name="panel" value=(panel);
            button.btn.btn-ghost-secondary type="submit" formaction=(action) formenctype="application/x-www-form-urlencoded" formnovalidate {
                (t!(language, "together-draft-save"))
            }
            p.draft-line {
                span.draft-status {
                    @if let (Some(at), false) = (newest, refused) { (t!(language, "together-draft-of", at = format::moment(language, at, self.zone))) }
                }
                @if let (Some(at), false) = (newest, refused) { " · " (remove(at)) }
                @if let Some(kept) = kept.filter(|_| !refused) {
                    @let came = self.loaded.events.iter().filter(|event| event.id > kept.draft.seen_entry).count();
                    @if came > 0 { span.draft-came { (t!(language, "together-draft-came", count = came)) } }
                }
            }
            @if let Some(kept) = kept {
                @for text in kept.draft.texts.iter().filter(|text| Some(text.at) != known) {
                    details.draft-other {
                        summary { (t!(language, "together-draft-other", at = format::moment(language, text.at, self.zone))) }
                        @for (name, value) in &text.typed {
                            @if !name.starts_with("base-") && !name.starts_with("theirs-") && !value.trim().is_empty() { div.prose { (value) } }
                        }
                        (remove(text.at))
                    }
                }
            }
        }
    }
}

/// Keeps the words of a form, or throws one text away. The script is answered by which moment the text is known; a browser
/// goes back to the card.
pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    request: HttpRequest,
    form: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let typed = Typed::new(form.0);
    let seen = typed.seen()?;
    let bad = |what: &str| Failure::BadRequest(what.to_owned());
    let Some(panel) = PANELS.into_iter().find(|panel| *panel == typed.get("panel")) else {
        return Err(bad("panel"));
    };
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let by_script = accepts.is_some_and(|kinds| kinds.contains("application/json"));
    let mut draft = Form { complaint: *number, staff: visitor.id, panel, known: known(&typed) };
    let mut connection = house.connection().await?;
    let done = if typed.has("remove") {
        let at = typed.get("remove").parse().ok().and_then(DateTime::from_timestamp_micros);
        draft.known = Some(at.ok_or_else(|| bad("remove"))?);
        throw_draft_away(&mut connection, draft).await.map(|()| None).map_err(NotKept::from)
    } else {
        keep_draft::keep_draft(&mut connection, draft, words(&typed), seen.entry, house.now()).await
    };
    drop(connection);
    match done {
        Ok(at) if by_script => {
            let (language, zone) = (visitor.language, house.config().time_zone);
            let said =
                at.map(|at| t!(language, "together-draft-saved", at = format::moment(language, at, zone)));
            let draft = at.map(|at| at.timestamp_micros().to_string());
            Ok(HttpResponse::Ok().json(serde_json::json!({ "draft": draft, "said": said })))
        }
        Ok(_) => Ok(see_other(&links::complaint(*number))),
        Err(NotKept::TooLarge(_)) if by_script => Err(Failure::TooLarge),
        Err(NotKept::TooLarge(length)) => {
            let long = TooLong { length, limit: keep_draft::LARGEST };
            let problem = Problem::Refusal(Refusal::TooLong(long));
            let refused = Refused { deed: panel, problem, seen: Some(seen), typed };
            super::refuse(&house, &visitor, *number, refused).await
        }
        Err(NotKept::Store(error)) if error.is_refused_by("complaint_drafts_complaint_id_fkey") => {
            Err(Failure::NotFound)
        }
        Err(NotKept::Store(error)) => Err(error.into()),
    }
}
