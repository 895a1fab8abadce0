//! Nothing at all, one of each, and days of every sort.

use otklik::domain::{report::Report, role::Role};

use super::{commanded, counted, odd_lives, see};
use crate::{board::command, support::World};

/// Days on which nothing was, by the past, by what is to come, and by the ends of what is read as a day.
const NOTHING: [&str; 5] = [
    "from=2020-01-01&to=2020-02-01",
    "from=2190-01-01&to=2190-02-01&grain=week",
    "from=1900-01-01&to=1900-01-02&compare=year_before",
    "from=2199-12-30&to=2199-12-31&compare=year_before&grain=quarter",
    "from=2026-06-01&to=2026-07-01&compare=nothing&grain=day",
];

#[tokio::test]
async fn an_empty_database_says_so_and_counts_nobody() {
    let world = World::new().await;
    world.roll_up().await;
    let visitor = world.signed_in(Role::Executive).await;
    for report in Report::all().iter().copied() {
        for query in ["", "period=all", "from=1900-01-01&to=2199-12-31", NOTHING[0]] {
            let seen = see(&visitor, report, query).await;
            assert!(seen.page.has(".empty") && !seen.page.has(".empty a"), "{report} {query}");
            assert!(seen.page.has("p.board-definition"), "{report} {query}");
            assert_eq!(seen.total(counted(report)).as_u64(), Some(0), "{report} {query}: {}", seen.json);
            assert!(!seen.page.has(".board-figure"), "{report} {query}");
        }
    }
    // Each command begins anew; what they ask is the same for all.
    for report in [Report::Nps, Report::Drivers, Report::Reasons, Report::Retention, Report::Comments] {
        assert_eq!(commanded(&world, report, &[]).await[counted(report)], 0, "{report}");
    }
}

#[tokio::test]
async fn one_of_each_shows_no_figure_and_days_without_any_lead_to_it() {
    let world = World::new().await;
    odd_lives(&world, &["Центр"], 1).await;
    let visitor = world.signed_in(Role::Executive).await;
    for report in Report::all().iter().copied() {
        let seen = see(&visitor, report, "from=2026-07-01&to=2026-08-01").await;
        let rated = if report == Report::Drivers { 0 } else { 1 };
        assert_eq!(seen.total(counted(report)).as_u64(), Some(rated), "{report}: {}", seen.json);
        // One is somebody: what they said is shown to nobody as a figure.
        let shares: Vec<_> = seen
            .page
            .texts(".board-figure")
            .into_iter()
            .filter(|text| text.contains('%') || text.starts_with(['+', '−']))
            .collect();
        assert!(shares.is_empty(), "{report}: {shares:?}");
        for query in NOTHING {
            let nothing = see(&visitor, report, query).await;
            assert_eq!(nothing.total(counted(report)).as_u64(), Some(0), "{report} {query}");
            // What is open is open on any day.
            if matches!(report, Report::Complaints | Report::Overview) {
                continue;
            }
            assert!(nothing.page.has(".empty"), "{report} {query}");
            let way = nothing.page.attributes(".empty a", "href");
            assert_eq!(way.len(), 1, "{report} {query}");
            let there = visitor.get(&way[0]).await;
            assert!(there.status == 200 && (report == Report::Drivers || !there.has(".empty")), "{report}");
        }
    }
    let days = ["--from", "2026-07-01", "--to", "2026-08-01"];
    for report in [Report::Satisfaction, Report::Complaints, Report::Response, Report::Abc, Report::Rfm] {
        assert_eq!(commanded(&world, report, &days).await[counted(report)], 1, "{report}");
    }
    let rows = visitor.get("/board/rows/answers?from=2190-01-01&to=2190-02-01").await;
    assert_eq!(rows.attributes("[data-count]", "data-count"), ["0"]);
}

