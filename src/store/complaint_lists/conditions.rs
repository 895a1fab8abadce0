//! A filter in SQL: which index is walked in the order of the list, and what is asked of each row beside.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{Cursor, Reader};
use crate::{
    domain::{
        complaint_filter::{Days, Due, Filter, Owner, Scope, Sort},
        moment::local_moment,
    },
    store::statement::{Statement, Value},
};

pub const OPEN: &str = "c.state IN ('new', 'in_progress', 'waiting_for_customer')";
pub const OVER: &str = "c.state NOT IN ('new', 'in_progress', 'waiting_for_customer')";

/// Conditions, each a statement of its own; all must hold.
pub struct Conditions {
    /// What the index of the list's order carries: walking it costs no row that is not shown.
    pub walked: Vec<Statement>,
    /// What is asked of each row.
    pub asked: Vec<Statement>,
}

impl Conditions {
    pub fn of(filter: &Filter, reader: Reader) -> Self {
        let mut made = Self { walked: Vec::new(), asked: Vec::new() };
        let order = filter.order();
        made.owner(filter, reader, order);
        made.states(filter, order);
        made.severities(filter, order);
        for (facet, values) in &filter.facets {
            made.asked.push(any_facet(values.iter().map(|value| format!("{facet}:{value}")).collect()));
        }
        for (flag, is) in &filter.flags {
            let carried = any_facet(vec![flag.code().to_owned()]);
            made.asked.push(match is {
                true => carried,
                false => plain("NOT (").then(&carried).sql(")"),
            });
        }
        made.snoozed(filter, reader.now);
        if let Some(due) = filter.due {
            let before = due_before(due, reader);
            let late = plain("c.next_deadline < ").value(Value::Moment(before));
            made.put(order == Sort::Deadline, late);
            if filter.scope() != Scope::Open {
                made.asked.push(plain(OPEN));
            }
        }
        made.days("c.opened_at", filter.opened, reader, order == Sort::Opened);
        made.days("c.resolved_at", filter.resolved, reader, order == Sort::Resolved);
        made
    }

    fn put(&mut self, walked: bool, condition: Statement) {
        if walked {
            self.walked.push(condition);
        } else {
            self.asked.push(condition);
        }
    }

    /// One condition at most leads an index of its own; two would let the planner choose the wrong one.
    fn is_free(&self, order: Sort) -> bool {
        order == Sort::Deadline && self.walked.is_empty()
    }

    fn owner(&mut self, filter: &Filter, reader: Reader, order: Sort) {
        let free = self.is_free(order);
        let number = |owner: &Owner| match owner {
            Owner::Me => Some(reader.id),
            Owner::Staff(id) => Some(*id),
            Owner::Nobody => None,
        };
        let owners: Vec<Option<i64>> = filter.owners.iter().map(number).collect();
        match owners.as_slice() {
            [] => {}
            [None] => self.put(free, plain("c.owner_id IS NULL")),
            [Some(id)] => self.put(free, plain("c.owner_id = ").value(Value::Number(*id))),
            several => {
                let values =
                    several.iter().map(|id| id.map_or("owner:none".to_owned(), |id| format!("owner:{id}")));
                self.asked.push(any_facet(values.collect()));
            }
        }
    }

    fn states(&mut self, filter: &Filter, order: Sort) {
        if filter.whole_scope() {
            return;
        }
        let codes: Vec<String> = filter.states.iter().map(|state| state.code().to_owned()).collect();
        let one = codes.len() == 1 && self.is_free(order);
        let condition = match codes.as_slice() {
            [code] => plain("c.state = ").value(Value::Text(code.clone())),
            _ => plain("c.state = ANY (").value(Value::Texts(codes.clone())).sql(")"),
        };
        // The facet is what the index over all of them holds.
        if one {
            self.walked.push(condition);
        } else {
            self.asked.push(any_facet(codes.into_iter().map(|code| format!("state:{code}")).collect()));
        }
    }

    fn severities(&mut self, filter: &Filter, order: Sort) {
        let ranks: Vec<i16> = filter.severities.iter().map(|one| one.rank()).collect();
        if let ([rank], true) = (ranks.as_slice(), self.is_free(order)) {
            self.walked.push(plain("c.severity = ").value(Value::Small(*rank)));
        } else if !ranks.is_empty() {
            self.asked
                .push(any_facet(filter.severities.iter().map(|one| format!("severity:{one}")).collect()));
        }
    }

