//! Figures against a count of their own.

use chrono::{Datelike, NaiveDate};
use chrono_tz::Europe::Moscow;
use otklik::{
    domain::{
        cut::{Cut, Dimension, Filters, Grain, View},
        facts::{Condition, Subject, rating_field},
        nps::Nps,
        period::Period,
        report::{NpsReport, SatisfactionReport},
    },
    reports::{self, counting},
    store::{Connection, facts::days},
};

use super::{Told, five_version, preset_version, tell, times};
use crate::support::World;

fn period(from: &str, to: &str) -> Period {
    Period::parse(from, to).expect("a period")
}

fn cut(from: &str, to: &str) -> Cut {
    Cut::of(period(from, to))
}

/// By month and by store.
fn view(cut: Cut) -> View {
    View { grain: Grain::Month, by: Some(Dimension::Store), ..View::of(cut) }
}

async fn nps(connection: &mut Connection, cut: Cut) -> NpsReport {
    reports::nps::count(connection, view(cut)).await.expect("a report")
}

async fn satisfaction(connection: &mut Connection, cut: Cut) -> SatisfactionReport {
    reports::satisfaction::count(connection, view(cut)).await.expect("a report")
}

/// Answers of every sort: three stores and none, two surveys, every score, over three months.
fn mixed() -> Vec<Told> {
    let days = [
        "2026-08-31T20:59:00Z",
        "2026-08-31T21:00:00Z",
        "2026-09-10T09:00:00Z",
        "2026-09-30T20:59:59Z",
        "2026-09-30T23:30:00Z",
        "2026-10-31T20:00:00Z",
    ];
    (0..240i16)
        .map(|number| Told {
            at: days[usize::try_from(number % 6).unwrap()],
            nps: (number % 13 < 11).then_some(number % 13),
            satisfaction: (number % 4 != 3).then_some(number * 7 % 101),
            ratings: vec![
                Some(number % 11),
                None,
                Some(-1),
                (number % 3 == 0).then_some(number % 7),
                Some(10),
            ],
            store: [Some("Центр"), Some("Заречье"), None, Some("=1+1")]
                [usize::try_from(number / 6 % 4).unwrap()],
            kind: (number % 5 == 0).then_some("relationship"),
            comment: None,
        })
        .collect()
}

fn local_day(told: &Told) -> NaiveDate {
    told.at.parse::<chrono::DateTime<chrono::Utc>>().unwrap().with_timezone(&Moscow).date_naive()
}

fn in_stores(filters: &Filters, store: Option<&str>) -> bool {
    filters
        .of(Dimension::Store)
        .is_none_or(|stores| stores.iter().any(|known| known == store.unwrap_or_default()))
}

fn counted<'a>(answers: &'a [Told], cut: &Cut) -> Vec<&'a Told> {
    answers
        .iter()
        .filter(|told| cut.period.contains(local_day(told)))
        .filter(|told| in_stores(&cut.filters, told.store))
        .filter(|told| cut.filters.counts_kind(told.kind.unwrap_or("purchase")))
        .collect()
}

fn nps_of(answers: &[&Told]) -> (u64, u64, u64) {
    let count = |low, high| {
        answers.iter().filter(|told| told.nps.is_some_and(|nps| (low..=high).contains(&nps))).count() as u64
    };
    (count(9, 10), count(7, 8), count(0, 6))
}

fn parts(nps: Nps) -> (u64, u64, u64) {
    (nps.promoters, nps.passives, nps.detractors)
}

fn cuts() -> Vec<Cut> {
    let whole = cut("2026-09-01", "2026-11-01");
    vec![
        cut("2026-01-01", "2027-01-01"),
        whole.only(Dimension::Store, "Заречье"),
        whole.only(Dimension::Store, ""),
        whole.only(Dimension::Kind, "relationship"),
        Cut {
            filters: whole.filters.clone().with(Dimension::Store, "Центр").with(Dimension::Store, ""),
            ..whole.clone()
        },
        whole.only(Dimension::Store, "=1+1").only(Dimension::Kind, "relationship"),
        cut("2026-09-10", "2026-10-31"),
        cut("2026-09-30", "2026-10-01"),
        whole,
    ]
}

#[tokio::test]
async fn nps_agrees_with_a_count_by_hand_in_every_cut() {
    let world = World::new().await;
    let answers = mixed();
    tell(&world, preset_version(&world).await, &answers).await;
    let mut connection = world.connection().await;
    for cut in cuts() {
        let report = nps(&mut connection, cut.clone()).await;
        let chosen = counted(&answers, &cut);
        assert_eq!(parts(report.total), nps_of(&chosen), "{cut:?}");
        assert_eq!(
            parts(report.before.unwrap()),
            nps_of(&counted(&answers, &cut.during(cut.period.previous()))),
            "{cut:?}"
        );
        assert_eq!(report.steps.iter().map(|step| step.figures).sum::<Nps>(), report.total);
        for month in &report.steps {
            let inside: Vec<_> =
                chosen.iter().copied().filter(|told| month.days.contains(local_day(told))).collect();
            assert_eq!(parts(month.figures), nps_of(&inside), "{cut:?} {}", month.days);
        }
        assert_eq!(report.groups.iter().map(|group| group.figures).sum::<Nps>(), report.total, "{cut:?}");
        for group in &report.groups {
            let inside: Vec<_> =
                chosen.iter().copied().filter(|told| told.store.unwrap_or_default() == group.word).collect();
            assert_eq!(parts(group.figures), nps_of(&inside), "{cut:?} {}", group.word);
        }
        let scores: Vec<u64> = (0..=10)
            .map(|score| chosen.iter().filter(|told| told.nps == Some(score)).count() as u64)
            .collect();
        assert_eq!(report.scores, scores, "{cut:?}");
    }
}

