//! The demo company's complaints: opened by the house's own rules, then worked by people who are sometimes slow.

mod ending;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Company, Ground,
    chance::{Chance, days, hours},
    opening::{Opening, opening, signal_codes, topic},
    ranked,
    words::{Words, Work},
};
use crate::{
    domain::{
        answer::Signal,
        clock::{Deadlines, NEVER, next_deadline},
        complaint::{Refused, Resolution, State, Step, next},
        invitation::Sending,
        priority::{ByHand, Why},
        severity::Severity,
    },
    store::seeds::{ComplaintRow, EditRow, EventRow, LetterRow},
};

/// The first number that people say.
const FIRST_NUMBER: i64 = 1001;
/// Backlog is made of complaints that are this young, in days.
const RECENT: f64 = 45.0;
/// Days after which a resolved complaint closes by itself.
const CLOSED_AFTER: f64 = 14.0;
/// How many of them somebody lets run past the deadline of the first answer, and of the resolution.
const FORGOTTEN: (f64, f64) = (0.12, 0.3);

/// Opens a complaint for every answer that asks for one, and works each up to now.
///
/// # Errors
/// When a step is not allowed, which would be a fault of this file.
pub fn work_complaints(
    company: &mut Company,
    ground: &Ground<'_>,
    words: &Words,
    chance: &mut Chance,
) -> Result<(), Refused> {
    let edits: BTreeMap<i64, &EditRow> = company.edits.iter().map(|edit| (edit.response_id, edit)).collect();
    let mut openings: Vec<Opening<'_>> = company
        .responses
        .iter()
        .filter_map(|response| opening(response, edits.get(&response.id).copied(), ground))
        .collect();
    openings.sort_by_key(|opening| opening.at);
    let mut desk = Desk { ground, words, events: Vec::new(), letters: Vec::new() };
    let mut complaints = Vec::with_capacity(openings.len());
    for (opening, number) in openings.into_iter().zip(FIRST_NUMBER..) {
        complaints.push(desk.case(number, &opening, chance)?);
    }
    let Desk { mut events, letters, .. } = desk;
    company.complaints = complaints;

    company.letters.extend(letters);
    let created: Vec<_> = company.letters.iter().map(|letter| letter.created_at).collect();
    let ids = ranked(&created, 1);
    let old = company.letters.iter().filter(|letter| letter.complaint_id.is_none()).count();
    for (letter, id) in company.letters.iter_mut().zip(&ids) {
        letter.id = *id;
    }
    let ats: Vec<_> = events.iter().map(|event| event.at).collect();
    for (event, id) in events.iter_mut().zip(ranked(&ats, 1)) {
        event.id = id;
        event.letter_id = event
            .letter_id
            .and_then(|place| usize::try_from(place).ok())
            .and_then(|place| ids.get(old + place).copied());
    }
    events.sort_by_key(|event| event.id);
    company.letters.sort_by_key(|letter| letter.id);
    company.events = events;
    Ok(())
}

/// Everything written so far.
struct Desk<'a> {
    ground: &'a Ground<'a>,
    words: &'a Words,
    events: Vec<EventRow>,
    letters: Vec<LetterRow>,
}

/// One complaint while it is worked.
struct Case {
    row: ComplaintRow,
    state: State,
    owner: Option<i64>,
}

impl Case {
    fn severity(&self) -> Severity {
        Severity::from_rank(self.row.severity).unwrap_or(Severity::Normal)
    }

    /// Hours by the wall clock to the first answer and to the resolution.
    fn target(&self) -> (f64, f64) {
        let hours = |due: DateTime<Utc>| (due - self.row.opened_at).as_seconds_f64() / 3600.0;
        (hours(self.row.first_answer_due), hours(self.row.resolution_due))
    }
}

