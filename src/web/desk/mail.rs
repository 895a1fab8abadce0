//! One letter that came in, whole, with its files, for those who work on complaints: `/desk/mail/{id}`.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{self, Data, Path},
};
use maud::{Markup, html};

use super::sorting::Row;
use crate::{
    domain::incoming::Outcome,
    mail::receive::{self, Content},
    store::{incoming_letters, sorting},
    t,
    web::{
        failure::Failure,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::Handler,
    },
    words::format,
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route("/desk/mail/{id}", web::get().to(show))
        .route("/desk/mail/{id}/raw", web::get().to(raw))
        .route("/desk/mail/{id}/files/{at}", web::get().to(file));
}

async fn show(visitor: Handler, house: Data<House>, id: Path<i64>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let mail = sorting::mail(&mut connection, *id).await?.ok_or(Failure::NotFound)?;
    let raw = incoming_letters::raw(&mut connection, *id).await?.filter(|raw| !raw.is_empty());
    let senders: Vec<&str> = mail.sender.as_deref().into_iter().collect();
    let suggested = sorting::suggestions(&mut connection, &senders).await?;
    drop(connection);
    let kept = raw.is_some();
    // Whatever somebody may send, the page is drawn; the letter can still be had as it came.
    let content =
        tokio::task::spawn_blocking(move || raw.and_then(|raw| receive::content(&raw))).await.ok().flatten();
    let frame = Frame::new(&house, &visitor, links::DESK);
    let row = Row {
        frame: &frame,
        zone: house.config().time_zone,
        mail: &mail,
        suggested: &suggested,
        typed: None,
    };
    Ok(ui::respond(StatusCode::OK, page(&row, content.as_ref(), kept)))
}

fn page(row: &Row<'_>, content: Option<&Content>, kept: bool) -> Markup {
    let Row { frame, mail, .. } = row;
    let language = frame.language;
    let outcome = mail.outcome.as_deref().and_then(Outcome::parse);
    let body = html! {
        nav.mb-3 {
            @match mail.complaint_id {
                Some(number) => a href=(links::complaint(number)) { "← " (t!(language, "desk-number", number = number.to_string())) },
                None => a href=(links::SORTING) { "← " (t!(language, "post-title")) },
            }
        }
        section.card.mail {
            div.card-body {
                (row.from())
                @match content {
                    Some(content) if !content.whole.is_empty() => div.prose.mail-whole { (content.whole) },
                    Some(_) => p.text-secondary { (t!(language, "post-no-words")) },
                    None => (ui::notice(Tone::Warning, &t!(language, if kept { "post-unreadable" } else { "post-swept" }))),
                }
                @let files = content.map_or(&[][..], |content| content.files.as_slice());
                @if !files.is_empty() {
                    h2.mail-files-title { (t!(language, "post-files-title")) }
                    ul.mail-files {
                        @for file in files {
                            li {
                                a href=(links::mail_file(mail.id, file.at)) download { (ui::icon("download")) (file.name) }
                                span.text-secondary { (file.media_type) ", " (size(row, file.bytes)) }
                            }
                        }
                    }
                }
                @if kept { p.mb-0 { a href=(links::mail_raw(mail.id)) { (t!(language, "post-raw")) } } }
            }
            @if mail.is_to_sort() { (row.deeds()) }
            @else if outcome == Some(Outcome::Joined) {
                div.card-footer.mail-deeds {
                    p.form-hint { (t!(language, "post-out-hint")) }
                    form method="post" action=(links::sorting_step(mail.id, "out")) {
                        (frame.csrf())
                        button.btn.btn-outline-secondary type="submit" { (t!(language, "post-out")) }
                    }
                }
            }
            @else if outcome == Some(Outcome::Look) {
                div.card-footer.mail-deeds { (row.undo()) }
            }
        }
    };
    let title = mail.subject.as_deref().filter(|subject| !subject.is_empty());
    frame.page(title.unwrap_or(&t!(language, "post-no-subject")), &html! {}, &body)
}

fn size(row: &Row<'_>, bytes: usize) -> String {
    let kilobytes = bytes.div_ceil(1024);
    let language = row.frame.language;
    t!(language, "post-kilobytes", size = format::whole(language, kilobytes)).into_owned()
}

/// The letter as it came, as plain text: whatever it holds, a browser draws nothing of it.
async fn raw(_: Handler, house: Data<House>, id: Path<i64>) -> Result<HttpResponse, Failure> {
    let raw = kept(&house, *id).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, format!("inline; filename=\"letter-{id}.txt\"")))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(raw))
}

/// A file of a letter: always a download of no kind, so that no browser runs it here.
async fn file(_: Handler, house: Data<House>, place: Path<(i64, u32)>) -> Result<HttpResponse, Failure> {
    let (id, at) = place.into_inner();
    let raw = kept(&house, id).await?;
    let found = tokio::task::spawn_blocking(move || receive::file(&raw, at)).await.ok().flatten();
    let (file, bytes) = found.ok_or(Failure::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{}", links::encoded(&file.name)),
        ))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(bytes))
}

async fn kept(house: &House, id: i64) -> Result<Vec<u8>, Failure> {
    let mut connection = house.connection().await?;
    sorting::mail(&mut connection, id).await?.ok_or(Failure::NotFound)?;
    let raw = incoming_letters::raw(&mut connection, id).await?;
    raw.filter(|raw| !raw.is_empty()).ok_or(Failure::NotFound)
}
