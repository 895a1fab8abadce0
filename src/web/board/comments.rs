//! The page of comments: what customers say in their own words, found by word forms, and which words stand out.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{Page, ask::Asked, parts, room::Room};
use crate::{
    domain::{
        complaint_search::mark,
        cut::{Dimension, View},
        language::Language,
        mask::masked,
        nps::{Base, NpsCategory, NpsScore},
        report::{Against, Chosen, CommentsReport, Place, Sought, Theme, Themes, Told},
        share::Share,
        text::one_line,
    },
    reports::{Counted, Memory, Setting, comments},
    store::{
        Connection, StoreError,
        said::{self, Said},
    },
    t,
    web::{
        links,
        ui::{self, Tone},
    },
    words::format,
};

/// Letters of a search.
const LONGEST: usize = 200;
/// Letters of a comment on the page: longer ones are told to the end only by the desk.
const LONGEST_TEXT: usize = 20_000;

/// What the reader may know of who wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sees {
    /// Nothing: addresses and telephones in the words are hidden too.
    Nobody,
    /// The name.
    Names,
    /// The customer's page.
    Customers,
}

/// What the address asks for beside its view; what cannot be understood is left out.
#[must_use]
pub fn chosen(asked: &Asked) -> Chosen {
    let typed = one_line(asked.get("q"), LONGEST).replace('\0', "");
    let sought = Theme::parse(asked.get("word"))
        .map(Sought::Theme)
        .or_else(|| typed.chars().any(char::is_alphanumeric).then_some(Sought::Typed(typed)));
    Chosen {
        place: Place::parse(asked.get("place")).unwrap_or(Place::Comment),
        group: NpsCategory::parse(asked.get("group")),
        sought,
    }
}

/// What an address of comments says beside its view.
pub const OWN: [&str; 4] = ["place", "group", "q", "word"];

/// The same, of some texts.
#[must_use]
pub fn own(chosen: &Chosen) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut put = |name: &str, value: String| pairs.push((name.to_owned(), value));
    if chosen.place != Place::Comment {
        put("place", chosen.place.code().to_owned());
    }
    if let Some(group) = chosen.group {
        put("group", group.code().to_owned());
    }
    match &chosen.sought {
        Some(Sought::Typed(typed)) => put("q", typed.clone()),
        Some(Sought::Theme(theme)) => put("word", theme.to_string()),
        None => {}
    }
    pairs
}

/// The address of some texts of a view.
fn address(view: &View, chosen: &Chosen, page: usize) -> String {
    let mut pairs = view.pairs();
    pairs.extend(own(chosen));
    if page > 1 {
        pairs.push(("page".to_owned(), page.to_string()));
    }
    links::board_of("comments", &pairs)
}

/// Finds and draws them.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    room: &Room<'_>,
    connection: &mut Connection,
    asked: &Asked,
    sees: Sees,
    memory: &Memory,
    setting: &Setting,
) -> Result<Page, StoreError> {
    let (language, page) = (room.language(), asked.page());
    let report = comments::count(connection, room.view.clone(), chosen(asked), room.zone, page).await?;
    let texts = said::texts(connection, report.chosen.place, &report.ids).await?;
    let marks = marks(connection, &report, &texts).await?;
    let themes = if report.chosen.sought.is_none() && page == 1 && report.count > 0 {
        memory.themes(connection, &report.view, &report.chosen, setting).await?
    } else {
        None
    };
    let themes = match themes.as_deref() {
        Some(Counted::Themes(themes)) => Some(themes),
        _ => None,
    };
    let body = html! {
        (places(language, &report))
        (search(language, &report))
        // On a phone they stand under all comments.
        @if themes.is_some() { p.d-lg-none.d-print-none { a href="#themes" { (t!(language, "board-themes-jump")) } } }
        div.row.row-cards {
            div class=(if themes.is_some() { "col-lg-7" } else { "col-12" }) { (list(room, &report, &texts, page, &Shown { sees, marks: &marks })) }
            @if let Some(themes) = themes { div.col-lg-5 #themes { (stand_out(language, &report, themes)) } }
        }
        p.board-definition #definition { (t!(language, "board-comments-definition", zone = room.zone.name(), most = format::whole(language, comments::LOOKED_THROUGH))) }
    };
    Ok(Page { actions: html! {}, body })
}

/// How texts are shown: to whom, and with which words marked.
struct Shown<'a> {
    sees: Sees,
    marks: &'a [String],
}