#[tokio::test]
async fn the_last_evening_of_a_month_in_utc_belongs_to_the_next_month_in_moscow() {
    let world = World::new().await;
    let evening = Told { at: "2026-10-31T23:30:00Z", nps: Some(10), ..Told::default() };
    tell(&world, preset_version(&world).await, &[evening]).await;
    let mut connection = world.connection().await;
    let october = nps(&mut connection, cut("2026-10-01", "2026-11-01")).await;
    assert_eq!(october.total.n(), 0);
    let november = nps(&mut connection, cut("2026-11-01", "2026-12-01")).await;
    assert_eq!(november.total.n(), 1);
    let all = nps(&mut connection, cut("2026-01-01", "2027-01-01")).await;
    let months: Vec<_> =
        all.steps.iter().map(|month| (month.days.from().month(), month.figures.n())).collect();
    assert_eq!(months, [(11, 1)]);
}

#[tokio::test]
async fn satisfaction_agrees_with_a_count_by_hand() {
    let world = World::new().await;
    let version = preset_version(&world).await;
    let answers = mixed();
    tell(&world, version, &answers).await;
    let mut connection = world.connection().await;
    for cut in cuts() {
        let report = satisfaction(&mut connection, cut.clone()).await;
        let chosen = counted(&answers, &cut);
        let given: Vec<f64> = chosen.iter().filter_map(|told| told.satisfaction).map(f64::from).collect();
        assert_eq!(report.total.n, given.len() as u64, "{cut:?}");
        let mean = given.iter().sum::<f64>() / given.len() as f64;
        assert!((report.total.value().unwrap() - mean).abs() < 1e-9, "{cut:?}");
        let spread = given.iter().map(|one| (one - mean).powi(2)).sum::<f64>() / (given.len() as f64 - 1.0);
        assert!((report.total.deviation().unwrap() - spread.sqrt()).abs() < 1e-9, "{cut:?}");
        assert_eq!(report.steps.iter().map(|month| month.figures.n).sum::<u64>(), report.total.n);

        // In the order of the preset: the first, third, fourth and fifth parameters were rated.
        let names = ["price", "delivery", "payment", "service"];
        assert_eq!(
            report.parameters.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(),
            names,
            "{cut:?}"
        );
        for (place, one) in [0, 2, 3, 4].into_iter().zip(&report.parameters) {
            let ratings: Vec<i16> = chosen.iter().filter_map(|told| told.ratings[place]).collect();
            for (score, share) in one.tally.distribution() {
                let count = ratings.iter().filter(|rating| **rating == i16::from(score)).count() as u64;
                assert_eq!(share.count(), count, "{} {score} {cut:?}", one.code);
            }
            let not_applicable = ratings.iter().filter(|rating| **rating == -1).count() as u64;
            assert_eq!(one.tally.not_applicable(), not_applicable);
            assert_eq!(one.tally.n() + not_applicable, ratings.len() as u64);
        }
    }
}

#[tokio::test]
async fn the_view_of_single_answers_agrees_with_the_report_over_all() {
    let world = World::new().await;
    tell(&world, preset_version(&world).await, &mixed()).await;
    let five = Told { at: "2026-10-10T10:00:00Z", ratings: vec![Some(5), Some(-1)], ..Told::default() };
    tell(&world, five_version(&world).await, &times(3, &five)).await;
    let mut connection = world.connection().await;
    let report = satisfaction(&mut connection, cut("2026-01-01", "2027-01-01")).await;
    assert_eq!(report.parameters.len(), 6, "four on one scale, two on the other");
    for one in &report.parameters {
        let sum: u64 =
            one.tally.distribution().iter().map(|(score, share)| u64::from(*score) * share.count()).sum();
        let scale = one.tally.scale();
        let query = format!(
            "SELECT count(*) FILTER (WHERE rating >= 0) || ' ' || count(*) FILTER (WHERE rating = -1) || ' '
                    || coalesce(sum(rating) FILTER (WHERE rating >= 0), 0)
             FROM response_ratings WHERE parameter = '{}' AND scale_low = {} AND scale_high = {}",
            one.code,
            scale.low(),
            scale.high()
        );
        let counted = format!("{} {} {sum}", one.tally.n(), one.tally.not_applicable());
        assert_eq!(world.value(&query).await, counted, "{} {scale}", one.code);
    }
}

