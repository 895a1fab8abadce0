//! What ticks: jobs take no input, may run twice, and decide from what is stored.

mod close_resolved;
mod consider_partials;
mod grade_customers;
mod keep_desk;
pub mod plan_invitations;
mod read_folder;
mod read_mail;
pub mod remind;
mod roll_up_figures;
mod send_digests;
mod send_letters;
mod settle_complaints;
mod watch_clocks;
mod watch_letters;
mod watch_silence;

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub use read_mail::show_incoming;
pub use send_letters::{Letters, Tally};

use crate::{
    actions::{
        keep_board_view, keep_draft::sweep_drafts, receive_mail, sweep_partials::sweep_partials,
        watch_clocks as clocks,
    },
    config::Config,
    store::{Pool, StoreError, complaint_presence, open_links, sessions},
};

/// Connections of the worker: one for the letters, and for the other jobs.
const CONNECTIONS: usize = 7;
/// How long a job waits after the database or the mail server did not answer.
const AFTER_TROUBLE: Duration = Duration::from_secs(30);

/// What the worker does. A new job is a variant here, with its period and its step in [`Worker::step`].
///
/// Letters are looked for often instead of being announced: NOTIFY would make every transaction that writes a letter
/// wait for one lock of the whole database, and an answer a second after it is soon enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Job {
    WatchSilence,
    GradeCustomers,
    PlanInvitations,
    ConsiderPartials,
    SettleComplaints,
    CloseResolved,
    WatchClocks,
    KeepDesk,
    Remind,
    SendDigests,
    SendLetters,
    WatchLetters,
    ReadFolder,
    ReadMail,
    RollUpFigures,
    ForgetPresence,
    Sweep,
}

impl Job {
    /// In the order in which `work --once` runs them: what makes letters stands before what sends them.
    const ALL: [Self; 17] = [
        Self::WatchSilence,
        Self::GradeCustomers,
        Self::PlanInvitations,
        Self::Remind,
        Self::ConsiderPartials,
        Self::SettleComplaints,
        Self::CloseResolved,
        Self::WatchClocks,
        Self::KeepDesk,
        Self::SendDigests,
        Self::SendLetters,
        Self::WatchLetters,
        Self::ReadFolder,
        Self::ReadMail,
        Self::RollUpFigures,
        Self::ForgetPresence,
        Self::Sweep,
    ];

    const fn period(self) -> Duration {
        match self {
            Self::WatchSilence | Self::CloseResolved => Duration::from_hours(1),
            Self::SendDigests => Duration::from_mins(10),
            Self::PlanInvitations | Self::Remind | Self::ConsiderPartials => Duration::from_mins(1),
            Self::SendLetters | Self::SettleComplaints | Self::KeepDesk => Duration::from_secs(2),
            Self::RollUpFigures => Duration::from_millis(500),
            Self::ForgetPresence => Duration::from_secs(10),
            Self::ReadFolder => Duration::from_secs(5),
            Self::WatchClocks | Self::WatchLetters | Self::ReadMail => Duration::from_secs(30),
            Self::Sweep | Self::GradeCustomers => Duration::from_hours(24),
        }
    }
}

/// Whether a step went well enough to come again at its usual time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Usual,
    AfterTrouble,
}

/// Runs every job in its own time until told to stop.
pub struct Worker {
    config: Config,
    pool: Pool,
    letters: Letters,
    /// What of the mail folder was told already.
    told: read_folder::Told,
}

impl Worker {
    /// A worker of its own connections.
    ///
    /// # Errors
    /// When a setting of the mail is wrong.
    pub fn new(config: &Config, database: &str) -> Result<Self, String> {
        let letters = Letters::new(config)?;
        Ok(Self {
            config: config.clone(),
            pool: Pool::new(database, CONNECTIONS),
            letters,
            told: read_folder::Told::default(),
        })
    }

    /// Ticks until `stop`; a step in hand is finished. A job that fails does not stop the others.
    pub async fn run(self, stop: CancellationToken) {
        let worker = Arc::new(self);
        let mut running = JoinSet::new();
        for job in Job::ALL {
            running.spawn(Arc::clone(&worker).keep(job, stop.clone()));
        }
        while running.join_next().await.is_some() {}
    }

