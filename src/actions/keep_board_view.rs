//! Keeps a view of the board under a name; renames, shares and removes it, and takes that back.

use chrono::{DateTime, Duration, Utc};
use thiserror::Error;

use crate::{
    domain::text::one_line,
    store::{Connection, Result as Stored, StoreError, board_views, transactions::transaction},
};

/// Views that one person may have.
pub const MOST: i64 = 50;
/// Characters of a name.
pub const LONGEST_NAME: usize = 60;
/// Characters of an address.
const LONGEST_QUERY: usize = 2_000;
/// How long a removal may be taken back.
const KEPT: Duration = Duration::days(30);

/// Why a view was not kept.
#[derive(Debug, Error)]
pub enum Refused {
    #[error("a name is missing")]
    Nameless,
    #[error("there are too many already")]
    TooMany,
    #[error("the address is too long")]
    TooLong,
    #[error("no such view of theirs")]
    NotTheirs,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What may be done to one of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Rename(String),
    Share(bool),
    Remove,
    Restore,
}

/// Keeps what is shown. Pressed twice it is one view still: the second names it anew.
///
/// # Errors
/// [`Refused`] says why not.
pub async fn keep(
    connection: &mut Connection,
    owner: i64,
    name: &str,
    shared: bool,
    query: &str,
    now: DateTime<Utc>,
) -> Result<i64, Refused> {
    let name = one_line(name, LONGEST_NAME);
    if name.is_empty() {
        return Err(Refused::Nameless);
    }
    if query.chars().count() > LONGEST_QUERY {
        return Err(Refused::TooLong);
    }
    transaction(connection, async |connection| {
        board_views::hold(connection, owner).await?;
        if let Some(same) = board_views::same(connection, owner, query).await? {
            board_views::put(connection, same, owner, &name, shared).await?;
            return Ok(same);
        }
        if board_views::count(connection, owner).await? >= MOST {
            return Err(Refused::TooMany);
        }
        Ok(board_views::add(connection, owner, shared, &name, query, now).await?)
    })
    .await
}

/// Changes one of somebody's own; answers its address.
///
/// # Errors
/// [`Refused::NotTheirs`] for those of others, as for those that are none.
pub async fn change(
    connection: &mut Connection,
    owner: i64,
    id: i64,
    change: Change,
    now: DateTime<Utc>,
) -> Result<String, Refused> {
    transaction(connection, async |connection| {
        let Some(view) = board_views::own(connection, id, owner).await? else {
            return Err(Refused::NotTheirs);
        };
        match change {
            Change::Rename(name) => {
                let name = one_line(&name, LONGEST_NAME);
                if name.is_empty() {
                    return Err(Refused::Nameless);
                }
                board_views::put(connection, id, owner, &name, view.shared).await?;
            }
            Change::Share(shared) => board_views::put(connection, id, owner, &view.name, shared).await?,
            Change::Remove => board_views::remove(connection, id, owner, Some(now)).await?,
            Change::Restore => {
                if board_views::count(connection, owner).await? >= MOST {
                    return Err(Refused::TooMany);
                }
                board_views::remove(connection, id, owner, None).await?;
            }
        }
        Ok(view.query)
    })
    .await
}

/// Forgets what was removed long ago.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(connection: &mut Connection, now: DateTime<Utc>) -> Stored<()> {
    board_views::sweep(connection, now - KEPT).await
}
