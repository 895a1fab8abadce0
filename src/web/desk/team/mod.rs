//! `/desk/team`: who holds what, how old it is, and what will be late today; for leads.

mod page;

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use chrono::{DateTime, Days, Utc};
use chrono_tz::Tz;

use self::page::TeamPage;
use crate::{
    domain::moment::local_moment,
    store::team,
    web::{
        failure::Failure,
        house::House,
        links,
        ui::{self, Frame},
        visitor::Lead,
    },
};

pub async fn show(visitor: Lead, house: Data<House>) -> Result<HttpResponse, Failure> {
    let now = house.now();
    let zone = house.config().time_zone;
    let day_ends = day_ends(now, zone);
    let mut connection = house.connection().await?;
    let holdings = team::holdings(&mut connection, now, day_ends).await?;
    let due = team::due(&mut connection, now, day_ends).await?;
    drop(connection);
    let page = TeamPage { now, zone, holdings: &holdings, due: &due };
    Ok(ui::respond(StatusCode::OK, page.render(&Frame::new(&house, &visitor, links::TEAM))))
}

/// The next midnight of the company.
fn day_ends(now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let today = now.with_timezone(&zone).date_naive();
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    local_moment(tomorrow.and_time(chrono::NaiveTime::MIN), zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_the_companys_midnight_also_where_it_is_left_out() {
        let end =
            |now: &str, zone| now.parse().map(|now| day_ends(now, zone).to_rfc3339()).unwrap_or_default();
        assert_eq!(end("2026-11-22T20:59:00Z", chrono_tz::Europe::Moscow), "2026-11-22T21:00:00+00:00");
        assert_eq!(end("2026-11-22T21:00:00Z", chrono_tz::Europe::Moscow), "2026-11-23T21:00:00+00:00");
        // Clocks went forward at midnight: that day began at one.
        assert_eq!(end("2026-04-23T12:00:00Z", chrono_tz::Africa::Cairo), "2026-04-23T22:00:00+00:00");
    }
}
