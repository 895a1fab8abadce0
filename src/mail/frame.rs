//! The frame of a letter: one list of blocks drawn as HTML for every mail program, and as plain text.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use url::Url;

pub use self::figures::{Figure, Range, Ranges};
use self::look::Look;
use crate::domain::{brand::Colour, language::Language};

mod figures;
mod look;

/// A letter's content before it takes a shape.
#[derive(Debug)]
pub struct Frame {
    pub language: Language,
    pub subject: String,
    /// What mail programs show beside the subject.
    pub preheader: String,
    /// The company's colour; without one, that of the house.
    pub colour: Option<Colour>,
    pub blocks: Vec<Block>,
    /// A picture whose loading says that the letter was opened.
    pub pixel: Option<Url>,
    pub footer: Footer,
}

#[derive(Debug)]
pub enum Block {
    /// A paragraph; its line breaks are kept.
    Paragraph(String),
    /// Somebody's own words, set apart; blank lines part paragraphs.
    Quote(String),
    /// A signature or the like: each on a line of its own.
    Lines(Vec<String>),
    /// Small print in the body.
    Note(String),
    Scale(Box<Scale>),
    /// Figures under a heading, each with the way to its report.
    Figures(Option<String>, Vec<Figure>),
    Ranges(Ranges),
    Buttons(Buttons),
}

/// A few ways on, each a button of its own.
#[derive(Debug)]
pub struct Buttons {
    pub question: Option<String>,
    pub links: Vec<(String, Url)>,
    pub hint: String,
}

/// The question from 0 to 10, each score a link.
#[derive(Debug)]
pub struct Scale {
    pub question: String,
    pub low: String,
    pub high: String,
    /// How to answer, where eleven links would be eleven lines of noise.
    pub as_text: String,
    pub hint: String,
    pub button: String,
    pub form: Url,
    /// The score, its spoken name, its link.
    pub scores: Vec<(u8, String, Url)>,
}

#[derive(Debug)]
pub struct Footer {
    pub brand: String,
    pub why: String,
    pub unsubscribe: Option<(String, Url)>,
}

/// The plain half: the same words, one link where the other half has eleven.
pub fn text(frame: &Frame) -> String {
    let mut parts: Vec<String> = frame.blocks.iter().map(block_text).collect();
    let mut footer = format!("-- \n{}", frame.footer.why);
    if let Some((words, url)) = &frame.footer.unsubscribe {
        footer.push_str(&format!("\n{words}: {url}"));
    }
    parts.push(footer);
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Paragraph(words) | Block::Quote(words) | Block::Note(words) => words.clone(),
        Block::Lines(lines) => lines.join("\n"),
        // The hint says to press a number, of which this half has none.
        Block::Scale(scale) => format!("{}\n{}\n{}", scale.question, scale.as_text, scale.form),
        Block::Figures(title, figures) => figures::figures_text(title.as_deref(), figures),
        Block::Ranges(ranges) => figures::ranges_text(ranges),
        Block::Buttons(buttons) => {
            let links = buttons.links.iter().map(|(words, url)| format!("{words}: {url}"));
            let lines: Vec<String> = buttons.question.iter().cloned().chain(links).collect();
            format!("{}\n\n{}", lines.join("\n"), buttons.hint)
        }
    }
}

/// The HTML half: tables and inline style, because mail programs know little else.
pub fn html(frame: &Frame) -> String {
    let look = Look::of(frame.colour);
    html! {
        (DOCTYPE)
        html lang=(frame.language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                // Phones turn dates and numbers into links of their own.
                meta name="format-detection" content="telephone=no, date=no, address=no";
                title { (frame.subject) }
                style { (PreEscaped(&look.sheet)) }
            }
            body class="page" style="margin:0;padding:0;background-color:#f2f4f7;" {
                div role="main" {
                    div style=(look::HIDDEN) { (frame.preheader) }
                    table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f2f4f7" style="background-color:#f2f4f7;" {
                        tr { td align="center" class="edge" style="padding:24px 12px;" {
                            table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;" {
                                tr { td class="brand" style=(look.brand) { h1 style=(look::NAME) { (frame.footer.brand) } } }
                                tr { td class="card" bgcolor="#ffffff" style=(look::CARD) {
                                    @for block in &frame.blocks { (block_html(block, &look)) }
                                } }
                                tr { td class="foot" style=(look::FOOT) {
                                    (footer_html(&frame.footer))
                                    @if let Some(url) = &frame.pixel { img src=(url) width="1" height="1" alt="" style="display:block;border:0;"; }
                                } }
                            }
                        } }
                    }
                }
            }
        }
    }
    .into_string()
}

fn block_html(block: &Block, look: &Look) -> Markup {
    html! {
        @match block {
            Block::Paragraph(words) => { p style=(look::PARAGRAPH) { (broken(words)) } }
            Block::Quote(words) => {
                table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px 0;" {
                    tr { td class="quote" style=(look.quote) {
                        @for paragraph in words.split("\n\n").filter(|words| !words.trim().is_empty()) {
                            p style="margin:8px 0;" { (broken(paragraph.trim_matches('\n'))) }
                        }
                    } }
                }
            }
            Block::Lines(lines) => {
                p style=(look::PARAGRAPH) {
                    @for (place, line) in lines.iter().enumerate() {
                        @if place > 0 { br; }
                        (line)
                    }
                }
            }
            Block::Note(words) => { p class="quiet" style=(look::NOTE) { (words) } }
            Block::Scale(scale) => { (scale_html(scale, look)) }
            Block::Figures(title, lines) => { (figures::figures_html(title.as_deref(), lines, look)) }
            Block::Ranges(ranges) => { (figures::ranges_html(ranges, look)) }
            Block::Buttons(buttons) => { (buttons_html(buttons, look)) }
        }
    }
}

fn scale_html(scale: &Scale, look: &Look) -> Markup {
    html! {
        p style=(look::QUESTION) { (scale.question) }
        table role="presentation" class="scale" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed;" {
            tr {
                @for (score, spoken, url) in &scale.scores {
                    td class="score" align="center" style="padding:2px;" {
                        a href=(url) aria-label=(spoken) title=(spoken) style=(look.score) { (score) }
                    }
                }
            }
        }
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 16px 0;" {
            tr {
                td class="quiet" align="left" valign="top" width="50%" style=(look::END) { "0: " (scale.low) }
                td class="quiet" align="right" valign="top" width="50%" style=(look::END) { "10: " (scale.high) }
            }
        }
        p class="quiet" style=(look::NOTE) { (scale.hint) }
        p style=(look::PARAGRAPH) { a class="link" href=(scale.form) style=(look.link) { (scale.button) } }
    }
}

fn buttons_html(buttons: &Buttons, look: &Look) -> Markup {
    html! {
        @if let Some(question) = &buttons.question { p style=(look::QUESTION) { (question) } }
        table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 12px 0;" {
            @for (words, url) in &buttons.links {
                tr { td class="button" style="padding:4px 0;" { a href=(url) style=(look.button) { (words) } } }
            }
        }
        p class="quiet" style=(look::NOTE) { (buttons.hint) }
    }
}

fn footer_html(footer: &Footer) -> Markup {
    html! {
        (footer.why)
        @if let Some((words, url)) = &footer.unsubscribe {
            br;
            a class="quiet" href=(url) style="color:#5b6472;text-decoration:underline;display:inline-block;padding:8px 0;" { (words) }
        }
    }
}

fn broken(words: &str) -> Markup {
    html! {
        @for (place, line) in words.lines().enumerate() {
            @if place > 0 { br; }
            (line)
        }
    }
}
