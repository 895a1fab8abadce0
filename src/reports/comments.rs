//! The comments report: what customers said in their own words, found and taken apart.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    Count, Setting,
    counting::{among, rows},
    document::{self, Cell, Cells, Document, Line, Section},
};
use crate::{
    domain::{
        cut::{Cut, Dimension, View},
        facts::{Condition, Subject},
        mask::masked,
        nps::{NpsCategory, NpsScore},
        period::Period,
        report::{Against, Chosen, CommentsReport, Place, Report, Sought, Tally, Theme, Themes, Told},
    },
    store::{Connection, facts::days, said},
};

/// Texts that are looked through word by word, the newest.
pub const LOOKED_THROUGH: usize = 20_000;
/// Texts of a file.
pub const LISTED: usize = 10_000;
/// Texts of a page.
pub const PAGE: usize = 50;
/// Texts in which it is looked how people write a theme.
const SAMPLES: usize = 12;

/// The facts of answers that are meant.
#[must_use]
pub fn conditions(chosen: &Chosen) -> Vec<Condition> {
    let mut conditions = match chosen.place {
        Place::Comment => vec![Condition::present("comment")],
        Place::BringBack => vec![Condition::present("bring_back")],
        Place::Departure => Vec::new(),
    };
    conditions.extend(chosen.group.map(|group| {
        let (low, high) = match group {
            NpsCategory::Promoter => (9, 10),
            NpsCategory::Passive => (7, 8),
            NpsCategory::Detractor => (0, 6),
        };
        Condition::between("nps", low, high)
    }));
    conditions
}

/// All that is meant of a cut, the newest first: how many, and the first of them.
async fn said_in(
    connection: &mut Connection,
    cut: &Cut,
    chosen: &Chosen,
    zone: Tz,
    skip: usize,
    most: usize,
) -> Count<(u64, Vec<i64>)> {
    if chosen.place != Place::Departure {
        return rows(connection, Subject::Answers, cut, &conditions(chosen), skip, most).await;
    }
    // Departures have no score, and are of no survey, purchase or store.
    let none = [Dimension::Kind, Dimension::Store, Dimension::Category];
    let limited =
        none.iter().filter_map(|one| cut.filters.of(*one)).any(|values| !values.contains(&String::new()));
    if chosen.group.is_some() || limited {
        return Ok((0, Vec::new()));
    }
    let of = |dimension| cut.filters.of(dimension);
    let among = said::Among {
        language: of(Dimension::Language),
        segment: of(Dimension::Segment),
        value_class: of(Dimension::ValueClass),
        manager: of(Dimension::Manager),
        channel: of(Dimension::Channel),
    };
    // Customers leave once: all of them are few beside answers.
    let all = said::departures(connection, cut.period.bounds(zone), &among, 1_000_000).await?;
    let count = u64::try_from(all.len()).unwrap_or(0);
    Ok((count, all.into_iter().skip(skip).take(most).collect()))
}

/// Counts what is said in a view and finds one page of it.
///
/// A cut of few texts is looked through. In one of many the index finds rare words; words that more texts have than are
/// looked through are shown of the newest alone, and the report says so.
///
/// # Errors
/// When the database does not answer.
pub async fn count(
    connection: &mut Connection,
    view: View,
    chosen: Chosen,
    zone: Tz,
    page: usize,
) -> Count<CommentsReport> {
    found(connection, view, chosen, zone, (page.max(1) - 1).saturating_mul(PAGE), PAGE).await
}

