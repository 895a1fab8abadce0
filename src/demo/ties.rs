//! What else the demo company asked: of the relationship, after silence, after leaving, after complaints, and its own people.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Company, Ground,
    chance::{Chance, days, hours, whole},
    names::feminine,
    words::{Mood, Sayings, Words},
};
use crate::{
    domain::{
        invitation::{Rules, Sending},
        questionnaire::{Definition, SurveyKind},
        reason::shown_codes,
    },
    store::seeds::{
        CustomerRow, DepartureRow, InvitationRow, LetterRow, PurchaseRow, ResponseRow, Road, Standing,
    },
};

/// Days of silence that make a customer inactive, and lost.
const INACTIVE: f64 = 90.0;
const LOST: f64 = 180.0;
/// Days from leaving to the question why.
const COOLING_OFF: f64 = 14.0;
/// Letters of each kind that are due in the moment of the founding, so that the mailbox has one of each at any hour.
const DUE_AT_ONCE: usize = 2;
/// Employees who were asked.
const EMPLOYEES: usize = 14;

/// Asks everybody whom the rules would have asked by now, and lets some of them answer; employees too.
pub fn tie(company: &mut Company, ground: &Ground<'_>, words: &Words, chance: &mut Chance) {
    let mut ties = Ties { company, ground, words, due: BTreeMap::new() };
    let lives = ties.lives();
    for life in &lives {
        ties.live(life, chance);
    }
    ties.ask_employees(chance);
}

/// Asks those whose complaints were resolved.
pub fn ask_after_complaints(company: &mut Company, ground: &Ground<'_>, words: &Words, chance: &mut Chance) {
    Ties { company, ground, words, due: BTreeMap::new() }.ask_after_complaints(chance);
}

/// What is known of one customer's buying.
struct Life {
    customer: CustomerRow,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
    store: Option<String>,
    /// When they were asked about purchases.
    asked: Vec<DateTime<Utc>>,
    worst: Option<i16>,
}

struct Ties<'a> {
    company: &'a mut Company,
    ground: &'a Ground<'a>,
    words: &'a Words,
    due: BTreeMap<SurveyKind, usize>,
}

/// An invitation before it has an id.
struct Asking<'a> {
    kind: SurveyKind,
    customer: &'a CustomerRow,
    at: DateTime<Utc>,
    complaint_id: Option<i64>,
    departure_id: Option<i64>,
    road: Road,
}

