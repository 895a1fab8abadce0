//! The response report: counted from how far each invitation came, and from who bought.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use roaring::RoaringTreemap;

use super::{
    Count, Setting,
    buyers::{self, Between, slot},
    counting::{Asked, many, sums},
    document::{self, Cell, Cells, Document, Line, Lines, Section},
};
use crate::{
    domain::{
        cut::{Cut, Dimension, View},
        facts::{Column, Condition, INVITATION_FLAGS, Measure, Subject, Sums, fields_read},
        history::Word,
        report::{
            Beside, Buyers, Funnel, Funnels, Group, Heard, Report, Representation, ResponseReport, Stage,
            Untested, Wait,
        },
    },
    store::{Connection, facts::packs},
};

/// The roads by which people are asked.
pub const ROADS: [&str; 2] = ["letter", "link"];
/// Along these is told whom the answers speak for.
pub const COMPARED: [Dimension; 3] = [Dimension::Segment, Dimension::ValueClass, Dimension::Store];

/// Counts the response of a view as of a moment, which decides what has expired.
///
/// # Errors
/// When the database does not answer.
pub async fn count(
    connection: &mut Connection,
    view: View,
    zone: chrono_tz::Tz,
    now: DateTime<Utc>,
) -> Count<ResponseReport> {
    let measures = measures();
    let along =
        sums(connection, &Asked::of(Subject::Invitations, &view.cut, measures.clone()).along(view.grain))
            .await?;
    let funnels = along
        .of(0)
        .map(|(key, ended)| (key.step, Funnel::of(ended)))
        .filter(|(_, funnel)| funnel.reached(Stage::Planned) > 0)
        .collect();
    let before = view.before();
    let sums_before = match &before {
        Some(cut) => Some(sums(connection, &Asked::of(Subject::Invitations, cut, measures)).await?),
        None => None,
    };
    let total_before = sums_before.as_ref().map(|sums| Funnel::of(&sums.total(0)));
    let mut report = ResponseReport::new(view, &funnels, total_before);
    report.beside = beside(connection, &report.view.cut, &along, now).await?;
    let roads = |sums: &Sums| -> BTreeMap<String, Funnel> {
        (1..).zip(ROADS).map(|(place, road)| (road.to_owned(), Funnel::of(&sums.total(place)))).collect()
    };
    let roads_before = sums_before.as_ref().map(roads).unwrap_or_default();
    let untested = report.untested();
    report.roads = ResponseReport::grouped((roads(&along), roads_before), untested);
    report.kinds = ResponseReport::grouped(by(connection, &report.view, Dimension::Kind).await?, untested);
    if let Some(dimension) = report.view.by {
        report.groups = ResponseReport::grouped(by(connection, &report.view, dimension).await?, untested);
    }
    let people = people(connection, &report.view.cut).await?;
    report.speaks_for = speaks_for(connection, &report.view.cut, zone, &people).await?;
    report.wait = Wait::of(people.minutes);
    Ok(report)
}

/// The way of invitations alone, without what else the report tells.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// All of a view.
    pub total: Funnel,
    /// The same of the period compared with.
    pub before: Option<Funnel>,
    /// By each dimension asked for.
    pub by: Vec<(Dimension, Funnels)>,
    /// Why no change of a rate is tested, where none is.
    pub untested: Option<Untested>,
}

/// Counts how far the invitations of a view came, all and by some dimensions; the facts are read once.
///
/// # Errors
/// When the database does not answer.
pub async fn ways(
    connection: &mut Connection,
    view: &View,
    dimensions: &[Dimension],
    now: DateTime<Utc>,
) -> Count<Ways> {
    let still = [waiting(now.timestamp().div_euclid(60))];
    let measures = || vec![Measure::stage("stage")];
    let asked = |cut| -> Vec<Asked<'_>> {
        let by = dimensions
            .iter()
            .map(|dimension| Asked::of(Subject::Invitations, cut, measures()).by(dimension.code()));
        std::iter::once(Asked::of(Subject::Invitations, cut, measures())).chain(by).collect()
    };
    let funnels = |sums: &Sums| -> BTreeMap<String, Funnel> {
        sums.of(0).map(|(key, ended)| (key.words.concat(), Funnel::of(ended))).collect()
    };
    let mut all = asked(&view.cut);
    all.push(Asked::of(Subject::Invitations, &view.cut, vec![Measure::flag("open_until")]).only(&still));
    let mut found = many(connection, &all).await?;
    let waiting = found.pop().map(|sums| sums.total(0)).unwrap_or_default();
    let before = view.before();
    let was = match &before {
        Some(cut) => many(connection, &asked(cut)).await?,
        None => Vec::new(),
    };
    let mut was = was.into_iter();
    let total_before = was.next().map(|sums| Funnel::of(&sums.total(0)));
    let mut found = found.into_iter();
    let total = found.next().map(|sums| Funnel::of(&sums.total(0))).unwrap_or_default();
    let by = dimensions.iter().zip(found).map(|(dimension, now)| {
        (*dimension, (funnels(&now), was.next().as_ref().map(funnels).unwrap_or_default()))
    });
    Ok(Ways {
        total,
        before: total_before,
        by: by.collect(),
        untested: Untested::of_waiting(
            waiting.first().and_then(|count| u64::try_from(*count).ok()).unwrap_or(0),
        ),
    })
}

