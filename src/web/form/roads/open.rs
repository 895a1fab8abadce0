//! An open link: `/o/{code}`, in a shop or on a poster. Nobody is known before the press, and nothing is written.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, Data, Path},
};
use maud::{Markup, html};

use super::{
    super::{
        failed, frame, instead,
        page::{Slots, Unkept},
        show::{Address, again_later},
        submit,
        typed::{Problem, Typed},
    },
    Asks, Closed, asks, draw,
    fields::{Extras, Unreachable, fields, problem},
    header_of, language_of, nothing, thanks,
};
use crate::{
    actions::{
        answer_by_open_link::{ByOpenLink, NotTaken, Taken, answer_by_open_link},
        submit_answer::Outcome,
    },
    domain::{
        language::Language,
        open_link::{Pace, SOONEST, Stamp, device},
        questionnaire::SurveyKind,
        token::ShortLink,
    },
    store::{
        StoreError,
        open_links::{self, Device, OpenLink},
    },
    t,
    web::{failure::Failure, house::House, links, server::address_of},
};

/// A form that is being drawn: by which link, in which language.
struct Form<'a> {
    house: &'a House,
    id: i64,
    code: &'a str,
    language: Language,
}

pub async fn show(
    request: HttpRequest,
    house: Data<House>,
    code: Path<String>,
) -> Result<HttpResponse, Failure> {
    let language = language_of(&request, &house);
    let Ok(id) = house.shared.keys.read_short_code(ShortLink::Open, &code) else {
        return Ok(nothing(&house, language));
    };
    let form = Form { house: &house, id, code: &code, language };
    match form.open(None).await {
        Ok(Ok((link, asks))) => {
            let stamp = form.stamp(house.now());
            let extras = Extras::default();
            Ok(form.page(
                StatusCode::OK,
                &link,
                &asks,
                (&Typed::default(), &[]),
                (&extras, &stamp),
                &html! {},
                None,
            ))
        }
        Ok(Err(page)) => Ok(page),
        Err(error) => failed(&house, error),
    }
}

