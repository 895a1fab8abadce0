//! Saving a list under a name, changing and removing it; which list opens first; how close the lines stand.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use serde::Deserialize;
use serde_json::json;

use super::{
    draw,
    lists::{Asked, List, address},
    page::Notice,
    saved::First,
};
use crate::{
    domain::{complaint_filter::Filter, text},
    store::{
        Connection,
        saved_views::{self, View},
        transactions::transaction,
    },
    web::{entry::see_other, failure::Failure, guarded::Guarded, house::House, links, visitor::Handler},
};

/// Saved lists that one person may have.
const MOST: i64 = 50;
/// Characters of a name.
const NAME: usize = 60;

#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
    #[serde(default)]
    shared: String,
}

fn asked(query: &str) -> Result<Asked, Failure> {
    Asked::read(query).ok_or_else(|| Failure::BadRequest("query".to_owned()))
}

fn canonical(filter: &Filter) -> String {
    links::query_of(&filter.pairs())
}

/// Saves the list that is shown. Pressed twice it is one list still: the second names it anew.
pub async fn save(
    visitor: Handler,
    house: Data<House>,
    typed: Guarded<Typed>,
) -> Result<HttpResponse, Failure> {
    let asked = asked(&typed.0.query)?;
    let name = text::one_line(&typed.0.name, NAME);
    if name.is_empty() {
        return draw(&house, &visitor, StatusCode::UNPROCESSABLE_ENTITY, asked, Some(Notice::Nameless)).await;
    }
    let query = canonical(&asked.filter);
    let shared = !typed.0.shared.is_empty() && visitor.role.may_take_over();
    let mut connection = house.connection().await?;
    let kept =
        transaction(&mut connection, async |connection: &mut Connection| -> Result<Option<i64>, Failure> {
            let mine = saved_views::of(connection, visitor.id).await?;
            if let Some(same) = mine.iter().find(|view| view.query == query) {
                let named = View { name: name.clone(), shared, ..same.clone() };
                saved_views::put(connection, &named).await?;
                return Ok(Some(same.id));
            }
            if i64::try_from(mine.len()).is_ok_and(|count| count >= MOST) {
                return Ok(None);
            }
            let id = saved_views::add(connection, visitor.id, shared, &name, &query, house.now()).await?;
            Ok(Some(id))
        })
        .await?;
    drop(connection);
    if kept.is_some() {
        return Ok(see_other(&address(&asked.filter, kept, None)));
    }
    draw(&house, &visitor, StatusCode::UNPROCESSABLE_ENTITY, asked, Some(Notice::TooMany)).await
}

#[derive(Deserialize)]
pub struct Change {
    #[serde(default)]
    deed: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    query: String,
}

/// Renames, shares, moves, changes or removes one of one's own; whose it is not, does not see that it is there.
pub async fn change(
    visitor: Handler,
    house: Data<House>,
    id: Path<i64>,
    typed: Guarded<Change>,
) -> Result<HttpResponse, Failure> {
    let Change { deed, name, query } = typed.0;
    let mut connection = house.connection().await?;
    let Some(view) = saved_views::own(&mut connection, *id, visitor.id).await? else {
        return Err(Failure::NotFound);
    };
    let filter = asked(&view.query)?.filter;
    let name = text::one_line(&name, NAME);
    let mut changed = view.clone();
    match deed.as_str() {
        "rename" if !name.is_empty() => changed.name = name,
        "rename" => {}
        "share" if visitor.role.may_take_over() => changed.shared = true,
        "share" => return Err(Failure::Forbidden),
        "keep" => changed.shared = false,
        "update" => changed.query = canonical(&asked(&query)?.filter),
        "earlier" | "later" => shift(&mut connection, &view, deed == "later").await?,
        "remove" => {
            saved_views::remove(&mut connection, view.id, visitor.id).await?;
            let mut pairs = filter.pairs();
            pairs.push(("removed", view.name));
            return Ok(see_other(&links::filtered(&pairs)));
        }
        _ => return Err(Failure::BadRequest("deed".to_owned())),
    }
    if !matches!(deed.as_str(), "earlier" | "later") {
        saved_views::put(&mut connection, &changed).await?;
    }
    Ok(see_other(&address(&asked(&changed.query)?.filter, Some(view.id), None)))
}

/// Puts one of somebody's lists a place earlier or later among their own.
async fn shift(connection: &mut Connection, view: &View, later: bool) -> Result<(), Failure> {
    transaction(connection, async |connection: &mut Connection| -> Result<(), Failure> {
        let mut mine = saved_views::of(connection, view.owner_id).await?;
        let at = mine.iter().position(|one| one.id == view.id);
        let with = at.and_then(|at| if later { at.checked_add(1) } else { at.checked_sub(1) });
        if let (Some(at), Some(with)) = (at, with.filter(|with| *with < mine.len())) {
            mine.swap(at, with);
        }
        // Numbered anew, so that two with the same place can't hold each other up.
        for (place, one) in mine.into_iter().enumerate() {
            let position = i16::try_from(place).unwrap_or(i16::MAX);
            saved_views::put(connection, &View { position, ..one }).await?;
        }
        Ok(())
    })
    .await
}

#[derive(Deserialize)]
pub struct Wanted {
    /// A list that everybody has; of none, a saved one.
    #[serde(default)]
    list: String,
    #[serde(default)]
    view: i64,
}

/// Remembers which list opens first.
pub async fn first(
    visitor: Handler,
    house: Data<House>,
    typed: Guarded<Wanted>,
) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let wanted = match List::parse(&typed.0.list) {
        Some(list) => First::List(list),
        None => {
            let view = saved_views::seen(&mut connection, typed.0.view, visitor.id).await?;
            First::View(view.ok_or(Failure::NotFound)?.id)
        }
    };
    saved_views::like(&mut connection, visitor.id, "first", &wanted.kept()).await?;
    Ok(see_other(&wanted.address(&mut connection, visitor.id).await?))
}

#[derive(Deserialize)]
pub struct Density {
    #[serde(default)]
    density: String,
    #[serde(default)]
    query: String,
}

/// Remembers how close the lines stand.
pub async fn density(
    visitor: Handler,
    house: Data<House>,
    typed: Guarded<Density>,
) -> Result<HttpResponse, Failure> {
    let density = if typed.0.density == "compact" { "compact" } else { "comfortable" };
    let mut connection = house.connection().await?;
    saved_views::like(&mut connection, visitor.id, "density", &json!(density)).await?;
    let asked = asked(&typed.0.query)?;
    Ok(see_other(&asked.address(&asked.filter, None)))
}