#[tokio::test]
async fn two_scales_of_one_parameter_stay_apart() {
    let world = World::new().await;
    let at = "2026-10-10T10:00:00Z";
    let ten = Told { at, ratings: vec![Some(9), None, Some(3)], ..Told::default() };
    tell(&world, preset_version(&world).await, &times(3, &ten)).await;
    // Here delivery comes first and price second.
    let five = Told { at, ratings: vec![Some(5), Some(2)], ..Told::default() };
    let version = five_version(&world).await;
    tell(&world, version, &times(2, &five)).await;
    let mut connection = world.connection().await;
    let report = satisfaction(&mut connection, cut("2026-10-01", "2026-11-01")).await;
    let found: Vec<_> = report
        .parameters
        .iter()
        .map(|one| {
            (one.code.as_str(), one.tally.scale().to_string(), one.tally.n(), one.tally.mean().unwrap())
        })
        .collect();
    let text = str::to_owned;
    assert_eq!(
        found,
        [
            ("price", text("1-5"), 2, 2.0),
            ("price", text("0-10"), 3, 9.0),
            ("delivery", text("1-5"), 2, 5.0),
            ("delivery", text("0-10"), 3, 3.0),
        ]
    );
    for one in &report.parameters {
        let scale = one.tally.scale();
        let field = rating_field(&one.code, scale.low().into(), scale.high().into());
        let (count, _) = counting::rows(
            &mut connection,
            Subject::Answers,
            &report.view.cut,
            &[Condition::between(&field, 0, 10)],
            0,
            0,
        )
        .await
        .unwrap();
        assert_eq!(count, one.tally.n(), "{field}");
    }
}

#[tokio::test]
async fn every_figure_counts_just_the_answers_behind_it() {
    let world = World::new().await;
    let told = mixed();
    tell(&world, preset_version(&world).await, &told).await;
    let mut connection = world.connection().await;
    for cut in cuts() {
        let nps = nps(&mut connection, cut.clone()).await.total;
        let report = satisfaction(&mut connection, cut.clone()).await;
        let mut figures = vec![
            (Condition::between("nps", 0, 10), nps.n()),
            (Condition::between("nps", 9, 10), nps.promoters),
            (Condition::between("nps", 7, 8), nps.passives),
            (Condition::between("nps", 0, 6), nps.detractors),
            (Condition::present("satisfaction"), report.total.n),
        ];
        for one in &report.parameters {
            let scale = one.tally.scale();
            let field = rating_field(&one.code, scale.low().into(), scale.high().into());
            figures.push((Condition::between(&field, -1, -1), one.tally.not_applicable()));
            figures.push((Condition::between(&field, 9, 10), one.tally.top_box().count()));
            for (score, share) in one.tally.distribution() {
                figures.push((Condition::between(&field, score.into(), score.into()), share.count()));
            }
        }
        for (figure, n) in figures {
            let conditions = [figure];
            let mut seen = std::collections::BTreeSet::new();
            for page in 0.. {
                let (count, ids) =
                    counting::rows(&mut connection, Subject::Answers, &cut, &conditions, page * 50, 50)
                        .await
                        .unwrap();
                assert_eq!(count, n, "{conditions:?} {cut:?}");
                assert!(ids.iter().all(|id| seen.insert(*id)), "a row came twice");
                if ids.len() < 50 {
                    break;
                }
            }
            assert_eq!(seen.len() as u64, n, "{conditions:?} {cut:?}");
        }
    }
}

#[tokio::test]
async fn the_span_is_of_the_companys_days() {
    let world = World::new().await;
    let mut connection = world.connection().await;
    assert_eq!(days::span(&mut connection, Subject::Answers).await.unwrap(), None);
    let at = |at| Told { at, ..Told::default() };
    tell(&world, preset_version(&world).await, &[at("2025-12-31T21:00:00Z"), at("2026-03-31T22:00:00Z")])
        .await;
    let span = days::span(&mut connection, Subject::Answers).await.unwrap();
    assert_eq!(span, Some(period("2026-01-01", "2026-04-02")));
}

#[test]
fn an_end_left_out_is_that_of_the_answers() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let span = Some(period("2026-01-05", "2026-10-20"));
    let days = |from, to| reports::days(from, to, span, today).map(|period| period.to_string());
    assert_eq!(days(None, None).unwrap(), "2026-01-05..2026-10-20");
    assert_eq!(days(Some("2026-03-01"), None).unwrap(), "2026-03-01..2026-10-20");
    assert_eq!(days(Some("2027-03-01"), Some(" ")).unwrap(), "2027-03-01..2027-03-02");
    assert_eq!(days(None, Some("2025-01-01")).unwrap(), "2024-12-31..2025-01-01");
    assert_eq!(days(None, Some("01.05.2026")).unwrap(), "2026-01-05..2026-05-01");
    assert!(days(Some("2026-05-01"), Some("2026-05-01")).is_err());
    assert_eq!(reports::days(None, None, None, today).unwrap().to_string(), "2026-11-21..2026-11-22");
}
