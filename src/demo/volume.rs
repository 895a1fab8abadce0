//! Synthetic volume for measurements: plain rows in any number, made one by one so that memory does not grow with them.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    DAYS,
    chance::{Chance, days, whole},
    story::Store,
};
use crate::{
    domain::{invitation::Rules, questionnaire::SurveyKind},
    store::seeds::{CustomerRow, InvitationRow, PurchaseRow, ResponseRow},
};

/// How much of each is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volumes {
    pub customers: usize,
    pub purchases: usize,
    pub responses: usize,
    /// Sent and still open, beside those that were answered.
    pub invitations: usize,
    /// About the first of the purchases.
    pub complaints: usize,
}

/// Where the ids of each table begin, and what the rows refer to.
#[derive(Debug, Clone, Copy)]
pub struct Volume {
    pub seed: u64,
    pub now: DateTime<Utc>,
    pub volumes: Volumes,
    pub first_customer: i64,
    pub first_purchase: i64,
    pub first_invitation: i64,
    pub first_response: i64,
    pub version_id: i64,
    pub parameters: usize,
}

fn number(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

impl Volume {
    fn chance(&self, table: u64, at: usize) -> Chance {
        Chance::new(
            self.seed
                ^ table.wrapping_mul(0x5851_f42d_4c95_7f2d)
                ^ number(at).unsigned_abs().wrapping_mul(0x2545_f491_4f6c_dd1d),
        )
    }

    fn customer_of(&self, purchase: usize) -> i64 {
        self.first_customer + number(purchase % self.volumes.customers.max(1))
    }

    fn purchased_at(&self, purchase: usize) -> DateTime<Utc> {
        // The open invitations belong to the newest purchases, so that their links run.
        let open = purchase >= self.volumes.responses
            && purchase < self.volumes.responses + self.volumes.invitations;
        let ago = if open { 4.0 } else { self.chance(2, purchase).between(5.0, DAYS) };
        self.now - days(ago)
    }

    fn store_of(&self, purchase: usize) -> Store {
        let place = self.chance(3, purchase).weighted(&Store::WEIGHTS);
        Store::ALL.get(place).copied().unwrap_or(Store::Online)
    }

    /// The customers.
    pub fn customers(self) -> impl Iterator<Item = CustomerRow> {
        (0..self.volumes.customers).map(move |at| {
            let id = self.first_customer + number(at);
            let registered_at = self.now - days(DAYS);
            CustomerRow {
                id,
                external_id: format!("seed-{id}"),
                name: format!("Покупатель {id}"),
                email: Some(format!("seed-{id}@customer.example")),
                language: Some("ru"),
                segment: Some(format!("S{}", self.chance(6, at).weighted(&[60.0, 30.0, 10.0]))),
                manager: Some(format!("M{}", at % 30)),
                channel: Some(format!("C{}", self.chance(7, at).weighted(&[40.0, 30.0, 20.0, 8.0, 2.0]))),
                consent: true,
                registered_at: Some(registered_at),
                created_at: registered_at,
                updated_at: registered_at,
                ..CustomerRow::default()
            }
        })
    }

    /// The purchases, dealt to the customers in turn.
    pub fn purchases(self) -> impl Iterator<Item = PurchaseRow> {
        (0..self.volumes.purchases).map(move |at| {
            let id = self.first_purchase + number(at);
            let purchased_at = self.purchased_at(at);
            let kopecks = whole(self.chance(4, at).wait(150_000.0)) + 5_000;
            PurchaseRow {
                id,
                external_id: format!("seed-{id}"),
                customer_id: self.customer_of(at),
                purchased_at,
                delivered_at: None,
                amount: format!("{}.{:02}", kopecks / 100, kopecks % 100),
                currency: "RUB",
                store: Some(self.store_of(at).name().to_owned()),
                category: Some(format!("G{}", at % 20)),
                created_at: purchased_at,
                updated_at: purchased_at,
            }
        })
    }

    /// An answered invitation for each response, then the open ones.
    pub fn invitations(self) -> impl Iterator<Item = InvitationRow> {
        (0..self.volumes.responses + self.volumes.invitations).map(move |at| {
            let rules = Rules::of(SurveyKind::Purchase);
            let send_at = self.purchased_at(at) + days(f64::from(rules.delay_days));
            InvitationRow {
                id: self.first_invitation + number(at),
                kind: "purchase",
                customer_id: self.customer_of(at),
                purchase_id: Some(self.first_purchase + number(at)),
                version_id: self.version_id,
                planned_at: send_at,
                send_at,
                expires_at: send_at + days(f64::from(rules.expiry_days)),
                sent_at: Some(send_at),
                answered_at: (at < self.volumes.responses).then(|| send_at + TimeDelta::hours(5)),
                ..InvitationRow::default()
            }
        })
    }

    /// The responses.
    pub fn responses(self) -> impl Iterator<Item = ResponseRow> {
        (0..self.volumes.responses).map(move |at| {
            let mut chance = self.chance(5, at);
            let answered_at = self.purchased_at(at)
                + days(f64::from(Rules::of(SurveyKind::Purchase).delay_days))
                + TimeDelta::hours(5);
            let level = (8.4 + chance.normal() * 1.8).clamp(0.0, 10.0);
            let mut score = |from: f64| i16::try_from(whole((from + chance.normal()).clamp(0.0, 10.0))).ok();
            let ratings = (0..self.parameters).map(|_| score(level)).collect();
            ResponseRow {
                id: self.first_response + number(at),
                external_id: None,
                invitation_id: Some(self.first_invitation + number(at)),
                kind: "purchase",
                customer_id: self.customer_of(at),
                purchase_id: Some(self.first_purchase + number(at)),
                version_id: self.version_id,
                answered_at,
                changed_at: answered_at,
                revision: 1,
                nps: score(level),
                satisfaction: i16::try_from(whole(level * 10.0)).ok(),
                ratings,
                comment: None,
                contact_me: false,
                language: Some("ru"),
                store: Some(self.store_of(at).name().to_owned()),
                ..ResponseRow::default()
            }
        })
    }
}
