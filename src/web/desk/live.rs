//! `/desk/live`: what happens to complaints, told to open pages as it happens; and the same at once for whoever asks again.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{Bytes, Data, Query},
};
use futures_util::stream;
use maud::{Markup, html};
use serde::Deserialize;
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{Instant, Interval, interval, sleep_until},
};
use tokio_util::sync::CancellationToken;

use crate::{
    domain::language::Language,
    store::{
        StoreError,
        live::{self, Changed, News},
        sessions,
    },
    t,
    web::{
        assets,
        failure::Failure,
        house::House,
        visitor::{Handler, Person},
    },
};

/// Streams of one person: two windows and a phone, and many to spare.
const MOST_OF_A_PERSON: usize = 12;
/// Streams of this process.
const MOST: usize = 2_000;
/// A stream is closed after so long, to be opened again: no stream outlives a right for longer, or a server that left.
const LASTS: Duration = Duration::from_mins(5);
/// How often a quiet stream says that it is there, and looks whether its reader may still listen.
const BEAT: Duration = Duration::from_secs(15);

/// What all streams of this process share.
#[derive(Default)]
pub struct Live {
    pub hub: live::Live,
    open: Arc<Mutex<HashMap<i64, usize>>>,
    closing: CancellationToken,
}

impl Live {
    /// Ends every stream: the process is to stop.
    pub fn close(&self) {
        self.closing.cancel();
    }

    /// How many streams are open.
    #[must_use]
    pub fn readers(&self) -> usize {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    fn seat(&self, person: i64) -> Option<Seat> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = open.get(&person).copied().unwrap_or(0);
        if mine >= MOST_OF_A_PERSON || open.values().sum::<usize>() >= MOST {
            return None;
        }
        open.insert(person, mine + 1);
        Some(Seat { person, open: Arc::clone(&self.open) })
    }
}

/// One stream's place among those that may be open.
struct Seat {
    person: i64,
    open: Arc<Mutex<HashMap<i64, usize>>>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        match open.get_mut(&self.person) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                open.remove(&self.person);
            }
        }
    }
}

#[derive(Deserialize)]
pub struct Wanted {
    /// The newest entry that the page has shown.
    after: Option<i64>,
    /// Only of this complaint.
    complaint: Option<i64>,
}

pub async fn show(
    visitor: Handler,
    house: Data<House>,
    request: HttpRequest,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Failure> {
    let said = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    if !said("accept").contains("text/event-stream") {
        return at_once(&house, &wanted).await;
    }
    let Some(seat) = house.shared.live.seat(visitor.id) else {
        return Ok(HttpResponse::TooManyRequests().insert_header((header::RETRY_AFTER, "60")).finish());
    };
    let reader = Reader {
        news: house.shared.live.hub.listen(),
        house,
        person: visitor.0,
        complaint: wanted.complaint,
        last: said("last-event-id").parse().ok().or(wanted.after),
        ends: Instant::now() + LASTS,
        beat: interval(BEAT),
        began: false,
        over: false,
        _seat: seat,
    };
    let events = stream::unfold(reader, |mut reader| async {
        let piece = reader.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from(piece)), reader))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        // A reverse proxy that gathers an answer before it passes it on would gather for ever.
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(events))
}

/// The answer to a page that asks every half a minute, since no stream reaches it.
async fn at_once(house: &House, wanted: &Wanted) -> Result<HttpResponse, Failure> {
    let mut connection = house.connection().await?;
    let newest = live::newest_entry(&connection).await?;
    let changed = live::since(&mut connection, wanted.after.unwrap_or(newest), wanted.complaint).await?;
    Ok(HttpResponse::Ok().json(serde_json::json!({ "entry": newest, "changed": changed })))
}

/// One open page and what it is told.
struct Reader {
    house: Data<House>,
    person: Person,
    news: Receiver<News>,
    complaint: Option<i64>,
    last: Option<i64>,
    ends: Instant,
    beat: Interval,
    began: bool,
    over: bool,
    _seat: Seat,
}

impl Reader {
    /// What is to be sent next; none closes the stream.
    async fn next(&mut self) -> Option<String> {
        if self.over {
            return None;
        }
        if !self.began {
            self.began = true;
            return Some(format!("retry: 2000\n\n{}", self.again().await));
        }
        let shared = Arc::clone(&self.house.shared);
        loop {
            tokio::select! {
                () = shared.live.closing.cancelled() => return None,
                () = sleep_until(self.ends) => return None,
                _ = self.beat.tick() => match self.may_listen().await {
                    Ok(false) => {
                        self.over = true;
                        return Some("event: end\ndata: {}\n\n".to_owned());
                    }
                    // While the database is away nothing is told anyhow.
                    Ok(true) | Err(_) => return Some(": here\n\n".to_owned()),
                },
                news = self.news.recv() => match news {
                    Ok(News::Changed(changed)) if self.wants(changed.number) => return Some(self.told(changed)),
                    Ok(News::Present { present }) if self.wants(present) => {
                        return Some(format!("event: present\ndata: {{\"number\":{present}}}\n\n"));
                    }
                    Ok(News::Changed(_) | News::Present { .. }) => {}
                    Ok(News::Gap) => return Some(self.again().await),
                    Err(RecvError::Lagged(_)) => return Some(reload()),
                    Err(RecvError::Closed) => return None,
                },
            }
        }
    }

    fn wants(&self, number: i64) -> bool {
        self.complaint.is_none_or(|one| one == number)
    }

    /// What its page has not heard of, as far as it can be told one by one.
    async fn again(&mut self) -> String {
        let Some(last) = self.last else { return ": here\n\n".to_owned() };
        let told = async {
            let mut connection = self.house.connection().await?;
            live::since(&mut connection, last, self.complaint).await
        };
        match told.await {
            Ok(Some(told)) => {
                let told: String = told.into_iter().map(|changed| self.told(changed)).collect();
                format!(": here\n\n{told}")
            }
            Ok(None) | Err(_) => reload(),
        }
    }

    fn told(&mut self, changed: Changed) -> String {
        self.last = Some(self.last.unwrap_or(0).max(changed.entry));
        let Changed { number, version, entry } = changed;
        let last = self.last.unwrap_or(entry);
        format!(
            "id: {last}\nevent: changed\ndata: {{\"number\":{number},\"version\":{version},\"entry\":{entry}}}\n\n"
        )
    }

    /// Whether the session that opened the stream still runs, and still has the right.
    async fn may_listen(&self) -> Result<bool, StoreError> {
        let mut connection = self.house.connection().await?;
        let holder = sessions::holder(&mut connection, &self.person.session, self.house.now()).await?;
        Ok(holder.is_some_and(|(holder, _)| holder.role == self.person.role.code()))
    }
}

/// Too much happened to be told: the page looks for itself.
fn reload() -> String {
    "event: reload\ndata: {}\n\n".to_owned()
}

/// What a list knows of its own moment, and the bar that counts what happened since. Without scripts there is nothing.
pub fn bar(language: Language, newest: i64, me: i64) -> Markup {
    let words = |count: i32| t!(language, "together-bar", count = count).into_owned();
    html! {
        div #live data-entry=(newest) data-me=(me) data-language=(language.code())
            data-one=(words(1)) data-few=(words(2)) data-many=(words(5)) data-reload=(t!(language, "together-reload")) {
            p.live-bar role="status" aria-live="polite" {}
        }
        script src=(assets::path("live.js")) defer {}
    }
}
