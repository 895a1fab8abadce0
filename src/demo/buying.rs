//! What the demo company's customers do: they buy, are asked by the house's own rules, answer, come back or stay away.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Company, DAYS, Ground,
    chance::{Chance, days, hours, whole},
    people::{Habit, Person},
    ranked,
    story::{Store, TOPICS, quality, season, usual_delivery_days},
    words::{Mood, Words},
};
use crate::{
    domain::{
        invitation::{Decision, Facts, Plan, Rules, Standing, decide},
        questionnaire::{Definition, SurveyKind},
        rating::Rating,
    },
    store::seeds::{CustomerRow, DecisionRow, EditRow, InvitationRow, LetterRow, PurchaseRow, ResponseRow},
};

/// Purchases younger than this are left to the worker, so that it plans before the visitor's eyes.
const LEFT_TO_THE_WORKER: f64 = 14.0;
/// Letters that are due in the moment of the founding.
const DUE_AT_ONCE: usize = 8;

/// What has happened so far. Rows refer to each other by their place until [`Town::settle`] gives ids in the order of time.
#[derive(Default)]
pub struct Town {
    customers: Vec<CustomerRow>,
    purchases: Vec<PurchaseRow>,
    invitations: Vec<InvitationRow>,
    decisions: Vec<DecisionRow>,
    responses: Vec<ResponseRow>,
    edits: Vec<EditRow>,
    letters: Vec<LetterRow>,
    at_once: usize,
}

/// What a customer felt about one purchase.
struct Feeling {
    ratings: Vec<Rating>,
    nps: i16,
    satisfaction: i16,
    worst: &'static str,
    best: &'static str,
}

