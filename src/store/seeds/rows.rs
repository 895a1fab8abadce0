//! Rows of the tables that are filled by COPY, each with its columns in order.

use chrono::{DateTime, Utc};

use super::{Cell, Row};

/// What somebody is to the company; a customer unless it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    #[default]
    Customer,
    Employee,
}

impl Cell for Standing {
    fn write(&self, line: &mut String) {
        line.push_str(match self {
            Self::Customer => "customer",
            Self::Employee => "employee",
        });
    }
}

/// By which road an invitation went; by letter unless it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Road {
    #[default]
    Letter,
    Link,
}

impl Cell for Road {
    fn write(&self, line: &mut String) {
        line.push_str(match self {
            Self::Letter => "letter",
            Self::Link => "link",
        });
    }
}

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident in $table:literal { $($column:ident: $kind:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name {
            $(pub $column: $kind),+
        }

        impl Row for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static str = concat!($("\"", stringify!($column), "\","),+);

            fn write(&self, line: &mut String) {
                $(
                    Cell::write(&self.$column, line);
                    line.push('\t');
                )+
                line.pop();
                line.push('\n');
            }
        }
    )+};
}

type Moment = DateTime<Utc>;

rows! {
    /// Somebody who signs in.
    StaffRow in "staff" {
        id: i64, email: String, name: String, role: &'static str, password_hash: String, created_at: Moment,
    }
    /// Somebody who buys.
    CustomerRow in "customers" {
        id: i64, external_id: String, name: String, email: Option<String>, phone: Option<String>,
        language: Option<&'static str>, segment: Option<String>, manager: Option<String>, channel: Option<String>,
        city: Option<String>, consent: bool, registered_at: Option<Moment>, unsubscribed_at: Option<Moment>,
        bounced_at: Option<Moment>, standing: Standing, created_at: Moment, updated_at: Moment,
    }
    /// What was bought; the amount as a decimal number.
    PurchaseRow in "purchases" {
        id: i64, external_id: String, customer_id: i64, purchased_at: Moment, delivered_at: Option<Moment>,
        amount: String, currency: &'static str, store: Option<String>, category: Option<String>,
        created_at: Moment, updated_at: Moment,
    }
    /// A question.
    InvitationRow in "invitations" {
        id: i64, kind: &'static str, customer_id: i64, purchase_id: Option<i64>, version_id: i64,
        planned_at: Moment, send_at: Moment, expires_at: Moment, sent_at: Option<Moment>,
        answered_at: Option<Moment>, complaint_id: Option<i64>, departure_id: Option<i64>, road: Road,
        reminded_at: Option<Moment>,
    }
    /// Why a buyer was or was not asked.
    DecisionRow in "invitation_decisions" {
        id: i64, kind: &'static str, customer_id: i64, purchase_id: i64, decision: &'static str,
        reason: &'static str, decided_at: Moment, reconsider_at: Option<Moment>, invitation_id: Option<i64>,
    }
    /// An answer.
    ResponseRow in "responses" {
        id: i64, external_id: Option<String>, invitation_id: Option<i64>, kind: &'static str, customer_id: i64,
        purchase_id: Option<i64>, version_id: i64, answered_at: Moment, changed_at: Moment, revision: i32,
        nps: Option<i16>, satisfaction: Option<i16>, ratings: Vec<Option<i16>>, comment: Option<String>,
        contact_me: bool, language: Option<&'static str>, store: Option<String>, reasons: Option<Vec<String>>,
        main_reason: Option<String>, reasons_shown: Option<Vec<String>>, competitor: Option<String>,
        bring_back: Option<String>, heard_from: Option<String>, wallet_share: Option<i16>, solved: Option<bool>,
        still_here: bool,
    }
    /// Somebody who left.
    DepartureRow in "departures" {
        id: i64, customer_id: i64, left_at: Moment, source: &'static str, category: Option<String>,
        reason: Option<String>, competitor: Option<String>, comment: Option<String>, language: Option<&'static str>,
        staff_id: Option<i64>, returned_at: Option<Moment>, created_at: Moment, updated_at: Moment,
    }
    /// What an answer said before a correction.
    EditRow in "response_edits" {
        response_id: i64, revision: i32, replaced_at: Moment, nps: Option<i16>, satisfaction: Option<i16>,
        ratings: Vec<Option<i16>>, comment: Option<String>, contact_me: bool,
    }
    /// A discontent.
    ComplaintRow in "complaints" {
        id: i64, customer_id: i64, purchase_id: Option<i64>, response_id: Option<i64>, state: &'static str,
        severity: i16, signals: Vec<String>, owner_id: Option<i64>, opened_at: Moment, first_answer_due: Moment,
        resolution_due: Moment, next_deadline: Moment, first_answered_at: Option<Moment>,
        resolved_at: Option<Moment>, root_cause: Option<&'static str>, resolution: Option<&'static str>,
        reopened: i32, version: i32, why: Option<String>,
        remedy_sought: Option<&'static str>, remedy_given: Option<&'static str>,
        compensation: Option<String>, compensation_currency: Option<&'static str>,
    }
    /// A line of a complaint's history.
    EventRow in "complaint_events" {
        id: i64, complaint_id: i64, at: Moment, staff_id: Option<i64>, kind: &'static str,
        field: Option<&'static str>, old_value: Option<String>, new_value: Option<String>, body: Option<String>,
        response_id: Option<i64>, letter_id: Option<i64>,
    }
    /// A deed of the program itself.
    AuditRow in "audit_events" {
        at: Moment, action: &'static str, subject: String,
    }
    /// A letter of the outbox.
    LetterRow in "letters" {
        id: i64, kind: &'static str, customer_id: i64, invitation_id: Option<i64>, complaint_id: Option<i64>,
        staff_id: Option<i64>, body: Option<String>, state: &'static str, due_at: Moment, attempts: i16,
        sent_at: Option<Moment>, failure: Option<&'static str>, created_at: Moment,
    }
}
