//! The report as it leaves the house.

use super::{
    FIELDS, Told,
    kept::{Gathered, MOST},
};
use crate::{
    domain::{
        kept::Kept,
        language::Language,
        quantile::{Quantile, Sample},
        report::{Change, Changes, Coded, ComplaintsReport, Figures, Report, Timing},
        root_cause::RootCauses,
        share::Share,
    },
    reports::{
        Setting,
        document::{self, Cell, Cells, Document, Line, Section},
        step_name,
    },
};

/// What words of the database stand beside codes.
#[derive(Debug, Clone, Copy)]
pub struct Titles<'a> {
    /// Of causes.
    pub causes: &'a RootCauses,
    /// Of members of staff by id.
    pub staff: &'a [(i64, String)],
}

impl Titles<'_> {
    /// A member of staff as people call them; none of nobody.
    #[must_use]
    pub fn owner(&self, id: &str) -> Option<&str> {
        let id: i64 = id.parse().ok()?;
        self.staff.iter().find(|(known, _)| *known == id).map(|(_, name)| name.as_str())
    }

    /// A cause in words.
    #[must_use]
    pub fn cause(&self, language: Language, code: &str) -> String {
        self.causes.title(language, code)
    }
}

/// The cells of a document.
#[must_use]
pub fn document(told: &Told, setting: &Setting) -> Document {
    let (report, followed, titles) = (&told.report, &told.followed, told.titles());
    let view = &report.view;
    let flow = report.steps.iter().map(|step| Line {
        name: Some(step_name(view.grain, step.days.from())),
        cells: vec![
            ("opened".into(), Cell::Count(step.figures.opened)),
            ("ended".into(), Cell::Count(step.figures.ended)),
            ("backlog".into(), Cell::Count(step.figures.backlog)),
        ],
    });
    let mut sections = vec![Section { name: view.grain.code(), lines: flow.collect() }];
    for field in view.by.map(|dimension| dimension.code()).into_iter().chain(FIELDS) {
        let groups = report.groups.get(field).into_iter().flatten();
        let lines = groups.map(|group| {
            let title = titles.owner(&group.word).filter(|_| field == FIELDS[0]);
            let named = title.map(|name| ("name_of".into(), Cell::Words(name.to_owned())));
            let cells =
                named.into_iter().chain(figures(&group.figures)).chain(document::change(group.change));
            Line { name: named_word(&group.word), cells: cells.collect() }
        });
        sections.push(Section { name: field, lines: lines.collect() });
    }
    let language = setting.language;
    sections.push(coded("cause", &report.causes, |code| titles.cause(language, code)));
    sections.push(coded("resolution", &report.resolutions, str::to_owned));
    let paid = report.paid.iter().map(|one| Line {
        name: Some(one.currency.clone()),
        cells: vec![
            ("n".into(), Cell::Count(one.n)),
            ("money".into(), Cell::Money(one.total.clone())),
            ("median".into(), Cell::number(one.median.map(|median| median.value / 100.0))),
        ],
    });
    sections.push(Section { name: "compensation", lines: paid.collect() });
    let ages = report.backlog.groups.iter().map(|age| Line {
        name: Some(age.to.map_or_else(|| format!("{}+", age.from), |to| format!("{}-{}", age.from, to - 1))),
        cells: vec![("n".into(), Cell::Count(age.count))],
    });
    sections.push(Section { name: "age_days", lines: ages.collect() });
    sections.push(kept_groups(&followed.1));
    sections.push(kept_comparisons(&followed.1));
    Document {
        report: Report::Complaints.code(),
        period: view.cut.period,
        before: view.before().map(|cut| cut.period).zip(report.before.as_ref().map(figures)),
        total: [figures(&report.total), backlog(report), changes(report)].concat(),
        change: report.changes.opened,
        definitions: definitions(report, &followed.0, setting),
        sections,
        rows: view.grain.code(),
    }
}

fn named_word(word: &str) -> Option<String> {
    Some(word.to_owned()).filter(|word| !word.is_empty())
}

fn definitions(
    report: &ComplaintsReport,
    followed: &Gathered,
    setting: &Setting,
) -> serde_json::Map<String, serde_json::Value> {
    let mut all = document::definitions(
        &report.view,
        setting.zone,
        "complaints without duplicates; opened and the first answer by the day of the opening, ended, the resolution, causes, \
         resolutions and compensation by the day of the end, from <= day < to",
    );
    let mut say = |name: &str, words: &str| all.insert(name.to_owned(), words.into());
    say("backlog", "open at the end of the step, or now; open: open now, whenever opened");
    say(
        "answer, solving",
        "worked minutes of the company's calendar in which the clock ran, by the calendar that holds now; passed: minutes of \
         the calendar on the wall; median with a 95 % interval of order statistics, p90 the 90th percentile",
    );
    say(
        "in_time",
        "by the deadline, of what came or is overdue (first answer), of what ended (solving); 95 % Wilson interval",
    );
    say(
        "change",
        "numbers: exact conditional test of two Poisson counts; shares: z test of two proportions, in points; times: rank \
         sum test of Mann and Whitney, the difference is that of the medians; corrected by Holm; significant: p < 0.05",
    );
    say("reopened", "untested: complaints of late may yet be opened again, so that would always look better");
    say(
        "kept",
        "customers who bought again within 90 days, returns not counted: solved (from the end), unsolved (rejected, open for \
         more than 90 days, or 'not solved' in the survey; from the opening), silent (NPS 0-6 or a rating at or under its \
         threshold, never complained; from the answer); a customer is in one group, the unsolved first; matched by value \
         class (as now) and month: Mantel-Haenszel weights, variance of Sato, Greenland and Robins (1989); an observation, \
         not an experiment",
    );
    say("kept_from", &followed.window.from().to_string());
    say("kept_to", &followed.window.to().to_string());
    let (complained, silent) = followed.drawn;
    let drawn = |some: bool| if some { format!("{MOST} drawn by chance") } else { "all".to_owned() };
    say(
        "kept_sample",
        &format!("customers who complained: {}; who did not: {}", drawn(complained), drawn(silent)),
    );
    all
}