fn place(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

impl Town {
    /// One customer's two years.
    pub fn live(&mut self, mut person: Person, ground: &Ground<'_>, words: &Words, chance: &mut Chance) {
        let mut at = person.begins + hours(chance.between(0.0, 8.0));
        let mut last_asked_at = None;
        while at < ground.now {
            let at_shop = opening_hours(at, chance);
            if at_shop >= ground.now {
                break;
            }
            let store = if person.home != Store::Online && chance.happens(0.12) {
                Store::Online
            } else {
                person.home
            };
            let purchase = self.buy(&person, store, at_shop, ground, words, chance);
            let days_ago = days_between(at_shop, ground.now);
            let feeling = feel(&person, store, days_ago, ground.definition, chance);
            let asked = self.ask(&mut person.row, purchase, &mut last_asked_at, ground, chance);
            let answered = asked.is_some_and(|invitation| {
                let eager = if feeling.nps <= 6 || feeling.nps >= 9 { 1.15 } else { 0.75 };
                // A prize draw runs these days, so that the queue of the first visit is not a dull one.
                let lately = if days_ago < 8.0 { 2.4 } else { 1.0 };
                chance.happens(person.answers * eager * lately)
                    && self.answer(&person.row, store, invitation, &feeling, ground, words, chance)
            });
            // Those who complain and are heard come back more often than those who leave in silence.
            let leaves = match (feeling.nps, answered) {
                (..=6, true) => 0.16,
                (..=6, false) => 0.25,
                (7..=8, _) => 0.045,
                _ => 0.016,
            };
            if chance.happens(leaves) {
                break;
            }
            at += days((chance.wait(person.gap * 0.55) + person.gap * 0.25) / season(at));
        }
        self.customers.push(person.row);
    }

    fn buy(
        &mut self,
        person: &Person,
        store: Store,
        at: DateTime<Utc>,
        ground: &Ground<'_>,
        words: &Words,
        chance: &mut Chance,
    ) -> usize {
        let category = chance.weighted(&[42.0, 18.0, 14.0, 9.0, 8.0, 9.0]);
        let usual = match category {
            0 => 900.0,
            1 => 1_150.0,
            2 => 640.0,
            3 => 1_050.0,
            4 => 2_600.0,
            _ => 2_200.0,
        };
        let size = if person.habit == Habit::Corporate { 9.0 } else { 1.0 };
        let dearer = if days_between(at, ground.now) <= 300.0 { 1.12 } else { 1.0 };
        let roubles = usual * size * dearer * (chance.normal() * 0.45).exp();
        let kopecks = whole(roubles / 5.0).max(10) * 500 - if chance.happens(0.3) { 100 } else { 0 };
        let delivered_at = (store == Store::Online)
            .then(|| at + days(usual_delivery_days(days_between(at, ground.now)) * chance.between(0.5, 1.7)))
            .filter(|delivered| *delivered < ground.now);
        self.purchases.push(PurchaseRow {
            id: 0,
            external_id: String::new(),
            customer_id: person.row.id,
            purchased_at: at,
            delivered_at,
            amount: format!("{}.{:02}", kopecks / 100, kopecks % 100),
            currency: "RUB",
            store: Some(store.name().to_owned()),
            category: words.company.categories.get(category).cloned(),
            created_at: at,
            updated_at: delivered_at.unwrap_or(at),
        });
        self.purchases.len() - 1
    }

    /// Decides by the house's rules, and answers the place of the invitation if one was sent.
    fn ask(
        &mut self,
        customer: &mut CustomerRow,
        purchase: usize,
        last_asked_at: &mut Option<DateTime<Utc>>,
        ground: &Ground<'_>,
        chance: &mut Chance,
    ) -> Option<usize> {
        let plan = Plan::of(SurveyKind::Purchase);
        let bought = self.purchases.get(purchase)?;
        let facts = Facts {
            moment: bought.delivered_at.unwrap_or(bought.purchased_at),
            standing: Standing::Customer,
            has_address: customer.email.is_some(),
            consent: customer.consent,
            unsubscribed: customer.unsubscribed_at.is_some(),
            bounced: customer.bounced_at.is_some(),
            erased: false,
            last_asked_at: *last_asked_at,
            already_invited: false,
            against: None,
            zone: None,
            ends_at: None,
        };
        let due = facts.moment + plan.rules.delay();
        let mut at = due + TimeDelta::seconds(whole(chance.between(1.0, 60.0)));
        if at > ground.now - hours(LEFT_TO_THE_WORKER) {
            let asks_now = matches!(decide(&facts, &plan, ground.now), Decision::Ask { .. });
            if asks_now && self.at_once < DUE_AT_ONCE {
                self.at_once += 1;
                *last_asked_at = Some(ground.now);
                self.invite(customer, purchase, ground.now, ground.now, ground);
            }
            return None;
        }
        let mut decision = decide(&facts, &plan, at);
        while let Decision::Wait { until, .. } = decision
            && until <= ground.now
        {
            at = until;
            decision = decide(&facts, &plan, at);
        }
        match decision {
            Decision::Ask { send_at, .. } if send_at <= ground.now => {
                *last_asked_at = Some(send_at);
                let invitation = self.invite(customer, purchase, at, send_at, ground);
                self.send(customer, invitation, send_at, chance).then_some(invitation)
            }
            Decision::Ask { .. } => None,
            Decision::Wait { until, why } => {
                self.decide(customer, purchase, at, ("wait", why.code()), Some(until), None);
                None
            }
            Decision::Refuse { why } => {
                self.decide(customer, purchase, at, ("refuse", why.code()), None, None);
                None
            }
        }
    }

    fn decide(
        &mut self,
        customer: &CustomerRow,
        purchase: usize,
        at: DateTime<Utc>,
        (decision, reason): (&'static str, &'static str),
        reconsider_at: Option<DateTime<Utc>>,
        invitation: Option<usize>,
    ) {
        self.decisions.push(DecisionRow {
            id: 0,
            kind: SurveyKind::Purchase.code(),
            customer_id: customer.id,
            purchase_id: place(purchase),
            decision,
            reason,
            decided_at: at,
            reconsider_at,
            invitation_id: invitation.map(place),
        });
    }

    fn invite(
        &mut self,
        customer: &CustomerRow,
        purchase: usize,
        at: DateTime<Utc>,
        send_at: DateTime<Utc>,
        ground: &Ground<'_>,
    ) -> usize {
        let invitation = self.invitations.len();
        self.decide(customer, purchase, at, ("ask", "asked"), None, Some(invitation));
        self.invitations.push(InvitationRow {
            id: 0,
            kind: SurveyKind::Purchase.code(),
            customer_id: customer.id,
            purchase_id: Some(place(purchase)),
            version_id: ground.version_id,
            planned_at: at,
            send_at,
            expires_at: send_at + days(f64::from(Rules::of(SurveyKind::Purchase).expiry_days)),
            ..InvitationRow::default()
        });
        self.letters.push(LetterRow {
            id: 0,
            kind: "invitation",
            customer_id: customer.id,
            invitation_id: Some(place(invitation)),
            complaint_id: None,
            staff_id: None,
            body: None,
            state: "queued",
            due_at: send_at,
            attempts: 0,
            sent_at: None,
            failure: None,
            created_at: at,
        });
        invitation
    }

    /// The newest letter leaves, or comes back; answers whether it arrived.
    fn send(
        &mut self,
        customer: &mut CustomerRow,
        invitation: usize,
        send_at: DateTime<Utc>,
        chance: &mut Chance,
    ) -> bool {
        let sent_at = send_at + TimeDelta::seconds(whole(chance.between(1.0, 90.0)));
        let comes_back = chance.happens(0.004);
        if let Some(letter) = self.letters.last_mut() {
            letter.attempts = 1;
            if comes_back {
                letter.state = "failed";
                letter.failure = Some("550 5.1.1 User unknown");
            } else {
                letter.state = "sent";
                letter.sent_at = Some(sent_at);
            }
        }
        if comes_back {
            customer.bounced_at = Some(sent_at);
            return false;
        }
        if let Some(row) = self.invitations.get_mut(invitation) {
            row.sent_at = Some(sent_at);
        }
        if chance.happens(0.004) {
            customer.unsubscribed_at = Some(sent_at + hours(chance.between(0.1, 20.0)));
        }
        true
    }

    /// Answers, unless the answer would lie in the future.
    #[expect(clippy::too_many_arguments, reason = "one step of a life needs all that is known of it")]
    fn answer(
        &mut self,
        customer: &CustomerRow,
        store: Store,
        invitation: usize,
        feeling: &Feeling,
        ground: &Ground<'_>,
        words: &Words,
        chance: &mut Chance,
    ) -> bool {
        let Some(row) = self.invitations.get_mut(invitation) else { return false };
        let answered_at = row.send_at + hours(0.1 + chance.wait(16.0).min(600.0));
        if answered_at >= ground.now {
            return false;
        }
        row.answered_at = Some(answered_at);
        let language = customer.language.unwrap_or("ru");
        let mood = match feeling.nps {
            ..=6 => Mood::Bad,
            7..=8 => Mood::Mixed,
            _ => Mood::Good,
        };
        let talks = match mood {
            Mood::Bad => 0.72,
            Mood::Mixed => 0.38,
            Mood::Good => 0.34,
        };
        let topic = if mood == Mood::Bad { feeling.worst } else { feeling.best };
        let comment = chance.happens(talks).then(|| words.comment(chance, language, topic, mood));
        let mut response = ResponseRow {
            id: 0,
            external_id: None,
            invitation_id: Some(place(invitation)),
            kind: SurveyKind::Purchase.code(),
            customer_id: customer.id,
            purchase_id: row.purchase_id,
            version_id: ground.version_id,
            answered_at,
            changed_at: answered_at,
            revision: 1,
            nps: chance.happens(0.985).then_some(feeling.nps),
            satisfaction: chance.happens(0.9).then_some(feeling.satisfaction),
            ratings: feeling.ratings.iter().map(|rating| rating.code()).collect(),
            comment,
            contact_me: chance.happens(if mood == Mood::Bad { 0.3 } else { 0.012 }),
            language: Some(language),
            store: Some(store.name().to_owned()),
            ..ResponseRow::default()
        };
        let changed_at = answered_at + hours(chance.between(0.02, 9.0));
        if chance.happens(0.05) && changed_at < ground.now {
            self.edits.push(EditRow {
                response_id: place(self.responses.len()),
                revision: 1,
                replaced_at: changed_at,
                nps: response.nps,
                satisfaction: response.satisfaction,
                ratings: response.ratings.clone(),
                comment: response.comment.clone(),
                contact_me: response.contact_me,
            });
            response.revision = 2;
            response.changed_at = changed_at;
            response.nps =
                response.nps.map(|nps| (nps + if chance.happens(0.5) { 1 } else { -1 }).clamp(0, 10));
            response.comment = Some(words.comment(chance, language, topic, mood));
        }
        self.responses.push(response);
        true
    }

    /// Gives every row its id in the order of time, and turns places into ids.
    pub fn settle(mut self) -> Company {
        let purchases = ranked(&self.purchases.iter().map(|row| row.purchased_at).collect::<Vec<_>>(), 1);
        let invitations = ranked(&self.invitations.iter().map(|row| row.planned_at).collect::<Vec<_>>(), 1);
        let decisions = ranked(&self.decisions.iter().map(|row| row.decided_at).collect::<Vec<_>>(), 1);
        let responses = ranked(&self.responses.iter().map(|row| row.answered_at).collect::<Vec<_>>(), 1);
        let letters = ranked(&self.letters.iter().map(|row| row.created_at).collect::<Vec<_>>(), 1);
        let id = |ids: &[i64], place: i64| {
            usize::try_from(place).ok().and_then(|at| ids.get(at).copied()).unwrap_or(0)
        };
        for (row, own) in self.purchases.iter_mut().zip(&purchases) {
            row.id = *own;
            row.external_id = format!("Ч-{own:06}");
        }
        for (row, own) in self.invitations.iter_mut().zip(&invitations) {
            row.id = *own;
            row.purchase_id = row.purchase_id.map(|at| id(&purchases, at));
        }
        for (row, own) in self.decisions.iter_mut().zip(&decisions) {
            row.id = *own;
            row.purchase_id = id(&purchases, row.purchase_id);
            row.invitation_id = row.invitation_id.map(|at| id(&invitations, at));
        }
        for (row, own) in self.responses.iter_mut().zip(&responses) {
            row.id = *own;
            row.purchase_id = row.purchase_id.map(|at| id(&purchases, at));
            row.invitation_id = row.invitation_id.map(|at| id(&invitations, at));
        }
        for row in &mut self.edits {
            row.response_id = id(&responses, row.response_id);
        }
        for (row, own) in self.letters.iter_mut().zip(&letters) {
            row.id = *own;
            row.invitation_id = row.invitation_id.map(|at| id(&invitations, at));
        }
        self.purchases.sort_by_key(|row| row.id);
        self.invitations.sort_by_key(|row| row.id);
        self.decisions.sort_by_key(|row| row.id);
        self.responses.sort_by_key(|row| row.id);
        self.edits.sort_by_key(|row| row.response_id);
        Company {
            customers: self.customers,
            purchases: self.purchases,
            invitations: self.invitations,
            decisions: self.decisions,
            departures: Vec::new(),
            responses: self.responses,
            edits: self.edits,
            complaints: Vec::new(),
            events: Vec::new(),
            letters: self.letters,
        }
    }
}

fn days_between(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    (to - from).as_seconds_f64() / 86_400.0
}

/// The same day between nine and nine in Moscow.
fn opening_hours(at: DateTime<Utc>, chance: &mut Chance) -> DateTime<Utc> {
    let midnight = at.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    let peak = (14.5 + chance.normal() * 3.0).clamp(9.0, 20.9);
    midnight + hours(peak - 3.0)
}

fn feel(
    person: &Person,
    store: Store,
    days_ago: f64,
    definition: &Definition,
    chance: &mut Chance,
) -> Feeling {
    let days_ago = days_ago.clamp(0.0, DAYS);
    let luck = chance.normal() * 0.8;
    // Now and then one thing goes plainly wrong, wherever it is.
    let mishap = chance.happens(0.085).then(|| {
        let delivered = if store == Store::Online { 5.0 } else { 0.0 };
        chance.weighted(&[3.0, 3.0, delivered, 1.0, 5.0, 0.6])
    });
    let harm = mishap.map_or(0.0, |_| chance.between(3.0, 8.5));
    let mut weighed = 0.0;
    let mut weights = 0.0;
    let (mut worst, mut best) = ((f64::MAX, "general"), (f64::MIN, "general"));
    let mut ratings = Vec::with_capacity(definition.parameters.len());
    for parameter in &definition.parameters {
        let Some(topic) = TOPICS.iter().copied().find(|topic| *topic == parameter.code.as_str()) else {
            ratings.push(Rating::Skipped);
            continue;
        };
        let usual = quality(store, topic, days_ago);
        let hit = mishap.and_then(|place| TOPICS.get(place)).is_some_and(|harmed| *harmed == topic);
        let felt = usual + person.temper + luck + chance.normal() * 1.15 - if hit { harm } else { 0.0 };
        let (weight, absent, skipped) = match topic {
            "price" => (0.2, 0.0, 0.04),
            "assortment" => (0.2, 0.0, 0.05),
            "delivery" if store == Store::Online => (0.32, 0.0, 0.03),
            "delivery" => (0.0, 0.72, 0.5),
            "payment" => (0.06, 0.01, 0.06),
            "service" => (0.34, 0.01, 0.04),
            _ => (0.05, 0.38, 0.2),
        };
        weighed += weight * felt.clamp(0.0, 10.5);
        weights += weight;
        // Against what is usual for the topic, so that cheap praise of paying does not win each time.
        let against = felt - quality(Store::Pokrovka, topic, DAYS);
        if weight > 0.0 || topic == "extras" {
            if against < worst.0 {
                worst = (against, topic);
            }
            if against > best.0 {
                best = (against, topic);
            }
        }
        ratings.push(if chance.happens(absent) {
            Rating::NotApplicable
        } else if chance.happens(skipped) {
            Rating::Skipped
        } else {
            let score = whole(felt.clamp(0.0, 10.0));
            u8::try_from(score).map_or(Rating::Skipped, Rating::Score)
        });
    }
    let overall = weighed / if weights > 0.0 { weights } else { 1.0 };
    // One thing gone wrong weighs more on the word given to friends than its share of the whole.
    let nps = whole((overall + 0.2 - harm * 0.55 + chance.normal() * 1.1).clamp(0.0, 10.0));
    let satisfaction =
        whole((overall * 10.0 + 3.0 - harm * 3.0 + chance.normal() * 5.0).clamp(0.0, 100.0) / 5.0) * 5;
    Feeling {
        ratings,
        nps: i16::try_from(nps).unwrap_or(10),
        satisfaction: i16::try_from(satisfaction).unwrap_or(100),
        worst: worst.1,
        best: best.1,
    }
}
