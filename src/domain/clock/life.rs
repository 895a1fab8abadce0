//! A complaint's life as its clocks see it, and what follows from it: when each clock ends, and why then.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Clockwork, Deadlines, NEVER};
use crate::domain::{complaint::State, severity::Severity};

/// What happened in a complaint's life that its clocks mind, from its history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Its state became this one.
    State(State),
    /// Its severity became this one.
    Severity(Severity),
    /// The customer had a first answer by a person.
    Answered,
    /// It was over, and is worked on again.
    Reopened,
    /// Another complaint was merged into it.
    Joined(Joined),
}

/// By when what was merged in was due, had it run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// None where its customer had a first answer.
    pub first_answer: Option<DateTime<Utc>>,
    /// Its resolution.
    pub resolution: DateTime<Utc>,
}

/// A complaint's life as its clocks see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// As it was then.
    pub severity: Severity,
    /// What happened since, in order.
    pub turns: Vec<(DateTime<Utc>, Turn)>,
}

/// From when a limit is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// From the opening.
    Opened,
    /// From the last reopening.
    Reopened,
    /// From the moment at which the severity rose.
    Raised,
    /// From the merging of another complaint, which was due so soon.
    Joined,
}

/// Why a clock ends when it ends. Unless the calendar never opens, `due` is the moment after `allowed + paused` of worked
/// time from `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// Whose limit it is; not the present one, where that allowed no less, or no more.
    pub severity: Severity,
    /// Worked time that the severity allows.
    pub allowed: TimeDelta,
    /// From when it is counted.
    pub from: DateTime<Utc>,
    /// What happened then.
    pub cause: Cause,
    /// Worked time that was not counted since: the customer was awaited, or the complaint was over.
    pub paused: TimeDelta,
    /// Since when it stands still, if it does.
    pub stands_since: Option<DateTime<Utc>>,
    /// When it ends; while it stands, when it would end if it had run on from the last turn.
    pub due: DateTime<Utc>,
}

/// Why each of both clocks ends when it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reasons {
    /// Of the clock of the first answer.
    pub first_answer: Reason,
    /// Of the clock of the resolution.
    pub resolution: Reason,
}

/// Both deadlines, from the whole of a life: those of [`explain`].
#[must_use]
pub fn deadlines(life: &Life, by: &Clockwork) -> Deadlines {
    let Reasons { first_answer, resolution } = explain(life, by);
    Deadlines { first_answer: first_answer.due, resolution: resolution.due }
}

/// Both clocks, from the whole of a life.
///
/// - Each clock has a limit of worked time, that of the severity, and counts worked time since the opening.
/// - While the customer is awaited, and while the complaint is over, nothing is counted. So a pause moves a deadline by
///   the worked time it held, and never brings it nearer. A clock that ran out before it was stopped stays missed.
/// - A severity that rises at some moment allows its own limit from that moment, if that is sooner; one that falls allows
///   its own limit from the opening, if that is later.
/// - The first answer ends its clock for good. A reopening starts the clock of the resolution anew, and that one alone.
/// - What is merged in keeps its own deadline where that is the sooner one; from then on it pauses with the rest.
#[must_use]
pub fn explain(life: &Life, by: &Clockwork) -> Reasons {
    let mut severity = life.severity;
    let target = by.targets.of(severity);
    let mut first = Meter::new(life.opened_at, Cause::Opened, severity, target.first_answer());
    let mut last = Meter::new(life.opened_at, Cause::Opened, severity, target.resolution());
    for (at, turn) in &life.turns {
        match turn {
            Turn::State(state) => {
                let runs = matches!(state, State::New | State::InProgress);
                first.set(*at, runs, by);
                last.set(*at, runs, by);
            }
            Turn::Severity(new) => {
                let target = by.targets.of(*new);
                let worse = *new > severity;
                severity = *new;
                first.grade(*at, severity, worse, target.first_answer(), by);
                last.grade(*at, severity, worse, target.resolution(), by);
            }
            Turn::Answered => first.ended = true,
            Turn::Reopened => {
                last = Meter::new(*at, Cause::Reopened, severity, by.targets.of(severity).resolution());
            }
            Turn::Joined(joined) => {
                if let Some(due) = joined.first_answer {
                    first.join(*at, due, by);
                }
                last.join(*at, joined.resolution, by);
            }
        }
    }
    Reasons { first_answer: first.reason(by), resolution: last.reason(by) }
}