impl Ties<'_> {
    fn lives(&self) -> Vec<Life> {
        let mut bought: BTreeMap<i64, Vec<&PurchaseRow>> = BTreeMap::new();
        for purchase in &self.company.purchases {
            bought.entry(purchase.customer_id).or_default().push(purchase);
        }
        let mut asked: BTreeMap<i64, Vec<DateTime<Utc>>> = BTreeMap::new();
        for invitation in &self.company.invitations {
            asked.entry(invitation.customer_id).or_default().push(invitation.send_at);
        }
        let mut worst: BTreeMap<i64, i16> = BTreeMap::new();
        for (customer, nps) in
            self.company.responses.iter().filter_map(|row| Some((row.customer_id, row.nps?)))
        {
            worst.entry(customer).and_modify(|old| *old = nps.min(*old)).or_insert(nps);
        }
        self.company
            .customers
            .iter()
            .filter_map(|customer| {
                let bought = bought.get(&customer.id)?;
                let last = bought.iter().max_by_key(|purchase| purchase.purchased_at)?;
                Some(Life {
                    customer: customer.clone(),
                    first: bought.iter().map(|purchase| purchase.purchased_at).min()?,
                    last: last.purchased_at,
                    store: last.store.clone(),
                    asked: asked.remove(&customer.id).unwrap_or_default(),
                    worst: worst.get(&customer.id).copied(),
                })
            })
            .collect()
    }

    fn live(&mut self, life: &Life, chance: &mut Chance) {
        let silence = (self.ground.now - life.last).as_seconds_f64() / 86_400.0;
        let known = (self.ground.now - life.first).as_seconds_f64() / 86_400.0;
        if silence >= LOST {
            self.lose(life, life.last + days(LOST), "silence", chance);
        } else if silence > COOLING_OFF + 2.0 && life.worst.is_some_and(|nps| nps <= 4) && chance.happens(0.3)
        {
            // Some say that they leave.
            let at = life.last + days(chance.between(1.0, silence - COOLING_OFF));
            self.lose(life, at, "staff", chance);
        } else if silence >= INACTIVE {
            self.miss(life, chance);
        } else if known >= INACTIVE {
            self.keep(life, chance);
        }
    }

    /// Whether letters reach them at all.
    fn reachable(customer: &CustomerRow) -> bool {
        customer.consent
            && customer.email.is_some()
            && customer.unsubscribed_at.is_none()
            && customer.bounced_at.is_none()
    }

    /// Whether this one is asked in the moment of the founding.
    fn is_due(&mut self, kind: SurveyKind) -> bool {
        let due = self.due.entry(kind).or_default();
        *due += 1;
        *due <= DUE_AT_ONCE
    }

    /// A question whose letter leaves as soon as there is a worker.
    fn ask_now(&mut self, asking: Asking<'_>) {
        self.invite(&Asking { at: self.ground.now, ..asking }, None, None);
    }

    /// Of the relationship, once in the last ninety days, away from other questions where there is room.
    fn keep(&mut self, life: &Life, chance: &mut Chance) {
        if !Self::reachable(&life.customer) {
            return;
        }
        let now = self.ground.now;
        let quiet = |at: DateTime<Utc>| life.asked.iter().all(|asked| (*asked - at).abs() > days(30.0));
        let asking = Asking {
            kind: SurveyKind::Relationship,
            customer: &life.customer,
            at: now,
            complaint_id: None,
            departure_id: None,
            road: Road::Letter,
        };
        if quiet(now) && self.is_due(SurveyKind::Relationship) {
            return self.ask_now(asking);
        }
        let mut at = now - days(chance.between(2.0, 86.0));
        for _ in 0..8 {
            if quiet(at) {
                break;
            }
            at = now - days(chance.between(2.0, 86.0));
        }
        let asking = Asking { at: self.morning(at), ..asking };
        let store = life.store.clone();
        self.ask(&asking, 0.2, chance, |row, definition, words, chance| {
            let level = 7.9 + chance.normal() * 1.6;
            let mood = if level < 6.5 { Mood::Bad } else { Mood::Good };
            let language = row.language.unwrap_or("ru");
            rate(row, definition, level, chance);
            row.store = store;
            row.wallet_share = i16::try_from(chance.below(11) * 10).ok();
            row.heard_from = chance
                .happens(0.8)
                .then(|| definition.heard_from.get(chance.weighted(&[40.0, 20.0, 12.0, 10.0, 8.0, 7.0, 3.0])))
                .flatten()
                .map(|choice| choice.code.as_str().to_owned());
            row.comment = chance.happens(0.3).then(|| words.comment(chance, language, "assortment", mood));
        });
    }

    /// After a long silence.
    fn miss(&mut self, life: &Life, chance: &mut Chance) {
        if !Self::reachable(&life.customer) {
            return;
        }
        let asking = Asking {
            kind: SurveyKind::Inactive,
            customer: &life.customer,
            at: self.morning(life.last + days(INACTIVE)),
            complaint_id: None,
            departure_id: None,
            road: Road::Letter,
        };
        if self.is_due(SurveyKind::Inactive) {
            return self.ask_now(asking);
        }
        self.ask(&asking, 0.16, chance, |row, _, words, chance| {
            let sayings = said(words, row);
            row.still_here = chance.happens(0.75);
            if !row.still_here || chance.happens(0.3) {
                row.comment = Some(chance.pick(&sayings.silent));
                row.satisfaction = i16::try_from(50 + chance.below(6) * 10).ok();
            }
        });
    }

    /// Gone, and asked why after a while.
    fn lose(&mut self, life: &Life, at: DateTime<Utc>, source: &'static str, chance: &mut Chance) {
        let id = next_id(self.company.departures.len());
        let staff = source == "staff";
        self.company.departures.push(DepartureRow {
            id,
            customer_id: life.customer.id,
            left_at: at,
            source,
            staff_id: staff.then(|| self.ground.handlers.first().copied()).flatten(),
            created_at: at,
            updated_at: at,
            ..DepartureRow::default()
        });
        let asked_at = self.morning(at + days(COOLING_OFF));
        if !Self::reachable(&life.customer) || asked_at > self.ground.now {
            return;
        }
        let asking = Asking {
            kind: SurveyKind::Exit,
            customer: &life.customer,
            at: asked_at,
            complaint_id: None,
            departure_id: Some(id),
            road: Road::Letter,
        };
        if self.ground.now - asked_at < days(30.0) && self.is_due(SurveyKind::Exit) {
            return self.ask_now(asking);
        }
        self.ask(&asking, if staff { 0.45 } else { 0.17 }, chance, leave);
    }

    /// A day after a complaint was resolved.
    fn ask_after_complaints(&mut self, chance: &mut Chance) {
        let customers: BTreeMap<i64, CustomerRow> =
            self.company.customers.iter().map(|row| (row.id, row.clone())).collect();
        let resolved: Vec<(i64, i64, DateTime<Utc>, i32)> = self
            .company
            .complaints
            .iter()
            .filter(|row| matches!(row.state, "resolved" | "closed"))
            .filter_map(|row| Some((row.id, row.customer_id, row.resolved_at?, row.reopened)))
            .collect();
        for (complaint, customer, resolved_at, reopened) in resolved {
            let Some(customer) = customers.get(&customer).filter(|customer| Self::reachable(customer)) else {
                continue;
            };
            let at = self.morning(resolved_at + days(1.0));
            if at > self.ground.now - hours(1.0) {
                continue;
            }
            let asking = Asking {
                kind: SurveyKind::Resolution,
                customer,
                at,
                complaint_id: Some(complaint),
                departure_id: None,
                road: Road::Letter,
            };
            if self.ground.now - at < days(13.0) && self.is_due(SurveyKind::Resolution) {
                self.ask_now(asking);
                continue;
            }
            self.ask(&asking, 0.36, chance, |row, definition, words, chance| {
                // Who was let down once is harder to please; a 'no' would have reopened it, so none stands here.
                let level = if reopened > 0 { 3.4 } else { 4.4 };
                row.solved = Some(true);
                rate(row, definition, level, chance);
                row.comment = chance.happens(0.35).then(|| chance.pick(&said(words, row).solved));
            });
        }
    }

    /// Once, half a month ago, by links handed out in the shops; those of the office by letter, today.
    fn ask_employees(&mut self, chance: &mut Chance) {
        let at = self.morning(self.ground.now - days(15.0));
        for number in 1..=EMPLOYEES + DUE_AT_ONCE {
            let office = number > EMPLOYEES;
            let surname = chance.pick(&self.words.names.surnames);
            let name = if chance.happens(0.7) {
                format!("{} {}", chance.pick(&self.words.names.women), feminine(&surname))
            } else {
                format!("{} {surname}", chance.pick(&self.words.names.men))
            };
            let customer = CustomerRow {
                id: next_id(self.company.customers.len()),
                external_id: format!("С-{number:03}"),
                name,
                email: office.then(|| format!("office{number}@samovary.example")),
                language: Some("ru"),
                consent: true,
                standing: Standing::Employee,
                created_at: at,
                updated_at: at,
                ..CustomerRow::default()
            };
            self.company.customers.push(customer.clone());
            let asking = Asking {
                kind: SurveyKind::Staff,
                customer: &customer,
                at,
                complaint_id: None,
                departure_id: None,
                road: if office { Road::Letter } else { Road::Link },
            };
            if office {
                self.ask_now(asking);
                continue;
            }
            self.ask(&asking, 0.86, chance, |row, definition, words, chance| {
                // Those who serve think better of it than those who are served.
                rate(row, definition, 8.3 + chance.normal() * 0.6, chance);
                row.comment = chance.happens(0.4).then(|| chance.pick(&said(words, row).staff));
            });
        }
    }

    /// Writes the invitation and its letter, and the answer where one comes before now.
    fn ask(
        &mut self,
        asking: &Asking<'_>,
        answers: f64,
        chance: &mut Chance,
        say: impl FnOnce(&mut ResponseRow, &Definition, &Words, &mut Chance),
    ) {
        let Some((version_id, definition)) = self.ground.others.get(&asking.kind) else { return };
        let at = asking.at;
        let answered_at = (at + hours(0.1 + chance.wait(16.0).min(500.0))).max(at);
        let answered = chance.happens(answers) && answered_at < self.ground.now;
        let sent_at = at + TimeDelta::seconds(whole(chance.between(1.0, 90.0)));
        let id = self.invite(asking, Some(sent_at), answered.then_some(answered_at));
        if !answered {
            return;
        }
        let mut row = ResponseRow {
            id: next_id(self.company.responses.len()),
            invitation_id: Some(id),
            kind: asking.kind.code(),
            customer_id: asking.customer.id,
            version_id: *version_id,
            answered_at,
            changed_at: answered_at,
            revision: 1,
            ratings: vec![None; definition.parameters.len()],
            language: asking.customer.language.or(Some("ru")),
            ..ResponseRow::default()
        };
        say(&mut row, definition, self.words, chance);
        self.company.responses.push(row);
    }

    /// Writes the invitation with its letter, which waits where it was not sent; answers its id.
    fn invite(
        &mut self,
        asking: &Asking<'_>,
        sent_at: Option<DateTime<Utc>>,
        answered_at: Option<DateTime<Utc>>,
    ) -> i64 {
        let at = asking.at;
        let id = next_id(self.company.invitations.len());
        let by_letter = asking.road == Road::Letter;
        let version_id = self.ground.others.get(&asking.kind).map_or(self.ground.version_id, |(id, _)| *id);
        self.company.invitations.push(InvitationRow {
            id,
            kind: asking.kind.code(),
            customer_id: asking.customer.id,
            version_id,
            planned_at: at,
            send_at: at,
            expires_at: at + days(f64::from(Rules::of(asking.kind).expiry_days)),
            sent_at: sent_at.filter(|_| by_letter),
            answered_at,
            complaint_id: asking.complaint_id,
            departure_id: asking.departure_id,
            road: asking.road,
            ..InvitationRow::default()
        });
        if by_letter {
            self.company.letters.push(LetterRow {
                id: next_id(self.company.letters.len()),
                kind: "invitation",
                customer_id: asking.customer.id,
                invitation_id: Some(id),
                state: if sent_at.is_some() { "sent" } else { "queued" },
                due_at: at,
                attempts: i16::from(sent_at.is_some()),
                sent_at,
                created_at: at,
                ..LetterRow::default()
            });
        }
        id
    }

    fn morning(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        Sending::default().moment(at, None)
    }
}