/// The words of these texts that are forms of those looked for: a stem alone begins other words too.
async fn marks(
    connection: &mut Connection,
    report: &CommentsReport,
    texts: &[Said],
) -> Result<Vec<String>, StoreError> {
    if report.stems.is_empty() || texts.is_empty() {
        return Ok(Vec::new());
    }
    let words: BTreeSet<String> = texts.iter().flat_map(|text| comments::words_of(&text.words)).collect();
    let words: Vec<String> = words.into_iter().collect();
    let stems = said::stems(connection, &words).await?;
    Ok(stems.into_iter().filter(|(_, stem)| report.stems.contains(stem)).map(|(word, _)| word).collect())
}

fn places(language: Language, report: &CommentsReport) -> Markup {
    html! {
        nav.board-by.d-print-none.mb-2 aria-label=(t!(language, "board-comments-places")) {
            @for place in Place::all() {
                @let here = report.chosen.place == *place;
                @let chosen = Chosen { place: *place, ..report.chosen.clone() };
                a.active[here] href=(address(&report.view, &chosen, 1)) aria-current=[here.then_some("true")] {
                    (t!(language, &format!("board-place-{place}")))
                }
            }
        }
    }
}

fn search(language: Language, report: &CommentsReport) -> Markup {
    let typed = match &report.chosen.sought {
        Some(Sought::Typed(typed)) => typed.as_str(),
        _ => "",
    };
    let everything = Chosen { sought: None, ..report.chosen.clone() };
    html! {
        form.board-form.mb-3.d-print-none method="get" action=(links::board("comments")) role="search" {
            @for (name, value) in report.view.pairs() { input type="hidden" name=(name) value=(value); }
            @if report.chosen.place != Place::Comment { input type="hidden" name="place" value=(report.chosen.place.code()); }
            div {
                label.form-label for="q" { (t!(language, "board-comments-search")) }
                input.form-control #q type="search" name="q" value=(typed) maxlength=(LONGEST) placeholder=(t!(language, "board-comments-search-hint"));
            }
            @if report.chosen.place != Place::Departure {
                div {
                    label.form-label for="group" { (t!(language, "board-comments-group")) }
                    select.form-select #group name="group" {
                        option value="" { (t!(language, "board-comments-everybody")) }
                        @for group in NpsCategory::all() {
                            option value=(group.code()) selected[report.chosen.group == Some(*group)] { (group_words(language, *group)) }
                        }
                    }
                }
            }
            div.board-form-end { button.btn.btn-primary type="submit" { (t!(language, "board-comments-find")) } }
        }
        @if let Some(Sought::Theme(_)) = &report.chosen.sought {
            p.board-filters {
                a.badge.board-filter href=(address(&report.view, &everything, 1)) title=(t!(language, "board-filter-remove")) {
                    (report.stems.join(" ")) "… ×"
                }
            }
        }
    }
}

fn group_words(language: Language, group: NpsCategory) -> String {
    t!(language, &format!("board-{group}s")).into_owned()
}

fn list(room: &Room<'_>, report: &CommentsReport, texts: &[Said], page: usize, shown: &Shown<'_>) -> Markup {
    let language = room.language();
    let count = report.count;
    let until = u64::try_from((page.max(1) - 1).saturating_mul(comments::PAGE).saturating_add(texts.len()));
    let more = until.is_ok_and(|until| until < count) && !texts.is_empty();
    let first = (page > 1).then(|| address(&report.view, &report.chosen, 1));
    let next = more.then(|| address(&report.view, &report.chosen, page + 1));
    html! {
        p.text-secondary data-count=(count) {
            (t!(language, "board-comments-count", count = count))
            @if !report.whole { " · " (t!(language, "board-comments-newest", most = format::whole(language, comments::LOOKED_THROUGH))) }
            @if page > 1 { " · " (t!(language, "board-rows-page", page = page)) }
        }
        @if report.meaningless {
            (ui::notice(Tone::Notice, &t!(language, "board-comments-meaningless")))
        } @else if texts.is_empty() && count == 0 && report.chosen.sought.is_none() {
            (room.empty())
        } @else if texts.is_empty() {
            div.card { (ui::empty(&t!(language, "board-comments-none"), &t!(language, "board-comments-none-words"), None)) }
        } @else {
            div.card { div.list-group.list-group-flush {
                @for text in texts { (one(room, text, shown)) }
            } }
        }
        (ui::pages(language, first.as_deref(), next.as_deref()))
    }
}