/// The stages of all and of each road, then what else happens, then the forms that customers came to themselves.
fn measures() -> Vec<Measure> {
    let roads = ROADS.iter().map(|road| Measure::stage(&format!("stage:{road}")));
    let flags = INVITATION_FLAGS.iter().map(|flag| Measure::flag(flag));
    std::iter::once(Measure::stage("stage")).chain(roads).chain(flags).chain([Measure::own()]).collect()
}

async fn beside(connection: &mut Connection, cut: &Cut, sums_of: &Sums, now: DateTime<Utc>) -> Count<Beside> {
    let flag = |name: &str, place: usize| {
        let measure = sums_of.measures().iter().position(|one| *one == Measure::flag(name));
        let total = measure.map(|measure| sums_of.total(measure)).unwrap_or_default();
        u64::try_from(total.get(place).copied().unwrap_or(0)).unwrap_or(0)
    };
    let own = sums_of.total(sums_of.measures().len().saturating_sub(1));
    let own = |place: usize| u64::try_from(own.get(place).copied().unwrap_or(0)).unwrap_or(0);
    let as_of = now.timestamp().div_euclid(60);
    let still = [waiting(as_of)];
    let asked = Asked::of(Subject::Invitations, cut, vec![Measure::flag("open_until")]).only(&still);
    let waiting = sums(connection, &asked).await?.total(0);
    let waiting = u64::try_from(waiting.first().copied().unwrap_or(0)).unwrap_or(0);
    Ok(Beside {
        bounced: flag("bounced", 0),
        reminded: flag("reminded", 0),
        unsubscribed: flag("unsubscribed", 0),
        revoked: flag("revoked", 0),
        withdrawn: flag("withdrawn", 0),
        robots: flag("robots", 0),
        robot_visits: flag("robots", 1),
        waiting,
        expired: flag("open_until", 0).saturating_sub(waiting),
        own: own(0) + own(1),
        own_completed: own(1),
        as_of,
    })
}

/// Which invitations wait for an answer at a minute.
#[must_use]
pub fn waiting(as_of: i64) -> Condition {
    Condition::between("open_until", as_of + 1, i64::from(u32::MAX))
}

/// Which had ended without one by then.
#[must_use]
pub fn expired(as_of: i64) -> Condition {
    Condition::between("open_until", 0, as_of)
}

async fn by(connection: &mut Connection, view: &View, dimension: Dimension) -> Count<Funnels> {
    let now = by_of(connection, &view.cut, dimension).await?;
    let before = match view.before() {
        Some(cut) => by_of(connection, &cut, dimension).await?,
        None => BTreeMap::new(),
    };
    Ok((now, before))
}

async fn by_of(
    connection: &mut Connection,
    cut: &Cut,
    dimension: Dimension,
) -> Count<BTreeMap<String, Funnel>> {
    let asked = Asked::of(Subject::Invitations, cut, vec![Measure::stage("stage")]).by(dimension.code());
    let sums = sums(connection, &asked).await?;
    Ok(sums.of(0).map(|(key, ended)| (key.words.concat(), Funnel::of(ended))).collect())
}

/// Those who were asked, those of them who answered, and how long the answers took.
#[derive(Default)]
struct People {
    asked: RoaringTreemap,
    answered: RoaringTreemap,
    minutes: Vec<i64>,
}

