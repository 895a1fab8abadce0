//! Who counts as inactive and as lost: `/settings/churn`. Every figure of retention hangs on it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Query},
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    actions::{
        churn_definition::{DefinitionError, churn_definition, put_churn_definition},
        put_horizon::{HorizonError, put_horizon},
    },
    domain::{
        departure::{BadSilence, Rhythm, Silence},
        language::Language,
        report::reasons::LONGEST_HORIZON,
    },
    reports::reasons::usual_horizon,
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::{Admin, Person},
    },
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::CHURN, web::get().to(show))
        .route(links::CHURN, web::post().to(put))
        .route(links::HORIZON, web::post().to(put_months));
}

#[derive(Deserialize)]
struct Asked {
    done: Option<String>,
}

/// The form, as typed; a measure without its own fields keeps what they say.
#[derive(Debug, Default, Deserialize)]
struct Typed {
    /// `days` or `rhythm`.
    #[serde(default)]
    measure: String,
    #[serde(default)]
    inactive_days: String,
    #[serde(default)]
    lost_days: String,
    #[serde(default)]
    inactive_gaps: String,
    #[serde(default)]
    lost_gaps: String,
    #[serde(default)]
    least_gap_days: String,
}

impl From<Silence> for Typed {
    fn from(silence: Silence) -> Self {
        let rhythm = silence.rhythm.unwrap_or_default();
        Self {
            measure: if silence.rhythm.is_some() { "rhythm" } else { "days" }.to_owned(),
            inactive_days: silence.inactive_days.to_string(),
            lost_days: silence.lost_days.to_string(),
            inactive_gaps: rhythm.inactive_gaps.to_string(),
            lost_gaps: rhythm.lost_gaps.to_string(),
            least_gap_days: rhythm.least_gap_days.to_string(),
        }
    }
}

/// What is wrong in the form.
#[derive(Debug, Clone, Copy)]
enum Problem {
    /// No whole number.
    NoNumber(&'static str),
    Bad(BadSilence),
    /// No horizon.
    Horizon,
    /// What is stored can't be read; the form shows the defaults.
    Stored,
}

impl Typed {
    fn read(&self) -> Result<Silence, Problem> {
        let number =
            |name: &'static str, text: &str| text.trim().parse::<u16>().map_err(|_| Problem::NoNumber(name));
        let rhythm = match self.measure.as_str() {
            "rhythm" => Some(Rhythm {
                inactive_gaps: number("inactive_gaps", &self.inactive_gaps)?,
                lost_gaps: number("lost_gaps", &self.lost_gaps)?,
                least_gap_days: number("least_gap_days", &self.least_gap_days)?,
            }),
            _ => None,
        };
        let silence = Silence {
            inactive_days: number("inactive_days", &self.inactive_days)?,
            lost_days: number("lost_days", &self.lost_days)?,
            rhythm,
        };
        silence.validate().map_err(Problem::Bad)?;
        Ok(silence)
    }
}

async fn show(visitor: Admin, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let (typed, problem) = match churn_definition(&mut connection).await {
        Ok(silence) => (Typed::from(silence), None),
        Err(DefinitionError::Store(error)) => return Err(error.into()),
        Err(_) => (Typed::from(Silence::default()), Some(Problem::Stored)),
    };
    let months = usual_horizon(&mut connection).await?.to_string();
    let asked = (problem, asked.done.is_some());
    Ok(draw(&house, &visitor, StatusCode::OK, &typed, &months, asked))
}

async fn put(visitor: Admin, house: Data<House>, form: Guarded<Typed>) -> Result<HttpResponse, Failure> {
    let Guarded(typed) = form;
    let silence = match typed.read() {
        Ok(silence) => silence,
        Err(problem) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let mut connection = house.connection().await?;
            let months = usual_horizon(&mut connection).await?.to_string();
            return Ok(draw(&house, &visitor, status, &typed, &months, (Some(problem), false)));
        }
    };
    let mut connection = house.connection().await?;
    match put_churn_definition(&mut connection, &silence, Some(visitor.id), house.now()).await {
        Ok(()) => Ok(see_other(&format!("{}?done=yes", links::CHURN))),
        Err(DefinitionError::Store(error)) => Err(error.into()),
        Err(other) => Err(Failure::fault(other)),
    }
}

#[derive(Debug, Deserialize)]
struct Months {
    #[serde(default)]
    months: String,
}

