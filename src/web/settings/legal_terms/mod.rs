//! How long the law gives for each kind of claim, and how early deadlines are told: `/settings/legal-terms`.

mod page;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, Query},
};
use serde::Deserialize;

use super::meanwhile::{Fields, Met, unless_met};
use crate::{
    actions::{
        legal_terms::{Entered, TermRefused, add_term, change_term, confirm_term, switch_term},
        watch_clocks::{self, PolicyRefused, put_policy},
    },
    domain::{
        alert::Policy,
        language::Language,
        legal::{Term, Unit},
    },
    store::{Connection, legal_terms},
    t,
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
    /// What the form showed.
    #[serde(default)]
    shown: String,
}

impl Typed {
    fn fields(&self, language: Language) -> Fields {
        let unit = Unit::parse(&self.unit).map(|unit| t!(language, &format!("law-unit-{unit}")).into_owned());
        let values = [
            ("title_ru", self.title_ru.clone()),
            ("title_en", self.title_en.clone()),
            ("law", self.law.clone()),
            ("article", self.article.clone()),
            ("amount", self.amount.clone()),
            ("unit", unit.unwrap_or_default()),
            ("note_ru", self.note_ru.clone()),
            ("note_en", self.note_en.clone()),
            ("source", self.source.clone()),
        ];
        let label = |name: &str| t!(language, &format!("law-field-{name}")).into_owned();
        Fields(values.into_iter().map(|(name, value)| (label(name), value)).collect())
    }

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
    /// What somebody else kept meanwhile.
    met: Option<Met>,
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
    /// What the form showed.
    #[serde(default)]
    shown: String,
}

impl TypedPolicy {
    fn fields(&self, language: Language) -> Fields {
        let label = |name: &str| t!(language, &format!("law-policy-{name}")).into_owned();
        Fields(vec![
            (label("share_percent"), self.share_percent.clone()),
            (label("least_minutes"), self.least_minutes.clone()),
            (label("legal_working_days"), self.legal_working_days.clone()),
        ])
    }
}

/// A policy that was refused, by which field or because somebody else kept another one.
struct RefusedPolicy {
    typed: TypedPolicy,
    field: Option<&'static str>,
    met: Option<Met>,
}

impl From<Policy> for TypedPolicy {
    fn from(policy: Policy) -> Self {
        Self {
            share_percent: policy.share_percent.to_string(),
            least_minutes: policy.least_minutes.to_string(),
            legal_working_days: policy.legal_working_days.to_string(),
            shown: String::new(),
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
    finish(&visitor, &house, done.map(|()| None), None, form.0).await
}

async fn change(
    visitor: Admin,
    house: Data<House>,
    code: Path<String>,
    form: Guarded<Typed>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let language = visitor.language;
    let stored = async |connection: &mut Connection| {
        let terms = legal_terms::all(connection).await?;
        let term = terms.iter().find(|(row, _)| row.code == *code);
        // Of none there is nothing to compare; the deed says so.
        Ok(term.map(|(row, _)| Typed::of(row).fields(language)).unwrap_or_default())
    };
    let typed = form.0.fields(language);
    let done = unless_met(&mut connection, &form.0.shown, &typed, stored, async |connection| {
        change_term(connection, &code, &form.0.entered(), visitor.id, house.now()).await
    })
    .await;
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
    finish(&visitor, &house, done.map(|()| None), Some(code.into_inner()), Typed::default()).await
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
    finish(&visitor, &house, done.map(|()| None), Some(code.into_inner()), Typed::default()).await
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
    let language = visitor.language;
    let stored = async |connection: &mut Connection| {
        Ok(TypedPolicy::from(watch_clocks::policy(connection).await?).fields(language))
    };
    let mine = typed.fields(language);
    let put = unless_met(&mut connection, &typed.shown, &mine, stored, async |connection| {
        put_policy(connection, policy, visitor.id, house.now()).await
    });
    let done = put.await;
    drop(connection);
    let (status, field, met) = match done {
        Ok(None) => return Ok(see_other(&format!("{}?done=alerts", links::LEGAL_TERMS))),
        Ok(met) => (StatusCode::CONFLICT, None, met),
        Err(PolicyRefused::Store(cause)) => return Err(cause.into()),
        Err(PolicyRefused::Field(name)) => (StatusCode::UNPROCESSABLE_ENTITY, Some(name), None),
    };
    draw(&visitor, &house, status, None, None, Some(RefusedPolicy { typed, field, met })).await
}

async fn finish(
    visitor: &Admin,
    house: &House,
    done: Result<Option<Met>, TermRefused>,
    code: Option<String>,
    typed: Typed,
) -> Result<HttpResponse, Failure> {
    let (status, fields, there, met) = match done {
        Ok(None) => {
            let code = code.unwrap_or_else(|| "new".to_owned());
            let place = links::encoded(&code);
            return Ok(see_other(&format!("{}?done={place}#term-{place}", links::LEGAL_TERMS)));
        }
        Err(TermRefused::Store(cause)) => return Err(cause.into()),
        Err(TermRefused::Unknown) => return Err(Failure::NotFound),
        Ok(met) => (StatusCode::CONFLICT, Vec::new(), false, met),
        Err(TermRefused::Fields(fields)) => (StatusCode::UNPROCESSABLE_ENTITY, fields, false, None),
        Err(TermRefused::There) => (StatusCode::UNPROCESSABLE_ENTITY, Vec::new(), true, None),
    };
    let refused = Refused { code, typed, fields, there, met };
    draw(visitor, house, status, None, Some(&refused), None).await
}

async fn draw(
    visitor: &Admin,
    house: &House,
    status: StatusCode,
    done: Option<&str>,
    refused: Option<&Refused>,
    policy: Option<RefusedPolicy>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let terms = legal_terms::all(&mut connection).await?;
    let running = legal_terms::running(&mut connection).await?;
    let policy = match policy {
        Some(refused) => refused,
        None => {
            let typed = watch_clocks::policy(&mut connection).await?.into();
            RefusedPolicy { typed, field: None, met: None }
        }
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
    };
    Ok(ui::respond(status, page.render()))
}
