//! Retention: who stays month by month, by groups and cohorts, and what a customer brings over their life.

mod told;

use std::collections::BTreeMap;

use chrono_tz::Tz;

pub(super) use told::definitions;
pub use told::document;

use super::{
    Count,
    buyers::{self, slot},
};
use crate::{
    domain::{
        cut::{Dimension, Grain, View},
        facts::{Subject, Value},
        history::{Block, Buyer},
        period::Period,
        report::{AFTER, Cohort, FlowOf, RetentionReport, Untested, Worths},
        retention::{Active, Calendar, Flow, Moment, Months, Moved, Part, Worth, is_over},
    },
    store::{Connection, facts},
};

/// All that is asked of each customer, settled once.
pub struct Asked {
    active: Active,
    months: Months,
    /// The ends of the months: one more than there are months.
    moments: Vec<Moment>,
    before: Option<(Period, Moment, Moment)>,
    calendar: Calendar,
    /// The place of the first month that cohorts are of, and of the first that is not over.
    ends: (usize, usize),
    cohorts: Grain,
    by: Dimension,
    zone: Tz,
}

/// What has been counted by now.
#[derive(Default)]
struct Sums {
    months: Vec<(Flow, Worths)>,
    total: (Flow, Worths),
    before: (Flow, Worths),
    groups: BTreeMap<String, Flow>,
    groups_before: BTreeMap<String, Flow>,
    /// By the place of the month, or quarter, of the first purchase.
    cohorts: BTreeMap<usize, (u64, [u64; AFTER])>,
    lives: Worths,
    lives_by: BTreeMap<String, Worths>,
}

