//! How long an answer waits to be in the figures while all that can come, comes.

use std::{
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use crate::database::Database;

/// Between two looks at the queue.
const PAUSE: Duration = Duration::from_millis(50);

/// Looks at the age of the oldest change that is not in the figures, until it is stopped and nothing waits any more.
pub struct Watch {
    stop: mpsc::Sender<()>,
    watching: thread::JoinHandle<Waited>,
}

/// What was seen.
pub struct Waited {
    /// Seconds, in order.
    ages: Vec<f64>,
    /// Seconds until nothing waited after the last answer.
    pub rest: f64,
}

impl Watch {
    pub fn start(database: &Database) -> Self {
        let (url, (stop, stopped)) = (database.url(), mpsc::channel());
        let watching = thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(watch(&url, &stopped))
        });
        Self { stop, watching }
    }

    pub fn end(self) -> Waited {
        self.stop.send(()).expect("somebody watches");
        self.watching.join().expect("what was seen")
    }
}

async fn watch(url: &str, stopped: &mpsc::Receiver<()>) -> Waited {
    let (client, connection) =
        tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("a connection");
    tokio::spawn(connection);
    let oldest =
        "SELECT extract(epoch FROM clock_timestamp() - (SELECT min(queued_at) FROM fact_queue))::float8";
    let (mut ages, mut since) = (Vec::new(), None);
    loop {
        let age: Option<f64> = client.query_one(oldest, &[]).await.expect("an age").get(0);
        if stopped.try_recv().is_ok() {
            since = Some(Instant::now());
        }
        match (age, since) {
            (None, Some(since)) => {
                ages.sort_by(f64::total_cmp);
                return Waited { ages, rest: since.elapsed().as_secs_f64() };
            }
            (age, _) => ages.push(age.unwrap_or(0.0)),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

impl Waited {
    /// The age that this share of the looks found at most.
    pub fn quantile(&self, share: f64) -> f64 {
        let last = self.ages.len() - 1;
        self.ages[((self.ages.len() as f64 * share) as usize).min(last)]
    }
}
