//! A note for colleagues.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use maud::{Markup, html};

use super::{Typed, answer, doer, sending};
use crate::{
    actions::note_complaint::note_complaint,
    domain::complaint::State,
    t,
    web::{
        desk::card::page::CardPage, failure::Failure, guarded::Guarded, house::House, ui, visitor::Handler,
    },
};

const DEED: &str = "note";

impl CardPage<'_> {
    pub fn note(&self, alone: bool) -> Markup {
        let language = self.frame.language;
        let here = self.deed == DEED;
        let words = html! {
            p.form-hint { (t!(language, "desk-note-hint")) }
            (self.textarea(DEED, &t!(language, "desk-note-words"), 4, false))
            @if self.loaded.card.state == State::WaitingForCustomer.code() {
                label.form-check {
                    input.form-check-input type="checkbox" name="replied" value="yes" checked[here && self.typed.has("replied")];
                    span.form-check-label { (t!(language, "desk-note-replied")) }
                }
            }
            button.btn.btn-note type="submit" { (ui::icon("note")) (t!(language, "desk-note-submit")) }
        };
        let open = here || (alone && self.deed.is_empty());
        self.panel(DEED, "note", open, &t!(language, "desk-note"), &words)
    }
}

pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let typed = Typed::new(form.0);
    let seen = typed.seen()?;
    let done = sending(&house, &visitor, *number, DEED, &typed, async |connection| {
        note_complaint(
            connection,
            *number,
            doer(&visitor),
            seen,
            typed.get("body"),
            typed.has("replied"),
            house.now(),
        )
        .await
    })
    .await;
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}