/// The same, so many of them from some place on.
async fn found(
    connection: &mut Connection,
    view: View,
    chosen: Chosen,
    zone: Tz,
    skip: usize,
    most: usize,
) -> Count<CommentsReport> {
    let (query, stems) = match &chosen.sought {
        None => (None, Vec::new()),
        Some(Sought::Typed(typed)) => {
            let found = said::sought(connection, typed).await?;
            (Some(found.query), found.stems)
        }
        Some(Sought::Theme(theme)) => (Some(theme.query()), theme.0.clone()),
    };
    let mut report = CommentsReport {
        view,
        chosen,
        count: 0,
        whole: true,
        meaningless: query.as_deref() == Some(""),
        stems,
        ids: Vec::new(),
    };
    let cut = report.view.cut.clone();
    let Some(query) = query.filter(|query| !query.is_empty()) else {
        if !report.meaningless {
            (report.count, report.ids) = said_in(connection, &cut, &report.chosen, zone, skip, most).await?;
        }
        return Ok(report);
    };
    let place = report.chosen.place;
    let (all, newest) = said_in(connection, &cut, &report.chosen, zone, 0, LOOKED_THROUGH).await?;
    let few = all <= u64::try_from(newest.len()).unwrap_or(0);
    let found = if few || place == Place::Departure {
        having_of(connection, place, newest, &query).await?
    } else {
        let enough = i64::try_from(LOOKED_THROUGH + 1).unwrap_or(i64::MAX);
        let hits = said::indexed(connection, place, cut.period.bounds(zone), &query, enough).await?;
        if hits.len() > LOOKED_THROUGH {
            report.whole = false;
            having_of(connection, place, newest, &query).await?
        } else {
            let hits: HashSet<i64> = hits.into_iter().collect();
            among(connection, Subject::Answers, &cut, &conditions(&report.chosen), &hits).await?
        }
    };
    report.count = u64::try_from(found.len()).unwrap_or(0);
    report.ids = found.into_iter().skip(skip).take(most).collect();
    Ok(report)
}

async fn having_of(
    connection: &mut Connection,
    place: Place,
    newest: Vec<i64>,
    query: &str,
) -> Count<Vec<i64>> {
    let hits: HashSet<i64> = said::having(connection, place, &newest, query).await?.into_iter().collect();
    Ok(newest.into_iter().filter(|id| hits.contains(id)).collect())
}

/// What stands out in a view, whatever is looked for in it: the newest texts of it against the newest of other days with
/// the same filters, or, where there are none, against the other texts of these days.
///
/// # Errors
/// When the database does not answer.
pub async fn themes(connection: &mut Connection, view: &View, chosen: &Chosen, zone: Tz) -> Count<Themes> {
    let cut = &view.cut;
    let (of, here) = said_in(connection, cut, chosen, zone, 0, LOOKED_THROUGH).await?;
    let (against, rest) = others(connection, cut, chosen, zone, &here).await?;
    let known: HashSet<i64> = here.iter().copied().collect();
    let mut tally = Tally::default();
    let all: Vec<i64> = here.iter().chain(&rest).copied().collect();
    // A form is kept with some of its texts, the newest, to see how people write it.
    let mut forms: BTreeMap<i64, String> = BTreeMap::new();
    said::forms(connection, chosen.place, &all, |id, words| {
        let is_here = known.contains(&id);
        tally.add(words, is_here);
        if is_here {
            forms.insert(id, words.to_owned());
        }
    })
    .await?;
    let mut themes = tally.told(of, against);
    name(connection, chosen.place, &mut themes, &forms).await?;
    Ok(themes)
}

async fn others(
    connection: &mut Connection,
    cut: &Cut,
    chosen: &Chosen,
    zone: Tz,
    here: &[i64],
) -> Count<(Option<Against>, Vec<i64>)> {
    if here.is_empty() {
        return Ok((None, Vec::new()));
    }
    let span = days::span(connection, Subject::Answers).await?;
    let mut rest = Vec::new();
    let far = (chrono::NaiveDate::from_ymd_opt(2000, 1, 1), chrono::NaiveDate::from_ymd_opt(2200, 1, 1));
    let first = span.map(Period::from).filter(|_| chosen.place != Place::Departure).or(far.0);
    let last = span.map(Period::to).filter(|_| chosen.place != Place::Departure).or(far.1);
    let before = first.and_then(|first| Period::new(first, cut.period.from()).ok());
    let after = last.and_then(|last| Period::new(cut.period.to(), last).ok());
    for period in before.into_iter().chain(after) {
        let most = LOOKED_THROUGH.saturating_sub(rest.len());
        rest.extend(said_in(connection, &cut.during(period), chosen, zone, 0, most).await?.1);
    }
    if !rest.is_empty() {
        return Ok((Some(Against::OtherDays), rest));
    }
    let known: HashSet<i64> = here.iter().copied().collect();
    let everybody = Chosen { group: None, ..chosen.clone() };
    let all = said_in(connection, &Cut::of(cut.period), &everybody, zone, 0, LOOKED_THROUGH * 2).await?.1;
    rest.extend(all.into_iter().filter(|id| !known.contains(id)).take(LOOKED_THROUGH));
    Ok((Some(Against::OtherTexts).filter(|_| !rest.is_empty()), rest))
}