async fn people(connection: &mut Connection, cut: &Cut) -> Count<People> {
    let conditions = [Condition::between("stage", Stage::Sent.number(), Stage::Completed.number())];
    let mut fields = fields_read(&cut.filters, &conditions, &[Measure::flag("customer")], None);
    fields.push("minutes".to_owned());
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let mut people = People::default();
    packs::each(connection, Subject::Invitations, cut.period, &fields, |day| {
        let mask = day.counted(&cut.filters, &conditions);
        let [stages, customers, minutes] = ["stage", "customer", "minutes"].map(|field| day.column(field));
        let number = |column: Option<&Column>, at: usize| column.and_then(|column| column.number(at));
        for at in mask.iter().enumerate().filter(|(_, keep)| **keep).map(|(at, _)| at) {
            if let Some(customer) = number(customers, at).and_then(|id| u64::try_from(id).ok()) {
                people.asked.insert(customer);
                if number(stages, at) == Some(Stage::Completed.number()) {
                    people.answered.insert(customer);
                }
            }
            people.minutes.extend(number(minutes, at));
        }
    })
    .await?;
    Ok(people)
}

/// The customers who bought in the period, by segment, value class and the store of their last purchase in it, and how many
/// of them were asked and answered.
async fn speaks_for(
    connection: &mut Connection,
    cut: &Cut,
    zone: chrono_tz::Tz,
    people: &People,
) -> Count<Vec<Representation>> {
    let between = Between::of(cut.period, zone);
    let mut groups: [BTreeMap<String, Buyers>; COMPARED.len()] = Default::default();
    buyers::blocks(connection, &cut.filters, |block| {
        // By the places of words, which are few in a block; their names are looked up once.
        let mut here: [BTreeMap<Word, Buyers>; COMPARED.len()] = Default::default();
        for buyer in &block.buyers {
            let mut newest = block.of(buyer).iter().rev();
            let Some(last) = newest.find(|one| one.amount > 0 && between.holds(one.at)) else { continue };
            let known = |ids: &RoaringTreemap| u64::try_from(buyer.id).is_ok_and(|id| ids.contains(id));
            let (asked, answered) = (known(&people.asked), known(&people.answered));
            for (by, groups) in COMPARED.iter().zip(&mut here) {
                let place = if *by == Dimension::Store { last.store } else { buyer.attribute(*by) };
                let group = groups.entry(place).or_default();
                group.bought += 1;
                group.asked += u64::from(asked);
                group.answered += u64::from(answered);
            }
        }
        for (here, groups) in here.into_iter().zip(&mut groups) {
            for (place, counted) in here {
                let group = slot(groups, block.word(place));
                block.word(place).clone_into(&mut group.word);
                group.bought += counted.bought;
                group.asked += counted.asked;
                group.answered += counted.answered;
            }
        }
    })
    .await?;
    Ok(COMPARED
        .into_iter()
        .zip(groups)
        .map(|(by, groups)| Representation::new(by, groups.into_values().collect()))
        .filter(|one| !one.rows.is_empty())
        .collect())
}

/// The report as it leaves the house.
#[must_use]
pub fn document(report: &ResponseReport, setting: &Setting) -> Document {
    let view = &report.view;
    let mut definitions = document::definitions(
        view,
        setting.zone,
        "invitations by the day they were due to leave, from <= day < to; language: the customer's",
    );
    for (name, words) in DEFINITIONS {
        definitions.insert(name.to_owned(), words.into());
    }
    let steps = report.steps.iter().map(|step| Line {
        name: Some(super::step_name(view.grain, step.days.from())),
        cells: funnel(&step.figures),
    });
    let mut sections = vec![
        Section { name: view.grain.code(), lines: steps.collect() },
        Section { name: "kind", lines: lines(&report.kinds) },
        Section { name: "road", lines: lines(&report.roads) },
    ];
    let by = view.by.filter(|by| *by != Dimension::Kind);
    sections.extend(by.map(|by| Section { name: by.code(), lines: lines(&report.groups) }));
    sections.extend(report.speaks_for.iter().map(|one| Section {
        name: match one.by {
            Dimension::Segment => "buyers_by_segment",
            Dimension::ValueClass => "buyers_by_value_class",
            _ => "buyers_by_store",
        },
        lines: one.rows.iter().map(heard).collect(),
    }));
    Document {
        report: Report::Response.code(),
        period: view.cut.period,
        before: view.before().map(|cut| cut.period).zip(report.before.as_ref().map(funnel)),
        total: [funnel(&report.total), beside_cells(report), document::untested(report.untested())].concat(),
        change: report.change(),
        definitions,
        sections,
        rows: view.grain.code(),
    }
}

