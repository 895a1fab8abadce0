//! Steps that mind other complaints: two held at once, what one was merged into, and putting back what was.

use chrono::{DateTime, Utc};

use super::{By, Refusal, Work};
use crate::{
    actions::{complaint_life::life, hindrance::Hindrance},
    domain::{
        clock::{self, Deadlines, Joined, Turn},
        complaint::State,
    },
    store::{Connection, complaint_events, complaints},
};

impl Work {
    /// Two complaints at once, held in the order of their numbers whichever is named first, so that nobody waits for
    /// somebody who waits for them.
    pub async fn begin_both(
        connection: &mut Connection,
        (one, other): (i64, i64),
        by: impl Into<By>,
        now: DateTime<Utc>,
    ) -> Result<(Self, Self), Refusal> {
        let by = by.into();
        let first = Self::begin(connection, one.min(other), by, now).await?;
        let last = Self::begin(connection, one.max(other), by, now).await?;
        Ok(if one <= other { (first, last) } else { (last, first) })
    }

    /// What stands for a complaint: where it was merged into another, that one hears what is said to it.
    pub async fn begin_standing(
        connection: &mut Connection,
        number: i64,
        by: impl Into<By>,
        now: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        let by = by.into();
        let mut standing = number;
        loop {
            standing = complaints::standing_for(connection, standing).await?.unwrap_or(standing);
            let work = Self::begin(connection, standing, by, now).await?;
            // Else merged while we waited for it: what it went into stands for both.
            if work.held.merged_into_id.is_none() {
                return Ok(work);
            }
        }
    }

    /// Stops what is done to complaints that are worked on; of one that was merged it says where it went.
    pub async fn must_be_open(&self, connection: &mut Connection) -> Result<(), Refusal> {
        self.must_not_be_merged(connection).await?;
        if self.state.is_open() { Ok(()) } else { Err(Refusal::Over(self.state)) }
    }

    pub async fn must_not_be_merged(&self, connection: &mut Connection) -> Result<(), Refusal> {
        if self.held.merged_into_id.is_none() {
            return Ok(());
        }
        let into = complaints::standing_for(connection, self.held.id).await?.unwrap_or(self.held.id);
        Err(Hindrance::Merged { into }.into())
    }

    /// Puts the state back to one it had, without a step: undoing is not a step of its life.
    pub fn restore(&mut self, state: State) {
        if state != self.state {
            self.note_field("state", Some(self.state.code()), Some(state.code()));
            self.state = state;
            self.life.turns.push((self.now, Turn::State(state)));
            state.code().clone_into(&mut self.held.state);
        }
    }

    /// By when it is due, were it worked on from now.
    pub fn joined(&self) -> Joined {
        let mut life = self.life.clone();
        life.turns.push((self.now, Turn::State(State::InProgress)));
        let Deadlines { first_answer, resolution } = clock::deadlines(&life, &self.clockwork);
        let unanswered = self.held.first_answered_at.is_none();
        Joined { first_answer: unanswered.then_some(first_answer), resolution }
    }

    /// Takes on the deadlines of what is merged in.
    pub fn join(&mut self, joined: Joined) {
        self.life.turns.push((self.now, Turn::Joined(joined)));
    }

    /// Parts with what was merged in: its deadlines do not count any more.
    pub async fn part(&mut self, connection: &mut Connection, from: i64) -> Result<(), Refusal> {
        let mut turned = complaint_events::turns(connection, &[self.held.id]).await?;
        turned.push(complaint_events::Turned {
            complaint_id: self.held.id,
            at: self.now,
            field: "merged_from".to_owned(),
            old_value: Some(from.to_string()),
            new_value: None,
            detail: None,
        });
        self.life = life(self.held.opened_at, self.held.severity, &turned);
        Ok(())
    }
}
