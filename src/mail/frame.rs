//! The frame of a letter: one list of blocks drawn as HTML for every mail program, and as plain text.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use url::Url;

use crate::domain::language::Language;

/// A letter's content before it takes a shape.
#[derive(Debug)]
pub struct Frame {
    pub language: Language,
    pub subject: String,
    /// What mail programs show beside the subject.
    pub preheader: String,
    pub blocks: Vec<Block>,
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
        Block::Scale(scale) => format!("{}\n{}\n{}", scale.question, scale.as_text, scale.form),
    }
}

/// The HTML half: tables and inline style, because mail programs know little else.
pub fn html(frame: &Frame) -> String {
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
                style { (PreEscaped(STYLE)) }
            }
            body class="page" style="margin:0;padding:0;background-color:#f2f4f7;" {
                div style=(HIDDEN) { (frame.preheader) }
                table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f2f4f7" style="background-color:#f2f4f7;" {
                    tr { td align="center" class="edge" style="padding:24px 12px;" {
                        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;" {
                            tr { td class="brand" style=(BRAND) { (frame.footer.brand) } }
                            tr { td class="card" bgcolor="#ffffff" style=(CARD) {
                                @for block in &frame.blocks { (block_html(block)) }
                            } }
                            tr { td class="foot" style=(FOOT) { (footer_html(&frame.footer)) } }
                        }
                    } }
                }
            }
        }
    }
    .into_string()
}

fn block_html(block: &Block) -> Markup {
    html! {
        @match block {
            Block::Paragraph(words) => { p style=(PARAGRAPH) { (broken(words)) } }
            Block::Quote(words) => {
                table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px 0;" {
                    tr { td class="quote" style="padding:2px 0 2px 16px;border-left:3px solid #2f5fd0;" {
                        @for paragraph in words.split("\n\n").filter(|words| !words.trim().is_empty()) {
                            p style="margin:8px 0;" { (broken(paragraph.trim_matches('\n'))) }
                        }
                    } }
                }
            }
            Block::Lines(lines) => {
                p style=(PARAGRAPH) {
                    @for (place, line) in lines.iter().enumerate() {
                        @if place > 0 { br; }
                        (line)
                    }
                }
            }
            Block::Note(words) => { p class="quiet" style=(NOTE) { (words) } }
            Block::Scale(scale) => { (scale_html(scale)) }
        }
    }
}

fn scale_html(scale: &Scale) -> Markup {
    html! {
        p style="margin:24px 0 12px 0;font-size:18px;line-height:26px;font-weight:bold;" { (scale.question) }
        table role="presentation" class="scale" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed;" {
            tr {
                @for (score, spoken, url) in &scale.scores {
                    td class="score" align="center" style="padding:2px;" {
                        a href=(url) aria-label=(spoken) title=(spoken) style=(SCORE) { (score) }
                    }
                }
            }
        }
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 16px 0;" {
            tr {
                td class="quiet" align="left" valign="top" width="50%" style=(END) { "0: " (scale.low) }
                td class="quiet" align="right" valign="top" width="50%" style=(END) { "10: " (scale.high) }
            }
        }
        p class="quiet" style=(NOTE) { (scale.hint) }
        p style=(PARAGRAPH) { a class="link" href=(scale.form) style=(LINK) { (scale.button) } }
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

const HIDDEN: &str = "display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#f2f4f7;mso-hide:all;";
const BRAND: &str = "padding:0 24px 12px 24px;font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:22px;font-weight:bold;color:#1d2430;";
const CARD: &str = "padding:28px 24px 12px 24px;background-color:#ffffff;border-radius:8px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:25px;color:#1d2430;word-break:break-word;";
const FOOT: &str = "padding:16px 24px;font-family:Arial,Helvetica,sans-serif;font-size:13px;line-height:20px;color:#5b6472;word-break:break-word;";
const PARAGRAPH: &str = "margin:0 0 16px 0;";
const NOTE: &str = "margin:0 0 16px 0;font-size:14px;line-height:21px;color:#5b6472;";
const END: &str = "font-size:13px;line-height:18px;color:#5b6472;padding:0 2px;";
const LINK: &str = "color:#2450b5;text-decoration:underline;display:inline-block;padding:8px 0;";
// One neutral colour for every score: a red 0 and a green 10 would lean on the answer.
const SCORE: &str = "display:block;height:44px;line-height:44px;border-radius:6px;background-color:#e8eefb;color:#1f3f8f;font-size:16px;font-weight:bold;text-align:center;text-decoration:none;";

/// On a narrow screen the eleven scores stand in two rows, each wide enough for a thumb.
const STYLE: &str = "\
@media only screen and (max-width:480px){\
.edge{padding:12px 8px!important}\
.card{padding:20px 16px 8px 16px!important}\
.brand,.foot{padding-left:16px!important;padding-right:16px!important}\
.scale,.scale tbody,.scale tr{display:block!important;width:100%!important}\
.score{display:inline-block!important;width:16.66%!important;box-sizing:border-box!important;vertical-align:top!important}\
}\
@media (prefers-color-scheme:dark){\
.page{background-color:#14181f!important}\
.card{background-color:#1e242d!important;color:#e8ebf0!important}\
.brand{color:#e8ebf0!important}\
.foot,.quiet{color:#aab3c0!important}\
.link{color:#9dbcff!important}\
.quote{border-left-color:#7fa6ff!important}\
.score a{background-color:#33415e!important;color:#e8eefb!important}\
}";
