//! The page that asks whether the letters should end, and says that they have.

use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use crate::{domain::language::Language, t};

/// Small on purpose: one request, no script, readable on any phone, light or dark by the reader's own choice.
const STYLE: &str = "
:root{color-scheme:light dark;--ink:#182433;--soft:#5b6675;--ground:#f4f6fa;--card:#fff;--line:#dce1e7;--main:#066fd1}
@media(prefers-color-scheme:dark){:root{--ink:#e8edf4;--soft:#a3afbf;--ground:#111827;--card:#1b2434;--line:#324056;--main:#3b93e8}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--ground);color:var(--ink);
font:1.0625rem/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}
main{width:100%;max-width:30rem;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:2rem 1.75rem}
.brand{margin:0 0 1.25rem;color:var(--soft);font-weight:600}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
p{margin:0 0 1rem;overflow-wrap:anywhere}.soft{color:var(--soft)}
form{margin:1.5rem 0 0}
button{width:100%;min-height:3rem;padding:.6rem 1rem;border-radius:10px;border:1px solid var(--main);
background:var(--main);color:#fff;font:inherit;font-weight:600;cursor:pointer}
button.quiet{background:none;color:var(--main)}
@media(prefers-color-scheme:dark){button{color:#0b1220}}
:focus-visible{outline:3px solid var(--main);outline-offset:3px}
.done{display:inline-grid;place-items:center;width:2.75rem;height:2.75rem;margin-bottom:1rem;border-radius:50%;background:#2fb34422;color:#2b8a3e}
@media(prefers-color-scheme:dark){.done{color:#5fd07a}}
";

/// The page of one link.
pub struct Page<'a> {
    pub language: Language,
    /// The company, as its customers know it.
    pub company: &'a str,
    pub action: &'a str,
    /// The letters have ended.
    pub stopped: bool,
    /// Whether there is a way back.
    pub may_return: bool,
}

impl Render for Page<'_> {
    fn render(&self) -> Markup {
        let language = self.language;
        let title = t!(language, if self.stopped { "unsubscribe-done" } else { "unsubscribe-title" });
        html! {
            (DOCTYPE)
            html lang=(language.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    title { (title) " · " (self.company) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    main {
                        p.brand { (self.company) }
                        @if self.stopped { (self.done(&title)) } @else { (self.question(&title)) }
                    }
                }
            }
        }
    }
}

impl Page<'_> {
    fn question(&self, title: &str) -> Markup {
        let language = self.language;
        html! {
            h1 { (title) }
            p { (t!(language, "unsubscribe-body")) }
            p.soft { (t!(language, "unsubscribe-answers")) }
            form method="post" action=(self.action) {
                button type="submit" name="do" value="unsubscribe" { (t!(language, "unsubscribe-button")) }
            }
        }
    }

    fn done(&self, title: &str) -> Markup {
        let language = self.language;
        html! {
            div role="status" {
                span.done aria-hidden="true" {
                    svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none"
                        stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round" {
                        path d="M5 12l5 5L20 7" {}
                    }
                }
                h1 { (title) }
                p { (t!(language, "unsubscribe-done-body")) }
                p.soft { (t!(language, "unsubscribe-answers")) }
            }
            @if self.may_return {
                form method="post" action=(self.action) {
                    button.quiet type="submit" name="do" value="subscribe" { (t!(language, "unsubscribe-again")) }
                }
            }
        }
    }
}
