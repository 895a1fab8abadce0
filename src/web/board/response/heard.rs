//! Whom the answers speak for: those who answered beside all who bought.

use maud::{Markup, html};

use super::share_words;
use crate::{
    domain::{
        cut::Dimension,
        language::Language,
        report::{Heard, Representation},
        share::Share,
    },
    t,
    web::{
        board::parts::{self, MOST_GROUPS},
        ui::{self, Tone},
    },
    words::format,
};

/// One way of dividing buyers, with what can be said of it.
pub fn speaks_for(language: Language, one: &Representation) -> Markup {
    let by = one.by;
    let told: Vec<String> = one
        .told()
        .take(4)
        .map(|(row, gap)| {
            let key = if gap.difference > 0.0 { "board-heard-more" } else { "board-heard-less" };
            let points = format::decimal(language, gap.difference.abs() * 100.0, 0);
            t!(language, key, name = parts::value_words(language, by, &row.buyers.word), points = points)
                .into_owned()
        })
        .collect();
    let tested = one.rows.iter().any(|row| row.gap.is_some());
    parts::card(
        &t!(language, &format!("board-heard-{by}")),
        &t!(language, "board-heard-lead"),
        &html! {
            div.card-body.pb-0 {
                @if !told.is_empty() {
                    (ui::notice(Tone::Warning, &t!(language, "board-heard-differs", list = told.join("; "))))
                } @else if tested {
                    p.text-secondary { (t!(language, "board-heard-alike")) }
                } @else {
                    p.text-secondary { (t!(language, "board-heard-few")) }
                }
            }
            div.table-responsive tabindex="0" {
                table.table.table-vcenter.card-table.board-folds.board-folds-3.board-early {
                    thead { tr {
                        th { (t!(language, &format!("board-by-{by}"))) }
                        th.number { (t!(language, "board-heard-bought")) }
                        th.number { (t!(language, "board-heard-asked")) }
                        th.number { (t!(language, "board-heard-answered")) }
                        th.number { (t!(language, "board-heard-of-buyers")) }
                        th.number { (t!(language, "board-heard-of-answers")) }
                        th { (t!(language, "board-heard-gap")) }
                    } }
                    tbody { @for row in one.rows.iter().take(MOST_GROUPS) { (heard(language, by, row)) } }
                }
            }
            @if let Some((_, p, v)) = one.test {
                p.card-body.text-secondary.small.mb-0 {
                    @let chance = if p < 0.001 { format!("< {}", format::decimal(language, 0.001, 3)) } else { format!("= {}", format::decimal(language, p, 3)) };
                    (t!(language, "board-heard-test", p = chance, v = format::decimal(language, v, 2)))
                }
            }
        },
    )
}

fn heard(language: Language, by: Dimension, row: &Heard) -> Markup {
    let buyers = &row.buyers;
    let share = |share: Share| share_words(language, share).unwrap_or_else(|| "–".to_owned());
    let points = |value: f64| format::signed(language, value * 100.0, 1);
    html! {
        tr {
            td { (parts::value_words(language, by, &buyers.word)) }
            td.number data-label=(t!(language, "board-heard-bought")) { (format::whole(language, buyers.bought)) }
            td.number data-label=(t!(language, "board-heard-asked")) {
                (format::whole(language, buyers.asked))
                div.small { (share(Share::new(buyers.asked, buyers.bought))) }
            }
            td.number data-label=(t!(language, "board-heard-answered")) {
                (format::whole(language, buyers.answered))
                div.small { (share(buyers.rate())) }
                (parts::share_interval(language, buyers.rate()))
            }
            td.number data-label=(t!(language, "board-heard-of-buyers")) { (share(row.of_buyers)) }
            td.number data-label=(t!(language, "board-heard-of-answers")) { (share(row.of_answered)) }
            td data-label=(t!(language, "board-heard-gap")) {
                @match row.gap {
                    Some(gap) => {
                        @if gap.is_told() { strong.figure { (points(gap.difference)) } } @else { span.figure { (points(gap.difference)) } }
                        " " span.small.text-secondary { (t!(language, "board-interval", low = points(gap.interval.0), high = points(gap.interval.1))) }
                    }
                    None => span.text-secondary { (t!(language, "board-too-few")) },
                }
            }
        }
    }
}