/// One clock.
#[derive(Debug, Clone, Copy)]
struct Meter {
    begun_at: DateTime<Utc>,
    begun_by: Cause,
    /// Worked time since the beginning that it may use.
    limit: TimeDelta,
    /// How much of that it used before `since`.
    used: TimeDelta,
    /// How much of the time since the beginning was not counted before `since`.
    paused: TimeDelta,
    /// Until here everything is counted.
    since: DateTime<Utc>,
    runs: bool,
    stopped_at: DateTime<Utc>,
    ended: bool,
    /// When it ran out, if that was before it was stopped, and how long it had stood until then.
    rang: Option<(DateTime<Utc>, TimeDelta)>,
    grounds: Grounds,
}

/// Where its limit comes from.
#[derive(Debug, Clone, Copy)]
struct Grounds {
    severity: Severity,
    allowed: TimeDelta,
    from: DateTime<Utc>,
    cause: Cause,
    /// Pauses before `from`.
    paused: TimeDelta,
}

impl Meter {
    const fn new(at: DateTime<Utc>, cause: Cause, severity: Severity, limit: TimeDelta) -> Self {
        let none = TimeDelta::zero();
        Self {
            begun_at: at,
            begun_by: cause,
            limit,
            used: none,
            paused: none,
            since: at,
            runs: true,
            stopped_at: at,
            ended: false,
            rang: None,
            grounds: Grounds { severity, allowed: limit, from: at, cause, paused: none },
        }
    }

    /// Counts what lies between the last turn and this one. Two processes' clocks may differ: a turn that is said to come
    /// before the last one came with it.
    fn count(&mut self, at: DateTime<Utc>, by: &Clockwork) {
        let at = at.max(self.since);
        let worked = by.calendar.between(self.since, at);
        if self.runs {
            if self.rang.is_none() && self.used + worked >= self.limit {
                self.rang = Some((self.due(by), self.paused));
            }
            self.used += worked;
        } else {
            self.paused += worked;
        }
        self.since = at;
    }

    /// Lets it run, or stops it.
    fn set(&mut self, at: DateTime<Utc>, runs: bool, by: &Clockwork) {
        if self.ended || runs == self.runs {
            return;
        }
        self.count(at, by);
        self.runs = runs;
        self.stopped_at = self.since;
    }

    /// Takes on the limit of another severity.
    fn grade(
        &mut self,
        at: DateTime<Utc>,
        severity: Severity,
        worse: bool,
        allowed: TimeDelta,
        by: &Clockwork,
    ) {
        if self.ended {
            return;
        }
        self.count(at, by);
        if worse && self.used + allowed < self.limit {
            self.limit = self.used + allowed;
            let (from, paused) = (self.since, self.paused);
            self.grounds = Grounds { severity, allowed, from, cause: Cause::Raised, paused };
        }
        // Missed by both, the old limit and the milder one, it stays missed when it was.
        if !worse && allowed >= self.limit && (self.rang.is_none() || allowed > self.used) {
            self.limit = allowed;
            let paused = TimeDelta::zero();
            self.grounds = Grounds { severity, allowed, from: self.begun_at, cause: self.begun_by, paused };
        }
        if self.limit > self.used {
            self.rang = None;
        }
    }

    /// Takes on an earlier deadline of another clock.
    fn join(&mut self, at: DateTime<Utc>, due: DateTime<Utc>, by: &Clockwork) {
        if self.ended || due >= NEVER {
            return;
        }
        self.count(at, by);
        if (self.runs || self.rang.is_some()) && self.due(by) <= due {
            return;
        }
        let (severity, cause, paused) = (self.grounds.severity, Cause::Joined, self.paused);
        if due <= self.since {
            self.rang = Some((due, paused));
            self.limit = self.limit.min(self.used);
            self.grounds = Grounds { severity, allowed: TimeDelta::zero(), from: due, cause, paused };
        } else {
            let allowed = by.calendar.between(self.since, due);
            self.limit = self.limit.min(self.used + allowed);
            self.grounds = Grounds { severity, allowed, from: self.since, cause, paused };
        }
    }

    fn due(&self, by: &Clockwork) -> DateTime<Utc> {
        self.rang.map_or_else(|| by.after(self.since, self.limit - self.used), |(due, _)| due)
    }

    fn reason(&self, by: &Clockwork) -> Reason {
        let Grounds { severity, allowed, from, cause, paused: before } = self.grounds;
        let paused = self.rang.map_or(self.paused, |(_, paused)| paused) - before;
        Reason {
            severity,
            allowed,
            from,
            cause,
            paused,
            stands_since: (!self.runs && !self.ended).then_some(self.stopped_at),
            due: self.due(by),
        }
    }
}