/// Writes each theme as most of its texts do.
async fn name(
    connection: &mut Connection,
    place: Place,
    themes: &mut Themes,
    forms: &BTreeMap<i64, String>,
) -> Count<()> {
    let wanted: BTreeSet<Theme> = [&themes.words, &themes.pairs, &themes.frequent]
        .into_iter()
        .flatten()
        .map(|told| told.theme.clone())
        .collect();
    let mut left: BTreeMap<&Theme, usize> = wanted.iter().map(|theme| (theme, SAMPLES)).collect();
    let mut samples = Vec::new();
    for (id, words) in forms.iter().rev() {
        if left.is_empty() {
            break;
        }
        let mut useful = false;
        for theme in crate::domain::report::themes(words) {
            if let Some(count) = left.get_mut(&theme) {
                useful = true;
                *count -= 1;
                if *count == 0 {
                    left.remove(&theme);
                }
            }
        }
        if useful {
            samples.push(*id);
        }
    }
    let texts = said::texts(connection, place, &samples).await?;
    let texts: Vec<Vec<String>> = texts.iter().map(|text| words_of(&text.words)).collect();
    let distinct: Vec<String> =
        texts.iter().flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    let stems = said::stems(connection, &distinct).await?;
    let mut written: HashMap<Theme, BTreeMap<String, usize>> = HashMap::new();
    for words in &texts {
        let stemmed: Vec<Option<&String>> = words.iter().map(|word| stems.get(word)).collect();
        for length in [1, 2] {
            for (run, forms) in words.windows(length).zip(stemmed.windows(length)) {
                let forms: Option<Vec<String>> = forms.iter().map(|form| form.cloned()).collect();
                if let Some(theme) = forms.map(Theme).filter(|theme| wanted.contains(theme)) {
                    *written.entry(theme).or_default().entry(run.join(" ")).or_default() += 1;
                }
            }
        }
    }
    for told in themes.words.iter_mut().chain(&mut themes.pairs).chain(&mut themes.frequent) {
        // Of two that are as frequent, the shorter: it is the word itself more often.
        let most = written.get(&told.theme).and_then(|ways| {
            ways.iter().max_by_key(|(way, count)| (**count, std::cmp::Reverse(way.chars().count())))
        });
        if let Some((way, _)) = most {
            way.clone_into(&mut told.words);
        }
    }
    Ok(())
}

/// The words of a text in lower case, as far as forms are looked for.
#[must_use]
pub fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('ё', "е"))
        .collect()
}

