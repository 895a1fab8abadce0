//! Figures and their charts in letters: tables alone, because mail programs show no SVG and often no pictures.

use maud::{Markup, html};
use url::Url;

use super::look::{self, Look};

/// A figure in a line: what it is, how much, and what it did.
#[derive(Debug)]
pub struct Figure {
    pub title: String,
    pub value: String,
    pub note: String,
    pub url: Url,
}

/// Intervals one under another on one axis: a chart of table cells.
#[derive(Debug)]
pub struct Ranges {
    pub title: String,
    pub note: String,
    pub lines: Vec<Range>,
}

/// One of them: from where to where in thousandths of the width.
#[derive(Debug)]
pub struct Range {
    pub label: String,
    pub figure: String,
    pub span: Option<(u32, u32)>,
}

pub(super) fn figures_text(title: Option<&str>, figures: &[Figure]) -> String {
    let mut parts: Vec<String> = title.iter().map(|title| (*title).to_owned()).collect();
    parts
        .extend(figures.iter().map(|one| format!("{}: {}\n{}\n{}", one.title, one.value, one.note, one.url)));
    parts.join("\n\n")
}

pub(super) fn figures_html(title: Option<&str>, figures: &[Figure], look: &Look) -> Markup {
    html! {
        @if let Some(title) = title { p style=(look::QUESTION) { (title) } }
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px 0;" {
            @for figure in figures {
                tr {
                    td valign="top" style="padding:6px 0;" {
                        a class="link" href=(figure.url) style=(look.title) { (format!("{}: {}", figure.title, figure.value)) }
                        br;
                        span class="quiet" style="font-size:14px;line-height:20px;color:#5b6472;" { (figure.note) }
                    }
                }
            }
        }
    }
}

pub(super) fn ranges_text(ranges: &Ranges) -> String {
    let mut lines = vec![ranges.title.clone()];
    lines.extend(ranges.lines.iter().map(|line| format!("{}: {}", line.label, line.figure)));
    lines.push(String::new());
    lines.push(ranges.note.clone());
    lines.join("\n")
}

pub(super) fn ranges_html(ranges: &Ranges, look: &Look) -> Markup {
    html! {
        p style=(look::QUESTION) { (ranges.title) }
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 8px 0;font-size:14px;line-height:20px;" {
            @for line in &ranges.lines {
                tr {
                    td class="quiet" width="140" style="padding:3px 8px 3px 0;white-space:nowrap;color:#5b6472;" { (format!("{}: {}", line.label, line.figure)) }
                    td style="padding:3px 0;" { (bar(line.span, look)) }
                }
            }
        }
        p class="quiet" style=(look::NOTE) { (ranges.note) }
    }
}

/// Three cells: the way to the interval, the interval, the rest.
fn bar(span: Option<(u32, u32)>, look: &Look) -> Markup {
    let Some((from, to)) = span else { return html! { "–" } };
    let (from, to) = (from.min(1000), to.clamp(from.min(1000) + 10, 1010).min(1000));
    let width = |thousandths: u32| format!("{}.{}%", thousandths / 10, thousandths % 10);
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;table-layout:fixed;" {
            tr {
                @if from > 0 { td width=(width(from)) style="font-size:1px;line-height:14px;" { "\u{a0}" } }
                td class="band" width=(width(to - from)) height="14" style=(look.band) { "\u{a0}" }
                @if to < 1000 { td width=(width(1000 - to)) style="font-size:1px;line-height:14px;" { "\u{a0}" } }
            }
        }
    }
}