    /// Does all that is due by `clock`, once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn once(
        &self,
        clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
        stop: &CancellationToken,
    ) -> Result<Tally, StoreError> {
        let mut tally = Tally::default();
        for job in Job::ALL {
            match job {
                Job::SendLetters => tally = self.letters.send_due(&self.pool, clock, stop).await?,
                other => {
                    self.step(other, clock, stop).await?;
                }
            }
        }
        Ok(tally)
    }

    async fn keep(self: Arc<Self>, job: Job, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let worker = Arc::clone(&self);
            let told = stop.clone();
            // A task of its own, so that a fault ends one step and not the job.
            let step = tokio::spawn(async move { worker.step(job, &Utc::now, &told).await });
            let next = match step.await {
                Ok(Ok(next)) => next,
                Ok(Err(StoreError::Away(cause))) => {
                    tracing::warn!(?job, %cause, "the database does not answer; trying again soon");
                    Next::AfterTrouble
                }
                Ok(Err(cause)) => {
                    tracing::error!(?job, %cause, "a job failed; trying again soon");
                    Next::AfterTrouble
                }
                Err(cause) => {
                    tracing::error!(?job, %cause, "a job broke off; trying again soon");
                    Next::AfterTrouble
                }
            };
            let pause = match next {
                Next::Usual => job.period(),
                Next::AfterTrouble => AFTER_TROUBLE,
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// One step of a job.
    async fn step(
        &self,
        job: Job,
        clock: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
        stop: &CancellationToken,
    ) -> Result<Next, StoreError> {
        match job {
            Job::WatchSilence => watch_silence::step(&mut *self.pool.get().await?, clock()).await?,
            Job::GradeCustomers => grade_customers::step(&mut *self.pool.get().await?, clock()).await?,
            Job::PlanInvitations => {
                plan_invitations::step(&mut *self.pool.get().await?, &self.config, clock()).await?
            }
            Job::ConsiderPartials => consider_partials::step(&mut *self.pool.get().await?, clock()).await?,
            Job::SettleComplaints => settle_complaints::step(&mut *self.pool.get().await?, clock()).await?,
            Job::CloseResolved => close_resolved::step(&mut *self.pool.get().await?, clock()).await?,
            Job::WatchClocks => watch_clocks::step(&mut *self.pool.get().await?, clock()).await?,
            Job::KeepDesk => keep_desk::step(&mut *self.pool.get().await?, clock()).await?,
            Job::Remind => remind::step(&mut *self.pool.get().await?, &self.config, clock()).await?,
            Job::SendDigests => {
                send_digests::step(&mut *self.pool.get().await?, &self.config, clock()).await?;
            }
            Job::SendLetters => {
                let tally = self.letters.send_due(&self.pool, clock, stop).await?;
                return Ok(if tally.server_away { Next::AfterTrouble } else { Next::Usual });
            }
            Job::WatchLetters => watch_letters::step(&mut *self.pool.get().await?, clock()).await?,
            Job::ReadFolder if self.config.mail_dir.is_none() => {}
            Job::ReadFolder => {
                read_folder::step(&mut *self.pool.get().await?, &self.config, &self.told, clock()).await?;
            }
            Job::ReadMail => {
                read_mail::step(&mut *self.pool.get().await?, &self.config, clock()).await?;
            }
            Job::RollUpFigures => {
                roll_up_figures::step(&mut *self.pool.get().await?, &self.config, clock()).await?;
            }
            Job::ForgetPresence => {
                complaint_presence::sweep(&mut *self.pool.get().await?, clock()).await?;
            }
            Job::Sweep => {
                let mut connection = self.pool.get().await?;
                sessions::sweep(&mut connection, clock()).await?;
                sweep_partials(&mut connection, clock()).await?;
                receive_mail::sweep(&mut connection, clock()).await?;
                open_links::sweep(&mut connection, clock()).await?;
                clocks::sweep(&mut connection, clock()).await?;
                sweep_drafts(&mut connection, clock()).await?;
                keep_board_view::sweep(&mut connection, clock()).await?;
            }
        }
        Ok(Next::Usual)
    }
}