/// The comments of a view as they leave the house: without names, addresses and telephones, whoever asks. Those of some
/// group, of one place or with some words are exactly those that the page shows; otherwise all places are told.
///
/// # Errors
/// When the database does not answer.
pub async fn document(
    connection: &mut Connection,
    view: View,
    chosen: Chosen,
    setting: &Setting,
) -> Count<Document> {
    let mut definitions = document::definitions(
        &view,
        setting.zone,
        "comments of answers by the moment they were first given, from <= day < to",
    );
    for (name, words) in DEFINITIONS {
        definitions.insert(name.to_owned(), words.into());
    }
    definitions.extend(asked_for(&chosen));
    let place = chosen.place;
    let everything = chosen == Chosen::everything();
    let told = if everything { Place::all() } else { std::slice::from_ref(&place) };
    let mut sections = Vec::new();
    let mut total: Cells = Vec::new();
    for one in told {
        let chosen = Chosen { place: *one, ..chosen.clone() };
        let found = found(connection, view.clone(), chosen, setting.zone, 0, LISTED).await?;
        let texts = said::texts(connection, *one, &found.ids).await?;
        total.push((if *one == place { "n".into() } else { one.code().into() }, Cell::Count(found.count)));
        sections.push(Section {
            name: one.code(),
            lines: texts.iter().map(|text| line(text, setting.zone)).collect(),
        });
    }
    // What stands out is told of texts that were not looked for by their words.
    if chosen.sought.is_none() {
        let themes = themes(connection, &view, &chosen, setting.zone).await?;
        total.push(("texts_compared".into(), Cell::Count(themes.texts)));
        total.push(("texts_of_the_rest".into(), Cell::Count(themes.against.map_or(0, |(_, texts)| texts))));
        let lists = [("word", &themes.words), ("pair", &themes.pairs), ("frequent", &themes.frequent)];
        sections.extend(
            lists.into_iter().map(|(name, told)| Section { name, lines: told.iter().map(theme).collect() }),
        );
    }
    Ok(Document {
        report: Report::Comments.code(),
        period: view.cut.period,
        before: None,
        total,
        change: None,
        definitions,
        sections,
        rows: place.code(),
    })
}

/// Which texts were asked for, where not all.
fn asked_for(chosen: &Chosen) -> Vec<(String, serde_json::Value)> {
    let sought = chosen.sought.as_ref().map(|sought| match sought {
        Sought::Typed(typed) => typed.clone(),
        Sought::Theme(theme) => theme.to_string(),
    });
    let group = chosen.group.map(|group| group.code().to_owned());
    [("sought", sought), ("group", group)]
        .into_iter()
        .filter_map(|(name, words)| Some((name.to_owned(), words?.into())))
        .collect()
}

const DEFINITIONS: [(&str, &str); 5] = [
    ("words", "addresses and telephones are hidden; at most the newest 10,000 of each sort"),
    (
        "word",
        "in how many comments (n, of, share = n / of) a word is in any of its forms, and in how many others (rest_n, rest_of, rest_share): the same filters on other days, or the other comments of these days; at most the newest 20,000 of each",
    ),
    ("interval", "95 %, Wilson: low and high of share, rest_low and rest_high of rest_share"),
    (
        "z",
        "log-odds ratio with an informative Dirichlet prior of 100 words, in standard errors (Monroe, Colaresi and Quinn 2008); told from |z| > 2 and n >= 5. Of many words some stand out by chance",
    ),
    ("frequent", "the most frequent words, whether they stand out or not"),
];

fn line(text: &said::Said, zone: Tz) -> Line {
    let group = text.nps.and_then(|nps| NpsScore::try_from(i64::from(nps)).ok()).map(NpsScore::category);
    Line {
        name: Some(moment(text.at, zone)),
        cells: vec![
            ("words".into(), Cell::Words(masked(&text.words))),
            (
                "nps".into(),
                text.nps.and_then(|nps| u64::try_from(nps).ok()).map_or(Cell::Nothing, Cell::Count),
            ),
            ("group".into(), Cell::words(group.map(NpsCategory::code))),
            ("survey".into(), Cell::words(text.kind.as_deref())),
            ("bought_at".into(), Cell::words(text.store.as_deref())),
        ],
    }
}

fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

fn theme(told: &Told) -> Line {
    let (here, rest) = (told.here.interval(), told.rest.interval());
    Line {
        name: Some(told.words.clone()),
        cells: vec![
            ("n".into(), Cell::Count(told.here.count())),
            ("of".into(), Cell::Count(told.here.of())),
            ("share".into(), Cell::share(told.here.value())),
            ("low".into(), Cell::share(here.map(|(low, _)| low))),
            ("high".into(), Cell::share(here.map(|(_, high)| high))),
            ("rest_n".into(), Cell::Count(told.rest.count())),
            ("rest_of".into(), Cell::Count(told.rest.of())),
            ("rest_share".into(), Cell::share(told.rest.value())),
            ("rest_low".into(), Cell::share(rest.map(|(low, _)| low))),
            ("rest_high".into(), Cell::share(rest.map(|(_, high)| high))),
            ("z".into(), Cell::number(Some(told.z))),
        ],
    }
}