impl Asked {
    /// Settles what a view asks; none where nobody bought in its months.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of(connection: &mut Connection, view: &View, zone: Tz) -> Count<Option<Self>> {
        let active = buyers::active(connection, &view.options).await?;
        let Some(span) = facts::days_of(connection, Subject::Customers, zone).await? else {
            return Ok(None);
        };
        let Some(months) = Months::of(view.cut.period, span) else { return Ok(None) };
        let moment = |day| Moment::of(active, day, zone);
        let ends = months.months.iter().map(|month| month.to());
        let moments = std::iter::once(months.whole.from()).chain(ends).map(moment).collect();
        // Months of which no day has come are compared with nothing.
        let compared = view.come().and_then(|come| buyers::compared(view, Months::widened(come)));
        let before = compared
            .and_then(|cut| Months::of(cut.period, span))
            .map(|months| (months.whole, moment(months.whole.from()), moment(months.whole.to())));
        let calendar = Calendar::new(span, zone);
        let over = months.months.iter().filter(|month| is_over(**month)).count();
        let first = calendar.place_of(months.whole.from());
        let cohorts = RetentionReport::cohort_grain(view);
        let (ends, by) = ((first, first + over), buyers::by(view));
        Ok(Some(Self { active, months, moments, before, calendar, ends, cohorts, by, zone }))
    }

    /// What a customer is over all the months, and whether they were a customer at each end of them.
    fn moved(&self, receipts: &[i64], held: &mut Vec<bool>) -> Moved {
        held.clear();
        held.extend(self.moments.iter().map(|moment| moment.holds(receipts)));
        let ends = (held.first().copied(), held.last().copied());
        self.moments.first().map_or_else(Moved::default, |from| {
            Moved::between(receipts, from, ends.0.unwrap_or(false), ends.1.unwrap_or(false))
        })
    }

    /// What a customer bought before a moment, in each currency.
    fn worth(&self, block: &Block, buyer: &Buyer, before: i64, add_to: &mut Worths) {
        let purchases = block.of(buyer);
        let until = purchases.partition_point(|purchase| purchase.at < before);
        let purchases = purchases.get(..until).unwrap_or_default();
        // Nearly everybody pays in one currency: those of the others are looked for in what is left.
        let mut told: Vec<u32> = Vec::new();
        for (at, first) in purchases.iter().enumerate() {
            if told.contains(&first.currency) {
                continue;
            }
            told.push(first.currency);
            let (mut worth, mut ends) = (Worth::default(), None);
            let rest = purchases.get(at..).unwrap_or_default();
            for purchase in rest.iter().filter(|one| one.currency == first.currency) {
                worth.revenue += purchase.amount;
                if purchase.amount > 0 {
                    worth.receipts += 1;
                    ends = Some((ends.map_or(purchase.at, |(first, _)| first), purchase.at));
                }
            }
            let Some((first_at, last_at)) = ends else { continue };
            worth.customers = 1;
            let months = self.calendar.place(last_at) - self.calendar.place(first_at) + 1;
            worth.months = u64::try_from(months).unwrap_or(0);
            *slot(add_to, block.word(first.currency)) += worth;
        }
    }

    fn count(&self, block: &Block, buyer: &Buyer, receipts: &[i64], held: &mut Vec<bool>, sums: &mut Sums) {
        let word = block.word(buyer.attribute(self.by));
        let moved = self.moved(receipts, held);
        let Some((from, to)) = self.moments.first().zip(self.moments.last()) else { return };
        sums.total.0.add(moved);
        if moved.is(Part::Lost) {
            self.worth(block, buyer, to.at, &mut sums.total.1);
        }
        if moved != Moved::default() {
            slot(&mut sums.groups, word).add(moved);
        }
        let steps = self.moments.iter().zip(self.moments.iter().skip(1)).zip(held.windows(2));
        for (((from, to), ends), (flow, lost)) in steps.zip(&mut sums.months) {
            let &[start, end] = ends else { continue };
            if !start && !end {
                continue;
            }
            let moved = Moved::between(receipts, from, start, end);
            flow.add(moved);
            if moved.is(Part::Lost) {
                self.worth(block, buyer, to.at, lost);
            }
        }
        if let Some((_, from, to)) = &self.before {
            let moved = Moved::of(receipts, from, to);
            if moved != Moved::default() {
                sums.before.0.add(moved);
                slot(&mut sums.groups_before, word).add(moved);
                if moved.is(Part::Lost) {
                    self.worth(block, buyer, to.at, &mut sums.before.1);
                }
            }
        }
        let Some(first) = receipts.first().filter(|first| **first < to.at) else { return };
        self.worth(block, buyer, to.at, &mut sums.lives);
        self.worth(block, buyer, to.at, slot(&mut sums.lives_by, word));
        if *first >= from.at {
            let place = self.calendar.unit(self.cohorts, self.calendar.place(*first));
            let (n, after) = sums.cohorts.entry(place).or_default();
            *n += 1;
            for units in self.after(self.cohorts, receipts) {
                if let Some(count) = units.checked_sub(1).and_then(|place| after.get_mut(place)) {
                    *count += 1;
                }
            }
        }
    }

    /// How many months, or quarters, after that of the first purchase a customer bought again, each once, in order.
    fn after(&self, grain: Grain, receipts: &[i64]) -> Vec<usize> {
        let place = |at: &i64| self.calendar.unit(grain, self.calendar.place(*at));
        let Some(first) = receipts.first().map(place) else {
            return Vec::new();
        };
        let over = self.calendar.unit(grain, self.ends.1);
        let places = receipts.iter().map(place);
        let mut after: Vec<usize> = places
            .take_while(|place| *place < over && *place - first <= AFTER)
            .map(|place| place - first)
            .filter(|units| *units > 0)
            .collect();
        after.dedup();
        after
    }

    /// What is known of a customer, for conditions on them.
    #[must_use]
    pub fn fields(&self, block: &Block, buyer: &Buyer) -> Vec<(&'static str, Value)> {
        let (mut receipts, mut held) = (Vec::new(), Vec::new());
        buyers::receipts(block.of(buyer), &mut receipts);
        let moved = self.moved(&receipts, &mut held);
        let mut fields: Vec<_> = Part::all()
            .iter()
            .filter(|part| moved.is(**part))
            .map(|part| (part.code(), Value::Number(1)))
            .collect();
        let end = self.moments.last().map_or(i64::MIN, |moment| moment.at);
        if let Some(first) = receipts.first().filter(|first| **first < end) {
            fields.push(("bought", Value::Number(1)));
            let mut spent: Vec<u32> = Vec::new();
            for purchase in block.of(buyer).iter().filter(|one| one.amount > 0 && one.at < end) {
                if !spent.contains(&purchase.currency) {
                    spent.push(purchase.currency);
                    fields.push(("spent", Value::Word(block.word(purchase.currency).to_owned())));
                }
            }
            self.cohort_fields(*first, &receipts, &mut fields);
        }
        fields
    }

    /// The month of the first purchase and the months after it with another; the same by quarters, of those who came in
    /// the months of the period: a cohort of a quarter that began before them has no others.
    fn cohort_fields(&self, first: i64, receipts: &[i64], fields: &mut Vec<(&'static str, Value)>) {
        let day = chrono::DateTime::from_timestamp_micros(first).unwrap_or_default();
        let day = day.with_timezone(&self.zone).date_naive();
        let came = self.moments.first().is_some_and(|from| first >= from.at);
        for (grain, name) in [(Grain::Month, "after"), (Grain::Quarter, "after_quarter")] {
            if grain == Grain::Month || came {
                fields.push(("cohort", Value::Word(super::step_name(grain, grain.start(day)))));
            }
            let after = self.after(grain, receipts).into_iter();
            fields.extend(after.map(|units| (name, Value::Number(i64::try_from(units).unwrap_or(0)))));
        }
    }
}

