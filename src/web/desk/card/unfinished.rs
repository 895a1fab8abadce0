//! Answers that were begun and not sent, as staff see them: marked as such, in a complaint and on a customer's page.

use chrono_tz::Tz;
use maud::{Markup, html};

use crate::{
    domain::{
        answer::Answer,
        language::Language,
        questionnaire::{Code, Definition},
        rating::Rating,
    },
    store::{link_visits::Discarded, partial_answers::Unfinished},
    t,
    web::{
        form::{so_far, typed::Typed},
        ui::{self, Tone},
    },
    words::format,
};

/// One of them: what it is, when it was kept last, and what it says so far.
pub fn unfinished(language: Language, zone: Tz, one: &Unfinished) -> Markup {
    let answer = so_far(&Typed::read(one.body.as_bytes()), &one.definition);
    let (tone, mark, why) = match (&one.discarded, one.provisional, one.correction) {
        (Some(why), ..) => {
            let why = if why == "burst" { "keep-discarded-burst" } else { "keep-discarded-scanner" };
            (Tone::Plain, "keep-discarded", why)
        }
        (None, true, _) => (Tone::Plain, "keep-provisional", "keep-provisional-body"),
        (None, false, true) => (Tone::Warning, "keep-unfinished", "keep-unfinished-correction"),
        (None, false, false) => (Tone::Warning, "keep-unfinished", "keep-unfinished-body"),
    };
    let saved = format::moment(language, one.saved_at, zone);
    html! {
        div.answer-head {
            (ui::badge(tone, &t!(language, mark)))
            @if let Some(score) = answer.nps { span { "NPS " strong.score.score-low[score.get() <= 6] { (score.get()) } } }
            @if let Some(percent) = answer.satisfaction {
                span { (t!(language, "desk-satisfied")) " " strong { (format::percent(language, f64::from(percent.get()) / 100.0, 0)) } }
            }
            @if answer.contact_me { (ui::badge(Tone::Notice, &t!(language, "desk-signal-contact_me"))) }
            span.text-secondary.ms-auto { (saved) }
        }
        p.text-secondary { (t!(language, why)) }
        @if let Some(comment) = &answer.comment { blockquote.prose.answer-words { (comment) } }
        @let lines = lines(language, &answer, &one.definition);
        @if !lines.is_empty() {
            dl.facts { @for (title, words) in lines { dt { (title) } dd { (words) } } }
        }
    }
}

/// Everything else that was filled in, by its title.
fn lines(language: Language, answer: &Answer, definition: &Definition) -> Vec<(String, String)> {
    let say = |id: &str| t!(language, id).into_owned();
    let yes = |yes: bool| say(if yes { "keep-yes" } else { "keep-no" });
    let reason = |code: &Code| {
        let known = definition.reason(code.as_str());
        known.map_or(code.as_str(), |(_, reason)| reason.title.get(language)).to_owned()
    };
    let mut lines = Vec::new();
    let mut tell = |title: &str, words: Option<String>| {
        if let Some(words) = words {
            lines.push((title.to_owned(), words));
        }
    };
    tell(&say("keep-still-here"), answer.still_here.then(|| yes(true)));
    tell(&say("keep-solved"), answer.solved.map(yes));
    let reasons = answer.reasons.as_ref();
    let chosen = reasons.map(|all| all.chosen.iter().map(reason).collect::<Vec<_>>().join(" · "));
    tell(&say("keep-reasons"), chosen.filter(|words| !words.is_empty()));
    let main = reasons.filter(|all| all.chosen.len() > 1).and_then(|all| all.main.as_ref());
    tell(&say("keep-main-reason"), main.map(reason));
    tell(&say("keep-competitor"), answer.competitor.as_ref().map(ToString::to_string));
    tell(&say("keep-bring-back"), answer.bring_back.as_ref().map(ToString::to_string));
    for (parameter, rating) in definition.parameters.iter().zip(&answer.ratings) {
        let words = match rating {
            Rating::Score(score) => {
                let high = definition.scale_of(parameter).high();
                Some(t!(language, "desk-rating", score = *score, high = high).into_owned())
            }
            Rating::NotApplicable => Some(say("desk-rating-na")),
            Rating::Skipped => None,
        };
        tell(parameter.title.get(language), words);
    }
    let heard = answer.heard_from.as_ref();
    tell(
        &say("keep-heard-from"),
        heard.and_then(|code| {
            let choice = definition.heard_from.iter().find(|choice| choice.code == *code)?;
            Some(choice.title.get(language).to_owned())
        }),
    );
    let share = answer.wallet_share.map(|share| f64::from(share.get()) / 100.0);
    tell(&say("keep-wallet-share"), share.map(|share| format::percent(language, share, 0)));
    lines
}

/// The card of a customer's page: what was begun, and how many looks were robots'. Nothing where there is neither.
pub fn card(language: Language, zone: Tz, begun: &[Unfinished], robots: &[Discarded]) -> Markup {
    let count: i64 = robots.iter().map(|kind| kind.visits).sum();
    html! {
        @if count > 0 || !begun.is_empty() {
            section.card aria-labelledby="keep-title" {
                div.card-header { h2.card-title #keep-title { (t!(language, "keep-title")) } }
                @for one in begun { div.card-body { (unfinished(language, zone, one)) } }
                @if count > 0 {
                    div.card-body {
                        p.mb-1 { (t!(language, "keep-robots", count = count)) }
                        ul.mb-0.text-secondary {
                            @for kind in robots { li { (t!(language, &format!("keep-robots-{}", kind.verdict), count = kind.visits)) } }
                        }
                    }
                }
            }
        }
    }
}