const DEFINITIONS: [(&str, &str); 10] = [
    (
        "stages",
        "each counts whoever came to it or further; letters and links handed out, not forms that customers came to themselves (own)",
    ),
    ("delivered", "sent, and no letter came back"),
    ("opened", "the form or the picture of the letter was looked at by no known robot: an estimate"),
    ("completed", "an answer was given and stands; one taken back is counted in withdrawn"),
    (
        "share",
        "of each step (sent_share to completed_share): those who came to it / those who came to the step before, 0..1, with the 95 % interval of Wilson (_low, _high)",
    ),
    (
        "rate",
        "completed / sent, with the 95 % interval of Wilson (low, high); change in percentage points by the test of two shares, of groups corrected by Holm",
    ),
    (
        "untested",
        "waiting: some of the invitations wait for an answer yet, and those sent lately have had less time: no change is tested",
    ),
    ("unsubscribed", "the last invitation that left before its customer ended all letters"),
    (
        "minutes",
        "from leaving to the first answer: median with its 95 % interval by order statistics, and 90th percentile",
    ),
    (
        "buyers",
        "customers with a purchase in the period beside those of them who were asked and answered; answered_share = answered / asked with the 95 % interval of Wilson; gap = part of the answers - part of the buyers, by Newcombe, p corrected by Holm",
    ),
];

fn lines(groups: &[Group<Funnel>]) -> Lines {
    groups
        .iter()
        .map(|group| Line {
            name: Some(group.word.clone()).filter(|word| !word.is_empty()),
            cells: [funnel(&group.figures), document::change(group.change)].concat(),
        })
        .collect()
}

fn funnel(funnel: &Funnel) -> Cells {
    let rate = funnel.rate();
    let interval = rate.interval();
    let mut cells: Cells =
        Stage::all().iter().map(|stage| (stage.code().into(), Cell::Count(funnel.reached(*stage)))).collect();
    for stage in Stage::all().iter().filter(|stage| **stage != Stage::Planned) {
        cells.extend(document::named_share(stage.code(), funnel.of_before(*stage)));
    }
    cells.extend([
        ("rate".into(), Cell::share(rate.value())),
        ("low".into(), Cell::share(interval.map(|(low, _)| low))),
        ("high".into(), Cell::share(interval.map(|(_, high)| high))),
        ("base".into(), Cell::Words(funnel.base().code().to_owned())),
    ]);
    cells
}

fn beside_cells(report: &ResponseReport) -> Cells {
    let (one, wait) = (&report.beside, &report.wait);
    let minutes = |value: Option<i64>| {
        value.and_then(|value| u64::try_from(value).ok()).map_or(Cell::Nothing, Cell::Count)
    };
    let counts = [
        ("bounced", one.bounced),
        ("reminded", one.reminded),
        ("unsubscribed", one.unsubscribed),
        ("revoked", one.revoked),
        ("withdrawn", one.withdrawn),
        ("robots", one.robots),
        ("robot_visits", one.robot_visits),
        ("waiting", one.waiting),
        ("expired", one.expired),
        ("own", one.own),
        ("own_completed", one.own_completed),
    ];
    let mut cells: Cells =
        counts.into_iter().map(|(name, count)| (name.into(), Cell::Count(count))).collect();
    cells.extend([
        ("minutes_median".into(), minutes(wait.median)),
        ("minutes_low".into(), minutes(wait.interval.map(|(low, _)| low))),
        ("minutes_high".into(), minutes(wait.interval.map(|(_, high)| high))),
        ("minutes_90th".into(), minutes(wait.ninetieth)),
    ]);
    cells
}

fn heard(row: &Heard) -> Line {
    let (gap, buyers) = (row.gap, &row.buyers);
    let counts = vec![
        ("bought".into(), Cell::Count(buyers.bought)),
        ("asked".into(), Cell::Count(buyers.asked)),
        ("answered".into(), Cell::Count(buyers.answered)),
    ];
    let parts = vec![
        ("of_buyers".into(), Cell::share(row.of_buyers.value())),
        ("of_answers".into(), Cell::share(row.of_answered.value())),
        ("gap".into(), Cell::share(gap.map(|gap| gap.difference))),
        ("gap_low".into(), Cell::share(gap.map(|gap| gap.interval.0))),
        ("gap_high".into(), Cell::share(gap.map(|gap| gap.interval.1))),
        ("gap_p".into(), Cell::number(gap.map(|gap| gap.p))),
    ];
    Line {
        name: Some(buyers.word.clone()).filter(|word| !word.is_empty()),
        cells: [counts, document::named_share("answered", Some(buyers.rate())), parts].concat(),
    }
}