/// Counts the retention of a view.
///
/// # Errors
/// When the database does not answer.
pub async fn count(connection: &mut Connection, view: View, zone: Tz) -> Count<RetentionReport> {
    let Some(asked) = Asked::of(connection, &view, zone).await? else {
        let active = buyers::active(connection, &view.options).await?;
        let currency = view.options.currency.map(|currency| currency.to_string());
        return Ok(RetentionReport {
            view,
            active,
            currency,
            currencies: Vec::new(),
            months: Vec::new(),
            total: None,
            before: None,
            groups: Vec::new(),
            cohorts: Vec::new(),
            lives: Worths::new(),
            lives_by: Vec::new(),
        });
    };
    let mut sums = Sums::default();
    sums.months.resize_with(asked.months.months.len(), Default::default);
    let (mut receipts, mut held) = (Vec::new(), Vec::new());
    buyers::each(connection, &view.cut.filters, |block, buyer| {
        buyers::receipts(block.of(buyer), &mut receipts);
        if !receipts.is_empty() {
            asked.count(block, buyer, &receipts, &mut held, &mut sums);
        }
    })
    .await?;
    Ok(asked.report(view, sums))
}

impl Asked {
    fn report(&self, view: View, sums: Sums) -> RetentionReport {
        let counts = sums.lives.iter().map(|(code, worth)| (code.clone(), worth.customers)).collect();
        let (currencies, currency) = buyers::currencies(counts, &view.options);
        let of = |days, (flow, lost): (Flow, Worths)| FlowOf { days, flow, lost };
        let mut lives_by: Vec<_> = sums.lives_by.into_iter().collect();
        let customers = |worths: &Worths| worths.values().map(|worth| worth.customers).max();
        lives_by.sort_by(|(one, a), (other, b)| customers(b).cmp(&customers(a)).then_with(|| one.cmp(other)));
        let (whole, grain) = (self.months.whole, self.cohorts);
        let unit = |place| self.calendar.unit(grain, place);
        let (first, over) = self.ends;
        let (first, over) = (unit(first), unit(over));
        let starts = std::iter::successors(Some(grain.start(whole.from())), |day| Some(grain.next(*day)));
        let starts = starts.take_while(|day| *day < whole.to());
        let cohorts = starts.zip(first..).filter_map(|(from, place)| {
            let (n, after) = sums.cohorts.get(&place)?;
            let known = over.saturating_sub(place + 1).min(AFTER);
            let whole = from >= whole.from() && grain.next(from) <= whole.to();
            Some(Cohort { from, whole, n: *n, after: after.iter().take(known).copied().collect() })
        });
        RetentionReport {
            active: self.active,
            currency,
            currencies,
            cohorts: cohorts.collect(),
            months: self
                .months
                .months
                .iter()
                .copied()
                .zip(sums.months)
                .map(|(days, flow)| of(days, flow))
                .collect(),
            total: Some(of(self.months.whole, sums.total)),
            before: self.before.as_ref().map(|(days, ..)| of(*days, sums.before)),
            groups: RetentionReport::groups(
                sums.groups,
                &sums.groups_before,
                Untested::of_months(is_over(self.months.whole)),
            ),
            lives: sums.lives,
            lives_by,
            view,
        }
    }
}