impl Desk<'_> {
    fn case(
        &mut self,
        number: i64,
        opening: &Opening<'_>,
        chance: &mut Chance,
    ) -> Result<ComplaintRow, Refused> {
        let mut case = self.open(number, opening);
        let topic = topic(&opening.signals, chance);
        let work = self.words.work(topic);
        self.work(&mut case, topic, &work, chance)?;
        let Case { mut row, state, owner } = case;
        let deadlines = Deadlines { first_answer: row.first_answer_due, resolution: row.resolution_due };
        row.state = state.code();
        if !state.is_open() {
            row.why = None;
        }
        row.owner_id = owner;
        row.next_deadline = next_deadline(state, row.first_answered_at, deadlines, NEVER);
        Ok(row)
    }

    fn open(&mut self, number: i64, opening: &Opening<'_>) -> Case {
        let all: Vec<Signal> = opening.signals.iter().chain(&opening.added).cloned().collect();
        let first = Severity::of(&opening.signals).unwrap_or(Severity::Normal);
        let severity = Severity::of(&all).unwrap_or(first);
        let deadlines = Deadlines::new(opening.at, severity, self.ground.clockwork);
        let response = opening.response;
        let mut codes: Vec<String> = Vec::new();
        for signal in &all {
            let code = signal.code().into_owned();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let row = ComplaintRow {
            id: number,
            customer_id: response.customer_id,
            purchase_id: response.purchase_id,
            response_id: Some(response.id),
            state: State::New.code(),
            severity: severity.rank(),
            signals: codes,
            owner_id: None,
            opened_at: opening.at,
            first_answer_due: deadlines.first_answer,
            resolution_due: deadlines.resolution,
            next_deadline: deadlines.first_answer,
            first_answered_at: None,
            resolved_at: None,
            reopened: 0,
            version: 1,
            ..ComplaintRow::default()
        };
        let mut case = Case { row, state: State::New, owner: None };
        let event = self.event(&case, opening.at, None, "opened");
        event.response_id = Some(response.id);
        event.new_value = Some(signal_codes(&opening.signals));
        self.letter(&mut case, opening.at, "acknowledgement", None, None);
        if !opening.added.is_empty() {
            let event = self.event(&case, response.changed_at, None, "signal");
            event.response_id = Some(response.id);
            event.new_value = Some(signal_codes(&opening.added));
        }
        case
    }

    /// Step after step until it is over, or until now.
    fn work(
        &mut self,
        case: &mut Case,
        topic: &str,
        work: &Work,
        chance: &mut Chance,
    ) -> Result<(), Refused> {
        let opened = case.row.opened_at;
        let recent = opened > self.ground.now - days(RECENT);
        let owner = chance.pick(&self.ground.handlers.iter().copied().map(Some).collect::<Vec<_>>());
        if owner.is_none() {
            return Ok(());
        }
        let target = case.target();
        let wait = if !recent {
            chance.wait(1.4)
        } else if chance.happens(FORGOTTEN.0) {
            target.0 * chance.between(1.2, 3.0)
        } else {
            target.0 * chance.between(0.85, 0.99)
        };
        let taken = working(opened + hours(0.05 + wait));
        if taken > self.ground.now {
            return Ok(());
        }
        case.state = next(case.state, Step::Take)?;
        case.owner = owner;
        case.row.version += 1;
        self.event(case, taken, owner, "taken");
        let mut at = working(taken + hours(0.1 + chance.wait(0.8)));
        if chance.happens(0.07) && at < self.ground.now {
            self.raise(case, at, owner);
        }
        if chance.happens(0.02) && at < self.ground.now {
            return self.end(case, at, topic, Step::MarkDuplicate, chance);
        }
        if chance.happens(0.5) && at < self.ground.now {
            case.row.version += 1;
            self.event(case, at, owner, "note").body = Some(work.note.clone());
        }
        at = working(at + hours(0.05 + chance.wait(0.7)));
        if at > self.ground.now {
            return Ok(());
        }
        self.reply(case, at, owner, &work.reply);
        if chance.happens(if recent { 0.42 } else { 0.3 }) {
            let Some(again) = self.hear(case, at, owner, chance)? else { return Ok(()) };
            at = again;
        }
        let pace =
            if chance.happens(FORGOTTEN.1) { chance.between(1.2, 5.0) } else { chance.between(0.93, 1.0) };
        let slow = if recent {
            (opened + hours(case.target().1 * pace) - at).max(TimeDelta::zero())
        } else if chance.happens(0.1) {
            days(chance.between(2.0, 7.0))
        } else {
            hours(chance.wait(13.0))
        };
        at = working(at + hours(0.5) + slow);
        if at > self.ground.now {
            return Ok(());
        }
        if chance.happens(0.05) {
            return self.end(case, at, topic, Step::Reject, chance);
        }
        self.resolve(case, at, topic, work, chance)?;
        if chance.happens(0.055) {
            let objected = working(at + days(chance.between(0.6, 5.0)));
            if objected > self.ground.now {
                return Ok(());
            }
            case.state = next(case.state, Step::Reopen)?;
            case.row.reopened += 1;
            case.row.version += 1;
            case.row.resolution_due =
                Deadlines::new(objected, case.severity(), self.ground.clockwork).resolution;
            self.event(case, objected, owner, "reopened").body = Some(self.words.any.again.clone());
            self.state_event(case, objected, owner, State::Resolved);
            let times = (case.row.reopened - 1).to_string();
            self.field(case, objected, "reopened", Some(times), Some(case.row.reopened.to_string()));
            self.take_off(case, objected);
            at = working(objected + days(chance.between(0.5, 4.0)));
            if at > self.ground.now {
                return Ok(());
            }
            self.resolve(case, at, topic, work, chance)?;
        }
        let closed = at + days(CLOSED_AFTER);
        if closed < self.ground.now {
            let old = case.state;
            case.state = next(case.state, Step::Close)?;
            self.event(case, closed, None, "closed");
            self.state_event(case, closed, None, old);
        }
        Ok(())
    }

    /// A question to the customer; answers when they wrote back, none while they are awaited.
    fn hear(
        &mut self,
        case: &mut Case,
        at: DateTime<Utc>,
        owner: Option<i64>,
        chance: &mut Chance,
    ) -> Result<Option<DateTime<Utc>>, Refused> {
        let asked = working(at + hours(1.0 + chance.wait(2.0)));
        if asked > self.ground.now {
            return Ok(None);
        }
        self.reply(case, asked, owner, &self.words.any.asked.clone());
        let old = case.state;
        case.state = next(case.state, Step::Wait)?;
        self.state_event(case, asked + TimeDelta::seconds(5), owner, old);
        let silent = chance.happens(0.15);
        let heard = working(asked + if silent { days(10.0) } else { hours(2.0 + chance.wait(30.0)) });
        if heard > self.ground.now {
            return Ok(None);
        }
        if silent {
            self.event(case, heard, owner, "note").body = Some(self.words.any.silent.clone());
            return Ok(Some(heard));
        }
        let old = case.state;
        case.state = next(case.state, Step::CustomerReplied)?;
        self.event(case, heard, owner, "note").body = Some(self.words.any.customer.clone());
        self.state_event(case, heard + TimeDelta::seconds(5), owner, old);
        Ok(Some(heard))
    }

    fn raise(&mut self, case: &mut Case, at: DateTime<Utc>, owner: Option<i64>) {
        let old = case.severity();
        let Some(new) = Severity::from_rank(case.row.severity + 1) else { return };
        case.row.severity = new.rank();
        case.row.version += 1;
        let deadlines = Deadlines::new(case.row.opened_at, new, self.ground.clockwork);
        case.row.first_answer_due = deadlines.first_answer;
        case.row.resolution_due = deadlines.resolution;
        let by_hand = owner.map(|by| ByHand {
            severity: new,
            computed: old,
            by,
            at,
            reason: self.words.any.raised.clone(),
        });
        // The rules fill in the rest when it is settled.
        let why = Why { computed: old, reasons: Vec::new(), parts: Vec::new(), by_hand };
        case.row.why = serde_json::to_string(&why).ok();
        let body = self.words.any.raised.clone();
        for (field, old_value, body) in
            [("severity_by_hand", None, Some(body)), ("severity", Some(old.code().to_owned()), None)]
        {
            let event = self.event(case, at, owner, "field");
            event.field = Some(field);
            event.old_value = old_value;
            event.new_value = Some(new.code().to_owned());
            event.body = body;
        }
    }

    fn resolve(
        &mut self,
        case: &mut Case,
        at: DateTime<Utc>,
        topic: &str,
        work: &Work,
        chance: &mut Chance,
    ) -> Result<(), Refused> {
        let old = case.state;
        case.state = next(case.state, Step::Resolve)?;
        case.row.version += 1;
        case.row.resolved_at = Some(at);
        let owner = case.owner;
        let letter = self.letter(case, at, "resolved", owner, Some(work.solved.clone()));
        let event = self.event(case, at, owner, "letter");
        event.body = Some(work.solved.clone());
        event.letter_id = Some(letter);
        self.event(case, at, owner, "resolved");
        self.state_event(case, at, owner, old);
        let resolution = match chance.weighted(&[52.0, 22.0, 20.0, 3.0, 3.0]) {
            0 => Resolution::Upheld,
            1 => Resolution::PartlyUpheld,
            2 => Resolution::Goodwill,
            3 => Resolution::Withdrawn,
            _ => Resolution::NotAComplaint,
        };
        self.put_outcome(case, at, topic, resolution, chance);
        Ok(())
    }

    /// Over without being mended: not upheld, or the same as another.
    fn end(
        &mut self,
        case: &mut Case,
        at: DateTime<Utc>,
        topic: &str,
        step: Step,
        chance: &mut Chance,
    ) -> Result<(), Refused> {
        let old = case.state;
        let owner = case.owner;
        case.state = next(case.state, step)?;
        case.row.version += 1;
        case.row.resolved_at = Some(at);
        if step == Step::Reject {
            let words = self.words.any.rejected.clone();
            case.row.first_answered_at = case.row.first_answered_at.or(Some(at));
            let letter = self.letter(case, at, "rejected", owner, Some(words.clone()));
            let event = self.event(case, at, owner, "letter");
            event.body = Some(words);
            event.letter_id = Some(letter);
            self.event(case, at, owner, "rejected");
            self.state_event(case, at, owner, old);
            self.put_outcome(case, at, topic, Resolution::Rejected, chance);
        } else {
            self.event(case, at, owner, "note").body = Some(self.words.any.duplicate.clone());
            self.state_event(case, at + TimeDelta::seconds(5), owner, old);
        }
        Ok(())
    }

    fn reply(&mut self, case: &mut Case, at: DateTime<Utc>, owner: Option<i64>, body: &str) {
        case.row.version += 1;
        case.row.first_answered_at = case.row.first_answered_at.or(Some(at));
        let letter = self.letter(case, at, "reply", owner, Some(body.to_owned()));
        let event = self.event(case, at, owner, "letter");
        event.body = Some(body.to_owned());
        event.letter_id = Some(letter);
    }

    fn state_event(&mut self, case: &Case, at: DateTime<Utc>, staff: Option<i64>, old: State) {
        let new = case.state.code().to_owned();
        let event = self.event(case, at, staff, "field");
        event.field = Some("state");
        event.old_value = Some(old.code().to_owned());
        event.new_value = Some(new);
    }

    /// What the owner changed of a field.
    fn field(
        &mut self,
        case: &Case,
        at: DateTime<Utc>,
        field: &'static str,
        old: Option<String>,
        new: Option<String>,
    ) {
        let event = self.event(case, at, case.owner, "field");
        event.field = Some(field);
        event.old_value = old;
        event.new_value = new;
    }

    fn event(
        &mut self,
        case: &Case,
        at: DateTime<Utc>,
        staff: Option<i64>,
        kind: &'static str,
    ) -> &mut EventRow {
        let at_place = self.events.len();
        self.events.push(EventRow {
            id: 0,
            complaint_id: case.row.id,
            at,
            staff_id: staff,
            kind,
            field: None,
            old_value: None,
            new_value: None,
            body: None,
            response_id: None,
            letter_id: None,
        });
        #[expect(clippy::indexing_slicing, reason = "the row was pushed on the line above")]
        &mut self.events[at_place]
    }

    /// Writes a letter that has left; answers its place among the desk's letters.
    fn letter(
        &mut self,
        case: &mut Case,
        at: DateTime<Utc>,
        kind: &'static str,
        staff: Option<i64>,
        body: Option<String>,
    ) -> i64 {
        self.letters.push(LetterRow {
            id: 0,
            kind,
            customer_id: case.row.customer_id,
            invitation_id: None,
            complaint_id: Some(case.row.id),
            staff_id: staff,
            body,
            state: "sent",
            due_at: at,
            attempts: 1,
            sent_at: Some((at + TimeDelta::seconds(9)).min(self.ground.now)),
            failure: None,
            created_at: at,
        });
        i64::try_from(self.letters.len()).unwrap_or(i64::MAX) - 1
    }
}

/// The next moment at which somebody is at the desk.
fn working(at: DateTime<Utc>) -> DateTime<Utc> {
    Sending { sending_from: 8, sending_to: 21, ..Sending::default() }.moment(at, None)
}
