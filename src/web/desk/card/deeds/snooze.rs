//! Putting the complaint off until a moment or until the customer writes, and taking it up before.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{Typed, answer, doer};
use crate::{
    actions::{
        complaint_step::Refusal,
        hindrance::Hindrance,
        snooze_complaint::{end_reminder, snooze_complaint},
    },
    domain::{moment::parse_moment, reminder::Preset},
    t,
    web::{desk::card::page::CardPage, failure::Failure, guarded::Guarded, house::House, visitor::Handler},
    words::format,
};

const DEED: &str = "snooze";
/// The choice of a moment of one's own.
const OTHER: &str = "other";

impl CardPage<'_> {
    pub fn snooze(&self) -> Markup {
        let language = self.frame.language;
        let here = self.deed == DEED;
        let now = self.loaded.now;
        let chosen = if here { self.typed.get("when") } else { Preset::Tomorrow.code() };
        let (date, time) =
            if here { (self.typed.get("date"), self.typed.get("time")) } else { ("", "09:00") };
        let words = html! {
            p.form-hint { (t!(language, "work-snooze-hint")) }
            fieldset.mb-3 {
                legend.form-label { (t!(language, "work-snooze-until")) }
                @for preset in Preset::all() {
                    @let at = preset.at(now, self.zone);
                    label.form-check {
                        input.form-check-input type="radio" name="when" value=(preset.code()) checked[chosen == preset.code()];
                        span.form-check-label {
                            (t!(language, &format!("work-preset-{}", preset.code())))
                            span.text-secondary {
                                " · " (format::moment(language, at, self.zone))
                                @if !self.calendar.is_open(at) { " · " (t!(language, "work-snooze-closed")) }
                            }
                        }
                    }
                }
                div.snooze-other {
                    label.form-check.mb-0 {
                        input.form-check-input type="radio" name="when" value=(OTHER) checked[chosen == OTHER];
                        span.form-check-label { (t!(language, "work-preset-other")) }
                    }
                    input.form-control type="date" name="date" value=(date) aria-label=(t!(language, "work-snooze-date"));
                    input.form-control type="time" name="time" value=(time) aria-label=(t!(language, "work-snooze-time"));
                }
            }
            (self.textarea(DEED, &t!(language, "work-snooze-words"), 2, false))
            button.btn.btn-outline-primary type="submit" { (t!(language, "work-snooze-submit")) }
        };
        self.panel(DEED, "clock", here, &t!(language, "work-snooze"), &words)
    }
}

/// The moment that was chosen.
fn until(typed: &Typed, now: DateTime<Utc>, zone: Tz) -> Result<DateTime<Utc>, Hindrance> {
    let when = typed.get("when");
    if when == OTHER {
        let local = format!("{} {}", typed.get("date").trim(), typed.get("time").trim());
        return parse_moment(&local, zone).map_err(|_| Hindrance::NoMoment);
    }
    Preset::parse(when).map(|preset| preset.at(now, zone)).ok_or(Hindrance::NoMoment)
}

pub async fn post(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    form: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let typed = Typed::new(form.0);
    let (seen, now) = (typed.seen()?, house.now());
    let done = match until(&typed, now, house.config().time_zone) {
        Ok(until) => {
            let mut connection = house.connection().await?;
            let me = doer(&visitor);
            snooze_complaint(&mut connection, *number, me, until, typed.get("body"), now).await
        }
        Err(hindrance) => Err(Refusal::Hindered(hindrance)),
    };
    answer(&house, &visitor, *number, done, DEED, Some(seen), typed).await
}

/// Takes it up before its time, or has seen to what rang.
pub async fn wake(
    visitor: Handler,
    house: Data<House>,
    number: Path<i64>,
    _: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let done = end_reminder(&mut connection, *number, doer(&visitor), house.now()).await;
    drop(connection);
    answer(&house, &visitor, *number, done, "wake", None, Typed::default()).await
}