/// Why, where to, and what would bring them back.
fn leave(row: &mut ResponseRow, definition: &Definition, words: &Words, chance: &mut Chance) {
    let seed = row.invitation_id.unwrap_or_default();
    let all: Vec<String> = definition
        .reasons
        .iter()
        .flat_map(|category| &category.reasons)
        .map(|reason| reason.code.as_str().to_owned())
        .collect();
    // In the order of the preset: goods, service, price, trust, policy, change of staff, competitor, circumstances, other.
    let weights = [
        9.0, 4.0, 1.0, 8.0, 7.0, 6.0, 9.0, 5.0, 14.0, 4.0, 2.0, 4.0, 3.0, 2.0, 2.0, 2.0, 10.0, 4.0, 3.0, 4.0,
        6.0, 5.0, 3.0, 1.0, 3.0,
    ];
    let wanted = 1 + chance.weighted(&[55.0, 30.0, 15.0]);
    let mut chosen: Vec<String> = Vec::new();
    while chosen.len() < wanted.min(all.len()) {
        let Some(code) = all.get(chance.weighted(weights.get(..all.len()).unwrap_or(&weights))) else {
            break;
        };
        if !chosen.contains(code) {
            chosen.push(code.clone());
        }
    }
    row.main_reason = chosen.first().cloned();
    let elsewhere = chosen.iter().any(|code| code.starts_with("competitor"));
    // As stored: in the order of the questionnaire.
    row.reasons = Some(all.into_iter().filter(|code| chosen.contains(code)).collect());
    row.reasons_shown = Some(shown_codes(&definition.reasons, seed).into_iter().map(String::from).collect());
    row.competitor = (elsewhere && chance.happens(0.7)).then(|| chance.pick(&words.ties.competitors));
    let sayings = said(words, row);
    row.bring_back = chance.happens(0.4).then(|| chance.pick(&sayings.bring_back));
    row.comment = chance.happens(0.25).then(|| chance.pick(&sayings.leaving));
}

fn said<'a>(words: &'a Words, row: &ResponseRow) -> &'a Sayings {
    words.ties.sayings(row.language.unwrap_or("ru"))
}

/// Scores around a level of the definition's scale.
fn rate(row: &mut ResponseRow, definition: &Definition, level: f64, chance: &mut Chance) {
    use crate::domain::questionnaire::Question;
    row.ratings = definition
        .parameters
        .iter()
        .map(|parameter| {
            let scale = definition.scale_of(parameter);
            let felt = level + chance.normal() * 0.9;
            let score = whole(felt.clamp(f64::from(scale.low()), f64::from(scale.high())));
            if chance.happens(0.92) { i16::try_from(score).ok() } else { None }
        })
        .collect();
    if definition.asks(Question::Nps) {
        row.nps = i16::try_from(whole((level + chance.normal()).clamp(0.0, 10.0))).ok();
    }
    if definition.asks(Question::Satisfaction) {
        row.satisfaction = i16::try_from(whole(level.clamp(0.0, 10.0) * 2.0) * 5).ok();
    }
}

fn next_id(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX - 1) + 1
}
