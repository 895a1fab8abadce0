//! The demo company, made up from a seed and a moment: two years of a chain of tea shops. Pure; `actions` writes it down.

mod buying;
mod chance;
mod life;
mod names;
mod opening;
mod people;
mod reminding;
mod story;
mod ties;
mod volume;
mod words;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use thiserror::Error;

pub use chance::Chance;
pub use volume::{Volume, Volumes};
pub use words::{BadWords, Person, Words};

use crate::{
    domain::{
        clock::Clockwork,
        questionnaire::{Definition, SurveyKind},
    },
    store::seeds::{
        ComplaintRow, CustomerRow, DecisionRow, DepartureRow, EditRow, EventRow, InvitationRow, LetterRow,
        PurchaseRow, ResponseRow,
    },
};

/// The days that the company looks back on.
pub const DAYS: f64 = 730.0;

/// What the company is made from.
#[derive(Debug)]
pub struct Ground<'a> {
    pub seed: u64,
    pub now: DateTime<Utc>,
    /// The questionnaire that customers answered.
    pub definition: &'a Definition,
    pub version_id: i64,
    /// The other questionnaires with their versions.
    pub others: &'a BTreeMap<SurveyKind, (i64, Definition)>,
    /// Ids of those who work on complaints; none leaves all complaints new.
    pub handlers: &'a [i64],
    /// What the clocks of complaints run by.
    pub clockwork: &'a Clockwork,
    pub customers: usize,
}

/// Every row of the company; ids count from 1, complaints from 1001, in the order of time; those of the other surveys follow.
#[derive(Debug, PartialEq)]
pub struct Company {
    pub customers: Vec<CustomerRow>,
    pub purchases: Vec<PurchaseRow>,
    pub invitations: Vec<InvitationRow>,
    pub decisions: Vec<DecisionRow>,
    pub departures: Vec<DepartureRow>,
    pub responses: Vec<ResponseRow>,
    pub edits: Vec<EditRow>,
    pub complaints: Vec<ComplaintRow>,
    pub events: Vec<EventRow>,
    pub letters: Vec<LetterRow>,
}

/// Why no company could be made up.
#[derive(Debug, Error)]
pub enum FoundingError {
    #[error(transparent)]
    Words(#[from] BadWords),
    #[error("a made-up history broke a rule of complaints: {0}")]
    Step(#[from] crate::domain::complaint::Refused),
}

/// Makes the company up: the same seed and moment give the same rows.
///
/// # Errors
/// When the words do not read, or a history would break a rule.
pub fn make_up(ground: &Ground<'_>, words: &Words) -> Result<Company, FoundingError> {
    let mut chance = Chance::new(ground.seed);
    let people = people::people(ground, words, &mut chance);
    let mut town = buying::Town::default();
    for person in people {
        town.live(person, ground, words, &mut chance);
    }
    let mut company = town.settle();
    ties::tie(&mut company, ground, words, &mut chance);
    life::work_complaints(&mut company, ground, words, &mut chance)?;
    ties::ask_after_complaints(&mut company, ground, words, &mut chance);
    reminding::remind(&mut company, ground);
    Ok(company)
}

impl Ground<'_> {
    /// What a response of a kind answered.
    #[must_use]
    pub fn definition_of(&self, kind: &str) -> &Definition {
        let kind = SurveyKind::parse(kind).unwrap_or(SurveyKind::Purchase);
        self.others.get(&kind).map_or(self.definition, |(_, definition)| definition)
    }
}

/// The id of each of `moments`: from `first` on in the order of time.
fn ranked(moments: &[DateTime<Utc>], first: i64) -> Vec<i64> {
    let mut order: Vec<usize> = (0..moments.len()).collect();
    order.sort_by_key(|at| moments.get(*at).copied());
    let mut ids = vec![0; moments.len()];
    for (at, id) in order.into_iter().zip(first..) {
        if let Some(slot) = ids.get_mut(at) {
            *slot = id;
        }
    }
    ids
}