/// Sets for how many months a lost customer's payments count.
async fn put_months(
    visitor: Admin,
    house: Data<House>,
    form: Guarded<Months>,
) -> Result<HttpResponse, Failure> {
    let Guarded(form) = form;
    let mut connection = house.connection().await?;
    let months = form.months.trim().parse().unwrap_or(0);
    match put_horizon(&mut connection, months, visitor.id, house.now()).await {
        Ok(()) => Ok(see_other(&format!("{}?done=yes", links::CHURN))),
        Err(HorizonError::Store(error)) => Err(error.into()),
        Err(HorizonError::Range { .. }) => {
            let typed = churn_definition(&mut connection).await.unwrap_or_default().into();
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(draw(&house, &visitor, status, &typed, &form.months, (Some(Problem::Horizon), false)))
        }
    }
}

fn draw(
    house: &House,
    person: &Person,
    status: StatusCode,
    typed: &Typed,
    months: &str,
    (problem, done): (Option<Problem>, bool),
) -> HttpResponse {
    let frame = Frame::new(house, person, links::CHURN);
    let language = frame.language;
    let bad = problem.and_then(blamed);
    let number = |name: &'static str, value: &str| number_field(language, name, value, bad == Some(name));
    let by_rhythm = typed.measure == "rhythm";
    let body = html! {
        @if done { (ui::notice(Tone::Good, &t!(language, "churn-done"))) }
        @if let Some(problem) = problem { (ui::notice(Tone::Bad, &words(language, problem))) }
        form.card.churn-form method="post" action=(links::CHURN) {
            (frame.csrf())
            div.card-body {
                p.text-secondary { (t!(language, "churn-lead")) }
                fieldset.mb-4 {
                    legend.h3 { (t!(language, "churn-days")) }
                    div.row.g-3 {
                        (number("inactive_days", &typed.inactive_days))
                        (number("lost_days", &typed.lost_days))
                    }
                }
                fieldset.mb-3 {
                    legend.h3 { (t!(language, "churn-measure")) }
                    @for (value, label) in [("days", "churn-measure-days"), ("rhythm", "churn-measure-rhythm")] {
                        label.form-check {
                            input.form-check-input type="radio" name="measure" value=(value) checked[(value == "rhythm") == by_rhythm];
                            span.form-check-label { (t!(language, label)) }
                        }
                    }
                    p.form-hint { (t!(language, "churn-rhythm-hint")) }
                    div.row.g-3 {
                        (number("inactive_gaps", &typed.inactive_gaps))
                        (number("lost_gaps", &typed.lost_gaps))
                        (number("least_gap_days", &typed.least_gap_days))
                    }
                }
            }
            div.card-footer {
                button.btn.btn-primary type="submit" { (t!(language, "churn-save")) }
            }
        }
        form.card.mt-3 method="post" action=(links::HORIZON) {
            (frame.csrf())
            div.card-body {
                h2.h3 { (t!(language, "churn-horizon")) }
                p.text-secondary { (t!(language, "churn-horizon-lead")) }
                div.row.g-3 { (number("months", months)) }
            }
            div.card-footer { button.btn.btn-primary type="submit" { (t!(language, "churn-save")) } }
        }
    };
    ui::respond(status, frame.page(&t!(language, "churn-title"), &html! {}, &body))
}

fn number_field(language: Language, name: &str, value: &str, bad: bool) -> Markup {
    html! {
        div.col-sm-6.col-lg-4 {
            label.form-label for=(name) { (t!(language, &format!("churn-field-{name}"))) }
            input.form-control.is-invalid[bad] #(name) name=(name) type="text" inputmode="numeric" required
                value=(value) autocomplete="off" aria-invalid=[bad.then_some("true")];
        }
    }
}

/// The field that is to blame.
fn blamed(problem: Problem) -> Option<&'static str> {
    match problem {
        Problem::NoNumber(name) | Problem::Bad(BadSilence::Range { name, .. }) => Some(name),
        Problem::Bad(BadSilence::Order { unit: "gaps", .. }) => Some("lost_gaps"),
        Problem::Bad(BadSilence::Order { .. }) => Some("lost_days"),
        Problem::Horizon => Some("months"),
        Problem::Stored => None,
    }
}

fn words(language: Language, problem: Problem) -> String {
    let field = |name: &str| t!(language, &format!("churn-field-{name}"));
    match problem {
        Problem::NoNumber(name) => t!(language, "churn-no-number", field = field(name)),
        Problem::Bad(BadSilence::Range { name, most, .. }) => {
            t!(language, "churn-range", field = field(name), most = most.to_string())
        }
        Problem::Bad(BadSilence::Order { .. }) => t!(language, "churn-order"),
        Problem::Horizon => {
            t!(language, "churn-range", field = field("months"), most = LONGEST_HORIZON.to_string())
        }
        Problem::Stored => t!(language, "churn-stored"),
    }
    .into_owned()
}