    /// Lists of open ones hide what is put off; few are, so the walk goes over them.
    fn snoozed(&mut self, filter: &Filter, now: DateTime<Utc>) {
        match filter.snoozed {
            Some(true) => self.asked.push(plain("c.snoozed_until > ").value(Value::Moment(now))),
            Some(false) => self.walked.push(awake(now)),
            None if filter.scope() == Scope::Open && filter.words.is_empty() => self.walked.push(awake(now)),
            None => {}
        }
    }

    fn days(&mut self, column: &str, days: Days, reader: Reader, walked: bool) {
        let starts = |day| midnight(day, reader.zone);
        if let Some(from) = days.from {
            self.put(walked, plain(&format!("{column} >= ")).value(Value::Moment(starts(from))));
        }
        if let Some(after) = days.to.and_then(|to| to.succ_opt()) {
            self.put(walked, plain(&format!("{column} < ")).value(Value::Moment(starts(after))));
        }
    }

    /// All conditions of a place in the list, joined.
    pub fn all(&self) -> Statement {
        joined(self.walked.iter().chain(&self.asked))
    }
}

fn awake(now: DateTime<Utc>) -> Statement {
    plain("(c.snoozed_until IS NULL OR c.snoozed_until <= ").value(Value::Moment(now)).sql(")")
}

fn due_before(due: Due, reader: Reader) -> DateTime<Utc> {
    match due {
        Due::Overdue => reader.now,
        Due::Hours4 => reader.now + Duration::hours(4),
        Due::Hours24 => reader.now + Duration::hours(24),
        Due::Week => reader.now + Duration::days(7),
        Due::Today => {
            let today = reader.now.with_timezone(&reader.zone).date_naive();
            today.succ_opt().map_or(reader.now, |next| midnight(next, reader.zone))
        }
    }
}

/// The first moment of a day.
fn midnight(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    local_moment(day.and_time(NaiveTime::MIN), zone)
}

fn plain(words: &str) -> Statement {
    Statement::default().sql(words)
}

fn any_facet(values: Vec<String>) -> Statement {
    plain("c.facets && ").value(Value::Texts(values))
}

/// ` AND a AND b`; nothing for none.
pub fn joined<'a>(conditions: impl IntoIterator<Item = &'a Statement>) -> Statement {
    conditions.into_iter().fold(Statement::default(), |all, one| all.sql(" AND ").then(one))
}

/// The order of a list in SQL, over rows named `c`.
pub const fn order(sort: Sort) -> &'static str {
    match sort {
        Sort::Deadline => "c.next_deadline, c.id",
        Sort::Priority => "(-c.priority), c.next_deadline, c.id",
        Sort::Opened => "c.opened_at DESC, c.id DESC",
        Sort::Resolved => "c.resolved_at DESC, c.id DESC",
    }
}

/// Behind a place of the list.
pub fn behind(sort: Sort, after: Option<Cursor>) -> Option<Statement> {
    let Cursor { rank, at, id } = after?;
    let place = |words: &str, at| plain(words).value(Value::Moment(at)).sql(", ");
    Some(match (sort, at) {
        (Sort::Deadline, Some(at)) => {
            place("(c.next_deadline, c.id) > (", at).value(Value::Number(id)).sql(")")
        }
        (Sort::Priority, Some(at)) => plain("((-c.priority), c.next_deadline, c.id) > (")
            .value(Value::Small(rank.saturating_neg()))
            .sql(", ")
            .value(Value::Moment(at))
            .sql(", ")
            .value(Value::Number(id))
            .sql(")"),
        (Sort::Opened, Some(at)) => place("(c.opened_at, c.id) < (", at).value(Value::Number(id)).sql(")"),
        (Sort::Resolved, Some(at)) => {
            place("(c.resolved_at, c.id) < (", at).value(Value::Number(id)).sql(")")
        }
        // Those without a moment stand before all others.
        (_, None) => plain("(c.resolved_at IS NOT NULL OR c.id < ").value(Value::Number(id)).sql(")"),
    })
}

/// The condition of a scope, as its partial indexes have it.
pub const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Open => OPEN,
        Scope::Over => OVER,
        Scope::Both => "TRUE",
    }
}
