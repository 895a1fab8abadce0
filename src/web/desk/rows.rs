//! `/desk/complaints/rows`: some rows of a list as they are now, for a page that shows older ones.

use std::collections::BTreeMap;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use maud::html;
use serde::Deserialize;
use tokio::try_join;

use super::{bulk::Bulk, card::history, queue::Rows, wording::Titles};
use crate::{
    store::{complaint_events, complaint_lists, complaint_presence},
    web::{failure::Failure, house::House, ui, visitor::Handler},
};

/// A page of a list has no more.
const MOST: usize = 60;

#[derive(Deserialize)]
pub struct Wanted {
    /// Numbers, by commas.
    ids: String,
    /// The newest entry that the page has shown.
    #[serde(default)]
    after: i64,
    /// Whether the page's rows can be chosen.
    #[serde(default)]
    pick: bool,
}

pub async fn show(
    visitor: Handler,
    house: Data<House>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Failure> {
    let bad = || Failure::BadRequest("ids".to_owned());
    let ids: Result<Vec<i64>, _> = wanted.ids.split(',').take(MOST + 1).map(str::parse).collect();
    let ids = ids.map_err(|_| bad())?;
    if ids.len() > MOST {
        return Err(bad());
    }
    let now = house.now();
    let mut connection = house.connection().await?;
    let lines = complaint_lists::lines(&connection, &ids).await?;
    let told = complaint_events::newest_of(&mut connection, &ids, wanted.after).await?;
    let (present, titles, bulk) = try_join!(
        complaint_presence::others(&connection, &ids, visitor.id, now),
        Titles::read(&connection),
        Bulk::read(&connection, &visitor, &ids)
    )?;
    drop(connection);
    let (language, zone) = (visitor.language, house.config().time_zone);
    let rows = Rows {
        language,
        me: visitor.id,
        now,
        zone,
        titles: &titles,
        stems: &[],
        texts: &[],
        present: &present,
        bulk: wanted.pick.then_some(&bulk),
    };
    let told: BTreeMap<i64, String> = told
        .iter()
        .map(|event| (event.complaint_id, history::in_a_line(language, zone, &titles.causes, &event.event)))
        .collect();
    let page = html! {
        table { tbody { @for line in &lines { (rows.line(line)) } } }
        ul { @for (number, words) in &told { li data-complaint=(number) { (words) } } }
    };
    Ok(ui::respond(StatusCode::OK, page))
}
