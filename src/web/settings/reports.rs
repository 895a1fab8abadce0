//! What readers of reports may know: `/settings/reports`.

use actix_web::{
    HttpResponse,
    web::{self, Data, Query},
};
use maud::html;
use serde::Deserialize;

use crate::{
    actions::comment_access::{put_comment_access, shows_names},
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::Admin,
    },
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::REPORT_SETTINGS, web::get().to(show))
        .route(links::REPORT_SETTINGS, web::post().to(put));
}

#[derive(Deserialize)]
struct Asked {
    done: Option<String>,
}

#[derive(Deserialize)]
struct Typed {
    #[serde(default)]
    names: String,
}

async fn show(visitor: Admin, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let names = shows_names(&mut connection).await?;
    let frame = Frame::new(&house, &visitor, links::REPORT_SETTINGS);
    let language = frame.language;
    let body = html! {
        @if asked.done.is_some() { (ui::notice(Tone::Good, &t!(language, "reports-done"))) }
        form.card method="post" action=(links::REPORT_SETTINGS) {
            (frame.csrf())
            div.card-body {
                p.text-secondary { (t!(language, "reports-lead")) }
                fieldset {
                    legend.h3 { (t!(language, "reports-comments")) }
                    @for (value, label, checked) in [("", "reports-comments-nobody", !names), ("yes", "reports-comments-names", names)] {
                        label.form-check {
                            input.form-check-input type="radio" name="names" value=(value) checked[checked];
                            span.form-check-label { (t!(language, label)) }
                        }
                    }
                }
            }
            div.card-footer { button.btn.btn-primary type="submit" { (t!(language, "reports-save")) } }
        }
    };
    Ok(ui::ok(frame.page(&t!(language, "reports-title"), &html! {}, &body)))
}

async fn put(visitor: Admin, house: Data<House>, form: Guarded<Typed>) -> Result<HttpResponse, Failure> {
    let Guarded(typed) = form;
    let mut connection = house.connection().await?;
    put_comment_access(&mut connection, typed.names == "yes", Some(visitor.id), house.now()).await?;
    Ok(see_other(&format!("{}?done=yes", links::REPORT_SETTINGS)))
}