pub async fn take(
    request: HttpRequest,
    house: Data<House>,
    code: Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Failure> {
    let language = language_of(&request, &house);
    let Ok(id) = house.shared.keys.read_short_code(ShortLink::Open, &code) else {
        return Ok(nothing(&house, language));
    };
    let Some(body) = submit::read(body).await? else {
        return Ok(instead(&house, language, Closed::TooLarge));
    };
    let (typed, extras) = (Typed::read(&body), Extras::read(&body));
    let form = Form { house: &house, id, code: &code, language: typed.language.unwrap_or(language) };
    if extras.trapped {
        // A robot is thanked like everybody, so that it learns nothing; what it sent is nobody's word.
        metrics::counter!("otklik_discarded_answers_total", "why" => "honeypot").increment(1);
        return Ok(form.thanks_for_nothing());
    }
    match form.take(&request, &typed, &extras).await {
        Ok(response) => Ok(response),
        Err(StoreError::Away(cause)) => {
            tracing::warn!(%cause, "the database does not answer");
            form.again_later(&typed, &extras)
        }
        Err(other) => Err(other.into()),
    }
}

impl Form<'_> {
    /// The link and what it asks; `Err` is the page to show instead.
    async fn open(&self, version: Option<i64>) -> Result<Result<(OpenLink, Asks), HttpResponse>, StoreError> {
        let mut connection = self.house.connection().await?;
        let Some(link) = open_links::find(&mut connection, self.id).await? else {
            return Ok(Err(nothing(self.house, self.language)));
        };
        let Some(kind) = SurveyKind::parse(&link.kind).filter(|_| link.revoked_at.is_none()) else {
            return Ok(Err(instead(self.house, self.language, Closed::Revoked)));
        };
        Ok(match asks(self.house, &mut connection, kind, version).await? {
            Some(asks) => Ok((link, asks)),
            None => Err(nothing(self.house, self.language)),
        })
    }

    fn stamp(&self, at: chrono::DateTime<chrono::Utc>) -> String {
        Stamp { at, form: rand::random() }.sign(&self.house.shared.keys, self.id)
    }

    async fn take(
        &self,
        request: &HttpRequest,
        typed: &Typed,
        extras: &Extras,
    ) -> Result<HttpResponse, StoreError> {
        let (house, language, now) = (self.house, self.language, self.house.now());
        let (link, asks) = match self.open(typed.version).await? {
            Ok(opened) => opened,
            Err(page) => return Ok(page),
        };
        let again = |status, problems: &[Problem], stamp: &str, above: &Markup, wrong| {
            self.page(status, &link, &asks, (typed, problems), (extras, stamp), above, wrong)
        };
        let stamp = Stamp::read(&extras.stamp, &house.shared.keys, self.id);
        let pace = stamp.map_or(Pace::Stale, |stamp| stamp.pace(now));
        let (Some(stamp), Pace::Human) = (stamp, pace) else {
            let why = if pace == Pace::Hurried { "hurry" } else { "stale" };
            metrics::counter!("otklik_held_answers_total", "why" => why).increment(1);
            // Who waits need not wait again: the old stamp goes on, and a new one is as old as is asked for.
            let next = match pace {
                Pace::Hurried => extras.stamp.clone(),
                Pace::Human | Pace::Stale => self.stamp(now - SOONEST),
            };
            let words = notice(&t!(language, "roads-again"), &t!(language, "roads-again-body"));
            return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, &[], &next, &words, None));
        };
        let contact = extras.contact(typed.contact_me);
        let (mut answer, contact) = match (typed.answer(&asks.definition), contact) {
            (Ok(answer), Ok(contact)) => (answer, contact),
            (answer, contact) => {
                let (problems, wrong) = (answer.err().unwrap_or_default(), contact.err());
                let above = wrong.map(|wrong| problem(language, wrong)).unwrap_or_default();
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return Ok(again(status, &problems, &extras.stamp, &above, wrong));
            }
        };
        // Whoever says how to reach them wants to be reached.
        answer.contact_me |= contact.is_some();
        let day = now.with_timezone(&house.config().time_zone).date_naive();
        let given = ByOpenLink {
            device: Device {
                open_link_id: link.id,
                device: device(
                    &house.shared.keys,
                    link.id,
                    day,
                    &address_of(request, house.config().behind_proxy),
                    header_of(request, header::USER_AGENT),
                    header_of(request, header::ACCEPT_LANGUAGE),
                ),
                day,
                form: stamp.form,
            },
            kind: asks.kind,
            version_id: asks.version_id,
            definition: &asks.definition,
            answer: &answer,
            order_number: &extras.order_number,
            contact: contact.as_ref(),
            language,
            clockwork: &house.clockwork(),
        };
        let mut connection = house.connection().await?;
        match answer_by_open_link(&mut connection, &given, now).await {
            Ok(Taken::By(invitation)) => Ok(thanks(house, invitation)),
            Ok(Taken::Before) => {
                metrics::counter!("otklik_held_answers_total", "why" => "device").increment(1);
                let words = notice(&t!(language, "roads-before"), &t!(language, "roads-before-body"));
                Ok(again(StatusCode::CONFLICT, &[], &extras.stamp, &words, None))
            }
            Err(NotTaken::Refused(Outcome::Expired)) => Ok(instead(house, language, Closed::Answered)),
            Err(NotTaken::Refused(_)) => Ok(instead(house, language, Closed::Revoked)),
            Err(NotTaken::Store(error)) => Err(error),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a page is all that it shows")]
    fn page(
        &self,
        status: StatusCode,
        link: &OpenLink,
        asks: &Asks,
        (typed, problems): (&Typed, &[Problem]),
        (extras, stamp): (&Extras, &str),
        notice: &Markup,
        wrong: Option<Unreachable>,
    ) -> HttpResponse {
        let store = link.store.as_deref().filter(|store| !store.trim().is_empty());
        let slots = Slots {
            above: html! {
                @if let Some(store) = store { p { strong { (t!(self.language, "roads-store", store = store)) } } }
                (notice)
            },
            fields: fields(self.language, asks.kind, &asks.definition, extras, stamp, wrong),
        };
        let action = links::open_form(self.code);
        let page = draw(self.house, self.language, &action, asks, (typed, problems), &slots);
        frame::answer(status, page)
    }

    /// The form with everything typed, while the database is away.
    fn again_later(&self, typed: &Typed, extras: &Extras) -> Result<HttpResponse, Failure> {
        let known = typed.version.and_then(|id| self.house.versions.known(id));
        let fields = known.map(|definition| {
            fields(self.language, definition.kind, &definition, extras, &extras.stamp, None)
        });
        let slots = Slots { above: html! {}, fields: fields.unwrap_or_default() };
        let at = Address { action: &links::open_form(self.code), seed: 0 };
        again_later(self.house, &at, typed, Unkept::Away, &slots)
    }

    fn thanks_for_nothing(&self) -> HttpResponse {
        let (brand, language) = (self.house.brand(), self.language);
        let title = t!(language, "form-thanks");
        let page = html! { h1 { (title) } p { (t!(language, "form-thanks-body", company = &brand.name)) } };
        frame::answer(StatusCode::OK, frame::document(language, &brand, &title, &page))
    }
}

fn notice(title: &str, words: &str) -> Markup {
    html! { div.card.sum role="alert" tabindex="-1" autofocus { h2 { (title) } p { (words) } } }
}
