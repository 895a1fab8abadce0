//! What the database announces about complaints: one listening connection a process, heard by every open page of it.

use std::{future::poll_fn, time::Duration};

use diesel::{
    prelude::*,
    sql_types::{BigInt, Integer, Nullable},
};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, broadcast};
use tokio_postgres::{AsyncMessage, NoTls};

use super::{
    Result,
    statement::{Statement, prepared},
};

/// Announcements that a slow reader may be behind; then it is told to look for itself.
const BEHIND: usize = 1024;
/// How long until the database is asked again after it went away.
const AFTER_TROUBLE: Duration = Duration::from_secs(1);
/// A transaction may commit entries after younger ones were seen: whoever comes back is told so many again.
const OVERLAP: i64 = 64;
/// More than so many complaints are not told one by one.
const TOLD: i64 = 200;

/// A complaint that is not as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, QueryableByName)]
pub struct Changed {
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Integer)]
    pub version: i32,
    /// The newest entry of its history.
    #[diesel(sql_type = BigInt)]
    pub entry: i64,
}

/// What an open page hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum News {
    Changed(Changed),
    /// Somebody came to this card, left it, or began to write.
    Present {
        present: i64,
    },
    /// Listening began, or began again: what was announced before was not heard.
    #[serde(skip)]
    Gap,
}

/// The listening of one process. Nothing is connected before somebody listens.
pub struct Live {
    told: broadcast::Sender<News>,
    wanted: Notify,
}

impl Default for Live {
    fn default() -> Self {
        Self { told: broadcast::channel(BEHIND).0, wanted: Notify::new() }
    }
}

impl Live {
    /// Hears everything from now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<News> {
        let receiver = self.told.subscribe();
        self.wanted.notify_one();
        receiver
    }

    /// Waits until somebody listens.
    pub async fn wanted(&self) {
        self.wanted.notified().await;
    }

    /// Hears the database and tells everybody, until the connection breaks.
    ///
    /// # Errors
    /// Why it could not be made, or broke.
    pub async fn hear(&self, url: &str) -> std::result::Result<(), tokio_postgres::Error> {
        let mut config: tokio_postgres::Config = url.parse()?;
        // A server that vanished without a word is noticed within a minute.
        config.application_name("otklik live").keepalives_idle(Duration::from_secs(30));
        let (client, mut connection) = config.connect(NoTls).await?;
        let listening = client.batch_execute("LISTEN otklik_desk");
        tokio::pin!(listening);
        let mut listens = false;
        loop {
            tokio::select! {
                done = &mut listening, if !listens => {
                    done?;
                    listens = true;
                    self.tell(News::Gap);
                }
                message = poll_fn(|context| connection.poll_message(context)) => match message {
                    Some(Ok(AsyncMessage::Notification(said))) => match serde_json::from_str(said.payload()) {
                        Ok(news) => self.tell(news),
                        Err(cause) => tracing::warn!(%cause, payload = said.payload(), "an announcement can't be read"),
                    },
                    Some(Ok(_)) => {}
                    Some(Err(cause)) => return Err(cause),
                    None => return Ok(()),
                },
            }
        }
    }

    /// How long to wait before hearing again.
    pub async fn pause(&self) {
        tokio::time::sleep(AFTER_TROUBLE).await;
    }

    fn tell(&self, news: News) {
        // Nobody there is no fault.
        let _ = self.told.send(news);
    }
}

/// The newest entry of all histories.
///
/// # Errors
/// When the database does not answer.
pub async fn newest_entry(mut connection: &AsyncPgConnection) -> Result<i64> {
    #[derive(QueryableByName)]
    struct Newest {
        #[diesel(sql_type = Nullable<BigInt>)]
        id: Option<i64>,
    }
    let newest: Newest = Statement::default()
        .sql("SELECT max(id) AS id FROM complaint_events")
        .get_result(&mut connection)
        .await?;
    Ok(newest.id.unwrap_or(0))
}

/// What happened after an entry, of one complaint or of all, oldest first; some of it may be told twice. None where it is
/// too much to tell.
///
/// # Errors
/// When the database does not answer.
pub async fn since(
    connection: &mut AsyncPgConnection,
    entry: i64,
    complaint: Option<i64>,
) -> Result<Option<Vec<Changed>>> {
    let told: Vec<Changed> = prepared(
        "SELECT c.id AS number, c.version, n.entry
         FROM (SELECT complaint_id, max(id) AS entry
               FROM (SELECT id, complaint_id FROM complaint_events
                     WHERE id > $1 AND ($2 IS NULL OR complaint_id = $2) ORDER BY id LIMIT 5000) e
               GROUP BY complaint_id ORDER BY entry LIMIT $3) n
         JOIN complaints c ON c.id = n.complaint_id ORDER BY n.entry",
    )
    .bind::<BigInt, _>(entry - OVERLAP)
    .bind::<Nullable<BigInt>, _>(complaint)
    .bind::<BigInt, _>(TOLD + 1)
    .load(connection)
    .await?;
    Ok((i64::try_from(told.len()).unwrap_or(i64::MAX) <= TOLD).then_some(told))
}