fn one(room: &Room<'_>, text: &Said, shown: &Shown<'_>) -> Markup {
    let language = room.language();
    html! {
        article.list-group-item.board-answer {
            div.board-answer-head {
                @if let Some(score) = text.nps { (nps_badge(score)) }
                span.text-secondary {
                    (format::moment(language, text.at, room.zone))
                    @if let Some(kind) = &text.kind { " · " (parts::value_words(language, Dimension::Kind, kind)) }
                    @if let Some(store) = &text.store { " · " (store) }
                }
                @match shown.sees {
                    Sees::Customers => span.board-answer-links { a href=(links::customer(&text.customer)) { (t!(language, "board-customer")) } },
                    Sees::Names if !text.erased => span.board-answer-links.board-name { (text.name) },
                    Sees::Names | Sees::Nobody => {}
                }
            }
            p.prose.board-comment { (marked(&text.words, shown)) }
        }
    }
}

/// The words, as far as the reader may know them, with those that were looked for marked.
fn marked(words: &str, shown: &Shown<'_>) -> Markup {
    let words = if shown.sees == Sees::Nobody { masked(words) } else { words.to_owned() };
    match mark(&words, shown.marks, LONGEST_TEXT) {
        None => html! { (words) },
        Some(pieces) => html! {
            @for (found, piece) in &pieces {
                @if *found { mark { (piece) } } @else { (piece) }
            }
        },
    }
}

fn nps_badge(score: i16) -> Markup {
    let tone = match NpsScore::try_from(i64::from(score)).map(NpsScore::category) {
        Ok(NpsCategory::Promoter) => Tone::Good,
        Ok(NpsCategory::Passive) => Tone::Warning,
        _ => Tone::Bad,
    };
    ui::badge(tone, &format!("NPS {score}"))
}

fn stand_out(language: Language, report: &CommentsReport, themes: &Themes) -> Markup {
    let lead = match themes.against {
        Some((Against::OtherDays, texts)) => {
            t!(language, "board-themes-days", here = themes.texts, rest = texts)
        }
        Some((Against::OtherTexts, texts)) => {
            t!(language, "board-themes-others", here = themes.texts, rest = texts)
        }
        None => t!(language, "board-themes-alone", here = themes.texts),
    };
    let all: Vec<&Told> = themes.words.iter().chain(&themes.pairs).collect();
    let more: Vec<&Told> = all.iter().copied().filter(|told| told.z > 0.0).collect();
    let less: Vec<&Told> = all.iter().copied().filter(|told| told.z < 0.0).collect();
    let frequent: Vec<&Told> = themes.frequent.iter().collect();
    html! {
        p.text-secondary {
            (lead)
            @let base = Base::of(themes.against.map_or(themes.texts, |(_, rest)| rest.min(themes.texts)));
            @if base == Base::Small { " " (parts::base(language, base)) }
            @if themes.of > themes.texts { " " (t!(language, "board-themes-cut", of = format::whole(language, themes.of))) }
        }
        @if themes.against.is_some() {
            (table(language, report, "board-themes-more", &more, true))
            (table(language, report, "board-themes-less", &less, true))
        }
        (table(language, report, "board-themes-frequent", &frequent, false))
    }
}

fn table(language: Language, report: &CommentsReport, title: &str, told: &[&Told], compared: bool) -> Markup {
    let percent = |share: Share| {
        let told = share.value().filter(|_| Base::of(share.of()).shows_score());
        told.map_or_else(|| "–".to_owned(), |value| format::percent(language, value, 1))
    };
    html! {
        section.card.mb-3 {
            div.card-header { h2.card-title { (t!(language, title)) } }
            @if told.is_empty() {
                div.card-body.text-secondary { (t!(language, "board-themes-none")) }
            } @else {
                div.table-responsive tabindex="0" {
                    table.table.table-vcenter.card-table.board-themes {
                        thead { tr {
                            th { (t!(language, "board-themes-word")) }
                            th.number { (t!(language, "board-themes-count")) }
                            th.number { (t!(language, "board-themes-share")) }
                            @if compared { th.number { (t!(language, "board-themes-rest")) } }
                        } }
                        tbody {
                            @for one in told {
                                @let chosen = Chosen { sought: Some(Sought::Theme(one.theme.clone())), ..report.chosen.clone() };
                                tr {
                                    td { (one.words) }
                                    td.number { a href=(address(&report.view, &chosen, 1)) data-counts=(one.here.count()) { (format::whole(language, one.here.count())) } }
                                    td.number { (percent(one.here)) (parts::share_interval(language, one.here)) }
                                    @if compared { td.number { span.text-secondary { (percent(one.rest)) } (parts::share_interval(language, one.rest)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
