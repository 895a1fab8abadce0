//! How long the law gives for each kind of claim, and how early deadlines are told: `/settings/legal-terms`.

mod page;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, Query},
};
use serde::Deserialize;

use crate::{
    actions::{
        legal_terms::{Entered, TermRefused, add_term, change_term, confirm_term, switch_term},
        watch_clocks::{self, PolicyRefused, put_policy},
    },
    domain::{
        alert::Policy,
        legal::{Term, Unit},
    },
    store::legal_terms,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame},
        visitor::Admin,
    },
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::LEGAL_TERMS, web::get().to(show))
        .route(links::LEGAL_TERMS, web::post().to(add))
        .route(links::ALERT_POLICY, web::post().to(alerts))
        .route("/settings/legal-terms/{code}", web::post().to(change))
        .route("/settings/legal-terms/{code}/switch", web::post().to(switch))
        .route("/settings/legal-terms/{code}/confirm", web::post().to(confirm));
}

#[derive(Deserialize)]
struct Asked {
    /// The code of the term that was changed, or `alerts`.
    done: Option<String>,
}

/// The form of a term, as typed.
#[derive(Debug, Default, Clone, Deserialize)]
struct Typed {
    #[serde(default)]
    title_ru: String,
    #[serde(default)]
    title_en: String,
    #[serde(default)]
    law: String,
    #[serde(default)]
    article: String,
    #[serde(default)]
    amount: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    note_ru: String,
    #[serde(default)]
    note_en: String,
    #[serde(default)]
    source: String,
}

impl Typed {
    /// An amount that is no number is 0, which no term has.
    fn entered(&self) -> Entered {
        let amount = self.amount.trim().parse().unwrap_or(0);
        let unit = Unit::parse(&self.unit).unwrap_or(Unit::CalendarDays);
        Entered {
            title_ru: self.title_ru.clone(),
            title_en: self.title_en.clone(),
            law: self.law.clone(),
            article: self.article.clone(),
            term: Term { amount, unit },
            note_ru: self.note_ru.clone(),
            note_en: self.note_en.clone(),
            source: self.source.clone(),
        }
    }
}

/// A form that was refused: of which term (nothing: a new one), with what is wrong.
struct Refused {
    code: Option<String>,
    typed: Typed,
    fields: Vec<&'static str>,
    there: bool,
}

#[derive(Deserialize)]
struct Switch {
    #[serde(default)]
    on: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct TypedPolicy {
    #[serde(default)]
    share_percent: String,
    #[serde(default)]
    least_minutes: String,
    #[serde(default)]
    legal_working_days: String,
}

impl From<Policy> for TypedPolicy {
    fn from(policy: Policy) -> Self {
        Self {
            share_percent: policy.share_percent.to_string(),
            least_minutes: policy.least_minutes.to_string(),
            legal_working_days: policy.legal_working_days.to_string(),
        }
    }
}

async fn show(visitor: Admin, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    draw(&visitor, &house, StatusCode::OK, asked.done.as_deref(), None, None).await
}

async fn add(visitor: Admin, house: Data<House>, form: Guarded<Typed>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = add_term(&mut connection, &form.0.entered(), visitor.id, house.now()).await;
    drop(connection);
    finish(&visitor, &house, done, None, form.0).await
}

async fn change(
    visitor: Admin,
    house: Data<House>,
    code: Path<String>,
    form: Guarded<Typed>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = change_term(&mut connection, &code, &form.0.entered(), visitor.id, house.now()).await;
    drop(connection);
    finish(&visitor, &house, done, Some(code.into_inner()), form.0).await
}

async fn switch(
    visitor: Admin,
    house: Data<House>,
    code: Path<String>,
    form: Guarded<Switch>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = switch_term(&mut connection, &code, form.0.on == "yes", visitor.id, house.now()).await;
    drop(connection);
    finish(&visitor, &house, done, Some(code.into_inner()), Typed::default()).await
}

async fn confirm(
    visitor: Admin,
    house: Data<House>,
    code: Path<String>,
    form: Guarded<Switch>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = confirm_term(&mut connection, &code, form.0.on == "yes", visitor.id, house.now()).await;
    drop(connection);
    finish(&visitor, &house, done, Some(code.into_inner()), Typed::default()).await
}

async fn alerts(
    visitor: Admin,
    house: Data<House>,
    form: Guarded<TypedPolicy>,
) -> Result<HttpResponse, Failure> {
    let typed = form.0;
    let mut connection = house.connection().await?;
    let policy = Policy {
        share_percent: typed.share_percent.trim().parse().unwrap_or(0),
        least_minutes: typed.least_minutes.trim().parse().unwrap_or(0),
        legal_working_days: typed.legal_working_days.trim().parse().unwrap_or(0),
    };
    let done = put_policy(&mut connection, policy, visitor.id, house.now()).await;
    drop(connection);
    match done {
        Ok(()) => Ok(see_other(&format!("{}?done=alerts", links::LEGAL_TERMS))),
        Err(PolicyRefused::Store(cause)) => Err(cause.into()),
        Err(PolicyRefused::Field(name)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            draw(&visitor, &house, status, None, None, Some((typed, name))).await
        }
    }
}

async fn finish(
    visitor: &Admin,
    house: &House,
    done: Result<(), TermRefused>,
    code: Option<String>,
    typed: Typed,
) -> Result<HttpResponse, Failure> {
    let (fields, there) = match done {
        Ok(()) => {
            let code = code.unwrap_or_else(|| "new".to_owned());
            let place = links::encoded(&code);
            return Ok(see_other(&format!("{}?done={place}#term-{place}", links::LEGAL_TERMS)));
        }
        Err(TermRefused::Store(cause)) => return Err(cause.into()),
        Err(TermRefused::Unknown) => return Err(Failure::NotFound),
        Err(TermRefused::Fields(fields)) => (fields, false),
        Err(TermRefused::There) => (Vec::new(), true),
    };
    let refused = Refused { code, typed, fields, there };
    draw(visitor, house, StatusCode::UNPROCESSABLE_ENTITY, None, Some(&refused), None).await
}

async fn draw(
    visitor: &Admin,
    house: &House,
    status: StatusCode,
    done: Option<&str>,
    refused: Option<&Refused>,
    policy: Option<(TypedPolicy, &'static str)>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let terms = legal_terms::all(&mut connection).await?;
    let running = legal_terms::running(&mut connection).await?;
    let (policy, bad) = match policy {
        Some((typed, name)) => (typed, Some(name)),
        None => (watch_clocks::policy(&mut connection).await?.into(), None),
    };
    drop(connection);
    let frame = Frame::new(house, visitor, links::LEGAL_TERMS);
    let page = page::Page {
        frame: &frame,
        zone: house.config().time_zone,
        terms: &terms,
        running: &running,
        refused,
        done,
        policy: &policy,
        bad_policy: bad,
    };
    Ok(ui::respond(status, page.render()))
}