fn share(prefix: &str, share: Share) -> Cells {
    document::share(share).into_iter().map(|(name, cell)| (format!("{prefix}_{name}").into(), cell)).collect()
}

fn quantile(prefix: &str, found: Option<Quantile>) -> Cells {
    let interval = found.and_then(|found| found.interval);
    vec![
        (prefix.to_owned().into(), Cell::number(found.map(|found| found.value))),
        (format!("{prefix}_low").into(), Cell::number(interval.map(|(low, _)| low))),
        (format!("{prefix}_high").into(), Cell::number(interval.map(|(_, high)| high))),
    ]
}

fn sample(prefix: &str, sample: &Sample) -> Cells {
    [
        quantile(&format!("{prefix}_median"), sample.median()),
        quantile(&format!("{prefix}_p90"), sample.quantile(0.9)),
    ]
    .concat()
}

fn timing(prefix: &str, timing: &Timing) -> Cells {
    [
        vec![(format!("{prefix}_n").into(), Cell::Count(timing.worked.n()))],
        sample(prefix, &timing.worked),
        sample(&format!("{prefix}_passed"), &timing.passed),
        share(&format!("{prefix}_in_time"), timing.in_time),
    ]
    .concat()
}

fn figures(figures: &Figures) -> Cells {
    [
        vec![
            ("opened".into(), Cell::Count(figures.opened)),
            ("ended".into(), Cell::Count(figures.ended)),
            ("open".into(), Cell::Count(figures.open)),
        ],
        timing("answer", &figures.answer),
        timing("solving", &figures.solving),
        share("reopened", figures.reopened),
    ]
    .concat()
}

fn backlog(report: &ComplaintsReport) -> Cells {
    let ages = &report.backlog.ages;
    vec![
        ("backlog_at_start".into(), Cell::Count(report.backlog.at_start)),
        ("backlog_at_end".into(), Cell::Count(report.backlog.at_end)),
        ("age_median_days".into(), Cell::number(ages.median().map(|age| age.value))),
        ("age_p90_days".into(), Cell::number(ages.quantile(0.9).map(|age| age.value))),
    ]
}

fn changes(report: &ComplaintsReport) -> Cells {
    let changes = report.changes;
    let told = [
        ("opened", changes.opened),
        ("ended", changes.ended),
        ("answer_median", changes.answer),
        ("solving_median", changes.solving),
        ("answer_in_time", changes.answer_in_time),
        ("solving_in_time", changes.solving_in_time),
    ];
    let untested = Cell::Words(Changes::REOPENED.code().to_owned());
    told.into_iter()
        .flat_map(|(name, change): (&str, Option<Change>)| {
            document::change(change)
                .into_iter()
                .map(move |(part, cell)| (format!("{name}_change_{part}").into(), cell))
        })
        .chain([("reopened_change_untested".into(), untested)])
        .collect()
}

fn coded(name: &'static str, codes: &[Coded], title: impl Fn(&str) -> String) -> Section {
    let lines = codes.iter().map(|one| Line {
        name: named_word(&one.code),
        cells: [
            vec![("title".into(), Cell::words(named_word(&one.code).map(|code| title(&code)).as_deref()))],
            document::share(one.share),
            vec![("together".into(), Cell::Share(one.together))],
        ]
        .concat(),
    });
    Section { name, lines: lines.collect() }
}

fn kept_groups(kept: &Kept) -> Section {
    let mut lines = Vec::new();
    for group in &kept.groups {
        let name = Some(group.group.code().to_owned());
        lines.push(Line { name: name.clone(), cells: share("bought", group.bought) });
        lines.extend(group.paid.iter().map(|paid| Line {
            name: name.clone(),
            cells: vec![
                ("currency".into(), Cell::Words(paid.currency.clone())),
                ("n".into(), Cell::Count(group.bought.of())),
                ("money".into(), Cell::Money(paid.total.clone())),
                ("mean".into(), Cell::Number(paid.mean)),
                ("low".into(), Cell::number(paid.interval.map(|(low, _)| low))),
                ("high".into(), Cell::number(paid.interval.map(|(_, high)| high))),
            ],
        }));
    }
    Section { name: "kept", lines: lines.into_iter().collect() }
}

fn kept_comparisons(kept: &Kept) -> Section {
    let lines = kept.comparisons.iter().map(|one| {
        let interval = one.difference.map(|(_, interval)| interval);
        Line {
            name: Some(format!("solved-{}", one.with)),
            cells: vec![
                ("solved_n".into(), Cell::Count(one.solved)),
                ("others_n".into(), Cell::Count(one.others)),
                ("strata".into(), Cell::Count(one.strata)),
                ("strata_left_out".into(), Cell::Count(one.left_out)),
                ("solved_share".into(), Cell::share(one.shares.map(|(solved, _)| solved))),
                ("others_share".into(), Cell::share(one.shares.map(|(_, others)| others))),
                ("difference".into(), Cell::share(one.difference.map(|(difference, _)| difference))),
                ("low".into(), Cell::share(interval.map(|(low, _)| low))),
                ("high".into(), Cell::share(interval.map(|(_, high)| high))),
                ("verdict".into(), Cell::Words(one.verdict.code().to_owned())),
            ],
        }
    });
    Section { name: "kept_compared", lines: lines.collect() }
}
