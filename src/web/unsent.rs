//! What somebody of the staff typed into a form that was not taken because its session is over: shown again, never lost.

use actix_web::{
    HttpMessage as _,
    dev::{Payload, ServiceRequest},
    http::{Method, header},
    web::{Bytes, BytesMut},
};
use futures_util::{StreamExt as _, stream};
use maud::{Markup, html};

use super::{links, multipart::Parts, ui, visitor};
use crate::{domain::language::Language, t};

/// Bytes of a form that may be shown again; what is larger holds files.
const LARGEST: usize = 1 << 20;
/// Where staff type. Never the page on which they sign in.
const FOLDERS: [&str; 3] = ["/desk/", "/settings/", "/board/"];
/// By which a browser tells whose page a form is on.
const SITE: &str = "Sec-Fetch-Site";
/// Fields that nobody typed.
const DRAWN: [&str; 3] = ["csrf", "key", "back"];
/// What is longer is missed, also where it is one word.
const SHORT: usize = 24;

/// The body of a form, kept beside its handling.
#[derive(Debug)]
pub struct Unsent {
    kind: String,
    body: Bytes,
}

impl Unsent {
    /// Reads a form of staff ahead, and leaves it to whoever handles it.
    pub async fn keep(request: &mut ServiceRequest) -> Option<Self> {
        let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let length: usize = text(header::CONTENT_LENGTH.as_str())?.parse().ok()?;
        let kind = text(header::CONTENT_TYPE.as_str())?.to_owned();
        let typed = FOLDERS.iter().any(|folder| request.path().starts_with(folder));
        // Words of another site are not shown as if somebody here had typed them.
        let foreign = text(SITE).is_some_and(|site| site != "same-origin" && site != "none");
        if request.method() != Method::POST || !typed || foreign || length > LARGEST {
            return None;
        }
        let mut payload = request.take_payload();
        let mut body = BytesMut::with_capacity(length);
        while let Some(chunk) = payload.next().await {
            body.extend_from_slice(&chunk.ok()?);
        }
        let body = body.freeze();
        let again = stream::once(std::future::ready(Ok(body.clone())));
        request.set_payload(Payload::Stream { payload: Box::pin(again) });
        Some(Self { kind, body })
    }

    /// The words in it that somebody would have to type again.
    fn words(&self) -> Vec<String> {
        let fields = Parts::read(&self.kind, &self.body).map(|parts| parts.fields()).unwrap_or_default();
        fields
            .into_iter()
            .filter(|(name, value)| {
                !DRAWN.contains(&name.as_str())
                    && !name.starts_with("base-")
                    && !name.starts_with("theirs-")
                    && (value.trim().contains(char::is_whitespace) || value.chars().count() > SHORT)
            })
            .map(|(_, value)| value)
            .collect()
    }

    /// The page that gives the words back; none where there are none. `id` names what happened.
    pub fn page(&self, language: Language, id: &str, on: (&str, &str)) -> Option<Markup> {
        let words = self.words();
        let (address, label) = on;
        let title = t!(language, id);
        let page = html! {
            h1.h2 { (title) }
            p { (t!(language, &format!("{id}-unsent"))) }
            @for text in &words {
                textarea.form-control.mb-3 rows="8" readonly aria-label=(t!(language, "failure-typed")) { "\n" (text) }
            }
            a.btn.btn-primary href=(address) { (t!(language, label)) }
        };
        (!words.is_empty()).then(|| ui::plain_page(language, &title, &page))
    }
}

/// Where a form of another session goes on: its page, drawn anew.
pub fn anew(request: &actix_web::HttpRequest) -> String {
    visitor::page_before(request).unwrap_or_else(|| links::DESK.to_owned())
}
