//! Ready words put into the reply: filled in with what is known of this complaint, to be read before they are sent.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Problem, Refused, Typed, attach, doer, macros};
use crate::{
    actions::put_canned::take_canned,
    domain::{
        canned::{self, Field},
        language::Language,
    },
    store::canned_answers::{self, Choice},
    t,
    web::{
        assets,
        desk::{
            canned::field_words,
            card::{self, Loaded, page::CardPage},
        },
        failure::Failure,
        guarded::GuardedParts,
        house::House,
        links, ui,
        visitor::Handler,
    },
    words::format,
};

impl CardPage<'_> {
    /// A choice of ready words; choosing draws the form again with them after what was typed.
    pub fn ready_words(&self) -> Markup {
        let language = self.frame.language;
        let speaks = self.speaks();
        let (macros, answers): (Vec<&Choice>, Vec<&Choice>) =
            self.loaded.canned.iter().partition(|one| one.changes.is_some());
        let (theirs, others): (Vec<&Choice>, Vec<&Choice>) = answers
            .into_iter()
            .partition(|one| one.language.as_deref().is_none_or(|code| code == speaks.code()));
        html! {
            details.canned data-do="canned" {
                summary { (t!(language, "files-canned-insert")) }
                @if self.loaded.canned.is_empty() {
                    p.form-hint { (t!(language, "files-canned-why")) }
                } @else {
                    div.d-flex.gap-2.mb-2 {
                        select.form-select name="canned" aria-label=(t!(language, "files-canned-insert")) {
                            option value="" { (t!(language, "desk-choose")) }
                            @for one in theirs { option value=(one.id) { (one.title) } }
                            @if !others.is_empty() {
                                optgroup label=(t!(language, "files-canned-others")) { @for one in others { option value=(one.id) { (one.title) } } }
                            }
                            @if !macros.is_empty() {
                                optgroup label=(t!(language, "macros-of-these")) { @for one in macros { option value=(one.id) data-macro { (one.title) } } }
                            }
                        }
                        button.btn.btn-outline-secondary type="submit" formnovalidate formaction=(links::complaint_step(self.loaded.card.id, "canned")) { (t!(language, "files-canned-put")) }
                    }
                }
                p.form-hint.canned-said role="status" {}
                p.mb-2 { a href=(links::CANNED) { (t!(language, "files-canned-manage")) } }
            }
            script src=(assets::path("canned.js")) defer {}
        }
    }

    /// What ready words had nothing to say for.
    pub fn gaps(&self) -> Markup {
        let language = self.frame.language;
        let Some(Problem::Filled(gaps)) = self.refused.map(|refused| &refused.problem) else {
            return html! {};
        };
        html! {
            @if gaps.is_empty() { p.form-hint role="status" { (gap_words(language, gaps)) } }
            @else { div.alert.alert-warning role="status" { (ui::icon("alert")) (gap_words(language, gaps)) } }
        }
    }
}

/// What is to be looked at in words that were filled in.
pub fn gap_words(language: Language, gaps: &[Field]) -> String {
    if gaps.is_empty() {
        return t!(language, "files-canned-read").into_owned();
    }
    let names: Vec<String> = gaps.iter().map(|field| field_words(language, *field)).collect();
    t!(language, "files-canned-gaps", fields = names.join(", ")).into_owned()
}

/// What a complaint says of itself, in its customer's language.
pub fn fill(house: &House, me: &str, loaded: &Loaded, body: &str) -> Result<canned::Filled, canned::Flaw> {
    let card = &loaded.card;
    let language = card.language.as_deref().and_then(Language::parse).unwrap_or_else(|| house.language());
    let number = card.id.to_string();
    let brand = house.brand();
    let purchase = loaded.purchases.iter().find(|bought| card.purchase_id == Some(bought.id));
    let due = format::date(language, card.resolution_due, house.config().time_zone);
    canned::fill(body, |field| match field {
        Field::CustomerName => Some(card.name.as_str()),
        Field::ComplaintNumber => Some(number.as_str()),
        Field::PurchaseNumber => purchase.map(|bought| bought.external_id.as_str()),
        Field::MyName => Some(me),
        Field::Company => Some(brand.name.as_str()),
        Field::Due => Some(due.as_str()),
    })
}

pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    request: HttpRequest,
    parts: GuardedParts,
) -> Result<HttpResponse, Failure> {
    let mut typed = Typed::new(parts.0.fields());
    let seen = typed.seen()?;
    let mut connection = house.connection().await?;
    if let Some(problem) =
        attach::enclose(&mut connection, &house, &visitor, *number, &parts.0, &mut typed).await?
    {
        drop(connection);
        let refused = Refused { deed: "reply", problem, seen: Some(seen), typed };
        return card::refuse(&house, &visitor, *number, refused).await;
    }
    let id: Option<i64> = typed.get("canned").parse().ok();
    let found = match id {
        Some(id) => canned_answers::find(&mut connection, id, visitor.id).await?,
        None => None,
    };
    if let Some(found) = found.filter(|found| found.changes.is_some()) {
        drop(connection);
        // The draft of the reply goes when the macro has sent its words.
        let draft = typed.get("draft").to_owned();
        typed.set("reply-draft", draft);
        return macros::look(&house, &visitor, *number, seen, found, typed).await;
    }
    let loaded =
        Loaded::find(&mut connection, *number, visitor.id, card::Shown::default(), house.now()).await?;
    let taken = match id {
        Some(id) => take_canned(&mut connection, doer(&visitor), id, house.now()).await?,
        None => None,
    };
    drop(connection);
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let by_script = accepts.is_some_and(|kinds| kinds.contains("application/json"));
    let problem = match taken {
        None => Problem::Missing(vec!["canned"]),
        Some(canned) => {
            let filled = fill(&house, &visitor.name, &loaded, &canned.body).map_err(Failure::fault)?;
            if by_script {
                let said = gap_words(visitor.language, &filled.gaps);
                return Ok(
                    HttpResponse::Ok().json(serde_json::json!({ "words": filled.words, "said": said }))
                );
            }
            let before = typed.get("body").trim_end().to_owned();
            let words =
                if before.is_empty() { filled.words } else { format!("{before}\n\n{}", filled.words) };
            typed.set("body", words);
            Problem::Filled(filled.gaps)
        }
    };
    let refused = Refused { deed: "reply", problem, seen: Some(seen), typed };
    card::refuse(&house, &visitor, *number, refused).await
}