/// An address that cannot be understood, and what is said of it.
const WRONG: [(&str, &str); 14] = [
    ("from=2026-10-02&to=2026-10-01", "раньше первого"),
    ("from=2026-10-02&to=2026-10-02", "раньше первого"),
    ("from=zzz", "«zzz»"),
    ("to=2026-02-30", "«2026-02-30»"),
    ("from=0001-01-01&to=2026-01-01", "с 1900 по 2199"),
    ("from=2026-01-01&to=9999-12-31", "с 1900 по 2199"),
    ("from=-262143-01-01", "«-262143-01-01»"),
    ("period=never", "«never»"),
    ("kind=%3Cb%3E", "«<b>»"),
    ("store=a%00b", "«a"),
    ("by=colour", "«colour»"),
    ("grain=minute", "«minute»"),
    ("compare=nobody", "«nobody»"),
    ("currency=%D1%80%D1%83%D0%B1", "«руб»"),
];

#[tokio::test]
async fn a_wrong_address_says_what_is_wrong_and_keeps_what_was_typed() {
    let world = World::new().await;
    odd_lives(&world, &["Центр"], 1).await;
    let visitor = world.signed_in(Role::Executive).await;
    for report in Report::all().iter().copied() {
        for (query, words) in WRONG {
            let address = format!("{query}&segment=%D0%9E%D0%BF%D1%82");
            let page = visitor.get(&format!("/board/{report}?{address}")).await;
            assert_eq!(page.status, 422, "{report} {query}");
            let said = page.texts("[role=alert]");
            assert!(said[0].contains(words), "{report} {query}: {said:?}");
            let kept = page.attributes(".board-form input[type=hidden][name=segment]", "value");
            assert_eq!(kept, ["Опт"], "{report} {query}");
            for ending in ["json", "csv", "xlsx"] {
                let file = visitor.get(&format!("/board/{report}.{ending}?{address}")).await;
                assert_eq!(file.status, 400, "{report}.{ending} {query}");
            }
        }
        let reversed = visitor
            .get(&format!("/board/{report}?from=2026-10-02&to=2026-10-01&by=segment&kind=purchase"))
            .await;
        let value =
            |name: &str| reversed.attributes(&format!(".board-form input[name={name}]"), "value").concat();
        assert_eq!((&value("from")[..], &value("till")[..]), ("2026-10-02", "2026-09-30"), "{report}");
        assert_eq!((&value("by")[..], &value("kind")[..]), ("segment", "purchase"), "{report}");
        // What was not understood is not asked for again.
        let odd = visitor.get(&format!("/board/{report}?grain=minute&kind=purchase")).await;
        assert!(!odd.has(".board-form input[name=grain]"), "{report}");
        assert_eq!(visitor.get(&format!("/board/{report}.pdf")).await.status, 404, "{report}");
        // A value that nobody has is no mistake.
        let nobody = see(&visitor, report, "from=2026-07-01&to=2026-08-01&store=nobody").await;
        assert_eq!(nobody.total(counted(report)).as_u64(), Some(0), "{report}: {}", nobody.json);
    }
}

#[tokio::test]
async fn a_wrong_command_says_what_is_wrong_and_tells_no_figures() {
    let world = World::new().await;
    for (arguments, words) in [
        (&["abc", "--from", "2026-10-02", "--to", "2026-10-01"][..], "is not after"),
        (&["rfm", "--from", "0001-01-01"], "1900..=2199"),
        (&["comments", "--to", "9999-12-31"], "1900..=2199"),
        (&["drivers", "--from", "31.02.2026"], "--from"),
        (&["retention", "--currency", "руб"], "--currency"),
        (&["retention", "--active", "days=0"], "days=N"),
        (&["reasons", "--horizon", "0"], "from 1 to"),
        (&["nps", "--horizon", "3"], "is of `reasons` alone"),
        (&["complaints", "--by", "colour"], "known: day, week"),
        (&["response", "--compare", "nobody"], "known: before"),
        (&["overview", "--where", "store"], "store=NAME"),
        (&["satisfaction", "--by", "manager", "--format", "pdf"], "json, csv, xlsx"),
    ] {
        let (done, shown, problem) = command::run(&world, arguments).await;
        assert!(!done && shown.is_empty(), "{arguments:?}: {shown}");
        assert!(problem.contains(words), "{arguments:?}: {problem}");
    }
}
