//! `/desk/alerts`: deadlines that the reader was told of, until they mark them as seen.

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, Query},
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};
use serde::Deserialize;

use super::wording;
use crate::{
    domain::{alert::Stage, complaint::State},
    store::deadline_alerts::{self, Line},
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{self, Frame, Tone},
        visitor::Handler,
    },
    words::format,
};

pub fn routes(service: &mut web::ServiceConfig) {
    service
        .route(links::ALERTS, web::get().to(show))
        .route(links::ALERTS_SEEN, web::post().to(all_seen))
        .route("/desk/alerts/{id}/seen", web::post().to(one_seen));
}

#[derive(Deserialize)]
struct Asked {
    before: Option<i64>,
}

/// Where the list goes on after a press.
#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    newest: Option<i64>,
    #[serde(default)]
    before: Option<i64>,
}

async fn show(visitor: Handler, house: Data<House>, asked: Query<Asked>) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let mut lines = deadline_alerts::page(&mut connection, visitor.id, asked.before).await?;
    drop(connection);
    let page = usize::try_from(deadline_alerts::PAGE).map_err(Failure::fault)?;
    let more = lines.len() > page;
    lines.truncate(page);
    let frame = Frame::new(&house, &visitor, links::ALERTS);
    let language = frame.language;
    let newest = lines.first().map(|line| line.id);
    let unseen = lines.iter().any(|line| line.seen_at.is_none()) || visitor.alerts > 0;
    let actions = html! {
        @if let (true, Some(newest)) = (unseen, newest) {
            form method="post" action=(links::ALERTS_SEEN) {
                (frame.csrf())
                input type="hidden" name="newest" value=(newest);
                button.btn.btn-outline-primary type="submit" { (ui::icon("check")) (t!(language, "law-all-seen")) }
            }
        }
    };
    let first = asked.before.is_some().then_some(links::ALERTS);
    let next = lines.last().filter(|_| more).map(|line| links::alerts(line.id));
    let list = List { frame: &frame, zone: house.config().time_zone, now: house.now(), before: asked.before };
    let body = html! {
        @if lines.is_empty() {
            section.card { (ui::empty(&t!(language, "law-no-alerts"), &t!(language, "law-no-alerts-body"), Some((links::DESK, &t!(language, "frame-desk"))))) }
        } @else {
            section.card { ul.list-group.list-group-flush.alerts { @for line in &lines { (list.line(line)) } } }
        }
        (ui::pages(language, first, next.as_deref()))
    };
    Ok(ui::ok(frame.page(&t!(language, "law-alerts"), &actions, &body)))
}

async fn all_seen(
    visitor: Handler,
    house: Data<House>,
    form: Guarded<Back>,
) -> Result<HttpResponse, Failure> {
    if let Some(newest) = form.0.newest {
        let mut connection = house.connection().await?;
        deadline_alerts::mark_all_seen(&mut connection, visitor.id, newest, house.now()).await?;
    }
    Ok(see_other(links::ALERTS))
}

async fn one_seen(
    visitor: Handler,
    house: Data<House>,
    id: Path<i64>,
    form: Guarded<Back>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    deadline_alerts::mark_seen(&mut connection, visitor.id, *id, house.now()).await?;
    Ok(see_other(&form.0.before.map_or_else(|| links::ALERTS.to_owned(), links::alerts)))
}

struct List<'a> {
    frame: &'a Frame<'a>,
    zone: Tz,
    now: DateTime<Utc>,
    before: Option<i64>,
}

impl List<'_> {
    fn line(&self, line: &Line) -> Markup {
        let language = self.frame.language;
        let missed = line.stage == Stage::Missed.code();
        let open = State::parse(&line.state).is_some_and(State::is_open);
        let (tone, stage) =
            if missed { (Tone::Bad, "law-stage-missed") } else { (Tone::Warning, "law-stage-approaching") };
        let law = line.clock.starts_with("claim");
        let due = if law {
            format::date(language, line.due_at - Duration::seconds(1), self.zone)
        } else {
            format::moment(language, line.due_at, self.zone)
        };
        let (state_tone, state) = wording::state(language, &line.state);
        html! {
            li.list-group-item.alert-line.alert-unseen[line.seen_at.is_none()] {
                div.alert-what {
                    div.alert-title {
                        (ui::badge(tone, &t!(language, stage)))
                        a href=(links::complaint(line.complaint_id)) { (t!(language, "desk-number", number = line.complaint_id.to_string())) }
                        span { (self.clock(line)) }
                    }
                    div.q-under {
                        (wording::customer(&line.customer, &line.customer_external_id)) " · "
                        @if law { (t!(language, "law-last-day", day = due)) } @else { (t!(language, "desk-clock-due", at = due)) }
                        @if open && !missed { ", " (wording::Clock::running(language, self.now, line.due_at).words) }
                    }
                    div.q-under {
                        (t!(language, "law-told-at", at = format::moment(language, line.at, self.zone))) " · "
                        @match &line.owner {
                            Some(owner) => (owner),
                            None => (t!(language, "desk-owner-nobody")),
                        }
                        @if !open { " " (ui::badge(state_tone, &state)) }
                    }
                }
                @if line.seen_at.is_none() {
                    form method="post" action=(links::alert_seen(line.id)) {
                        (self.frame.csrf())
                        @if let Some(before) = self.before { input type="hidden" name="before" value=(before); }
                        button.btn.btn-sm.btn-outline-secondary type="submit" { (ui::icon("check")) (t!(language, "law-seen")) }
                    }
                }
            }
        }
    }

    fn clock(&self, line: &Line) -> String {
        let language = self.frame.language;
        match line.clock.as_str() {
            "first_answer" => t!(language, "law-clock-first_answer").into_owned(),
            "resolution" => t!(language, "law-clock-resolution").into_owned(),
            _ => {
                let title = match language {
                    crate::domain::language::Language::Russian => &line.title_ru,
                    crate::domain::language::Language::English => &line.title_en,
                };
                let title = title.as_deref().unwrap_or_default();
                t!(language, "law-clock-of-claim", title = title).into_owned()
            }
        }
    }
}
