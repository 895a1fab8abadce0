//! What was said, in words: for the pages that customers see afterwards.

use std::borrow::Cow;

use maud::{Markup, html};

use crate::{
    domain::{
        language::Language,
        questionnaire::{Definition, Phrase, Question},
        rating::Rating,
        satisfaction::Satisfaction,
    },
    store::responses::Answered,
    t,
    words::format,
};

/// Everything of an answer, in the order in which it was asked; what was left out is left out.
#[must_use]
pub fn said(language: Language, definition: &Definition, answered: &Answered) -> Markup {
    let list = Said { language, definition, answered };
    html! {
        div.card {
            h2 { (t!(language, "form-said")) }
            dl { @for question in &definition.questions { (list.to(*question)) } }
        }
    }
}

struct Said<'a> {
    language: Language,
    definition: &'a Definition,
    answered: &'a Answered,
}

impl Said<'_> {
    fn to(&self, question: Question) -> Markup {
        let language = self.language;
        let answered = self.answered;
        let yes = || t!(language, "form-said-yes");
        let percent = |percent: Option<i16>| {
            let percent = Satisfaction::try_from(i64::from(percent?)).ok()?;
            Some(format::percent(language, f64::from(percent.get()) / 100.0, 0))
        };
        match question {
            Question::StillHere if answered.still_here => {
                short(&self.asked(Phrase::StillHere, "form-still-here"), &yes())
            }
            Question::StillHere => html! {},
            Question::Solved => html! {
                @if let Some(solved) = answered.solved {
                    (short(
                        &self.asked(Phrase::Solved, "form-solved"),
                        &t!(language, if solved { "form-solved-yes" } else { "form-solved-no" }),
                    ))
                }
            },
            Question::Reasons => self.reasons(),
            Question::Competitor => {
                long(&self.asked(Phrase::Competitor, "form-competitor"), answered.competitor.as_deref())
            }
            Question::BringBack => {
                long(&self.asked(Phrase::BringBack, "form-bring-back"), answered.bring_back.as_deref())
            }
            Question::Nps => html! {
                @if let Some(score) = answered.nps {
                    (short(
                        &self.asked(Phrase::Nps, "form-said-nps"),
                        &t!(language, "form-said-of", score = score, high = 10),
                    ))
                }
            },
            Question::Satisfaction => html! {
                @if let Some(percent) = percent(answered.satisfaction) {
                    (short(&self.asked(Phrase::Satisfaction, "form-said-satisfaction"), &percent))
                }
            },
            Question::Ratings => self.ratings(),
            Question::HeardFrom => {
                let code = answered.heard_from.as_deref();
                let title = |code| {
                    let known = self.definition.heard_from.iter().find(|one| one.code.as_str() == code);
                    known.map_or(code, |choice| choice.title.get(language))
                };
                html! {
                    @if let Some(code) = code {
                        (short(&self.asked(Phrase::HeardFrom, "form-heard-from"), title(code)))
                    }
                }
            }
            Question::WalletShare => html! {
                @if let Some(percent) = percent(answered.wallet_share) {
                    (short(&self.asked(Phrase::WalletShare, "form-wallet-share"), &percent))
                }
            },
            Question::Comment => {
                long(&self.asked(Phrase::Comment, "form-comment"), answered.comment.as_deref())
            }
            Question::ContactMe if answered.contact_me => {
                short(&self.asked(Phrase::ContactMe, "form-contact"), &yes())
            }
            Question::ContactMe => html! {},
        }
    }

    fn asked(&self, phrase: Phrase, otherwise: &'static str) -> Cow<'_, str> {
        let own = self.definition.says(phrase, self.language);
        own.map_or_else(|| t!(self.language, otherwise), Cow::Borrowed)
    }

    fn reasons(&self) -> Markup {
        let language = self.language;
        let chosen = self.answered.reasons.as_deref().unwrap_or_default();
        let main = self.answered.main_reason.as_deref();
        html! {
            @if !chosen.is_empty() {
                div {
                    dt { (self.asked(Phrase::Reasons, "form-reasons")) }
                    dd {
                        ul {
                            @for code in chosen {
                                @let title = self.definition.reason(code).map_or(code.as_str(), |(_, one)| one.title.get(language));
                                li {
                                    (title)
                                    // Of one reason, nobody asks which counts most.
                                    @if main == Some(code) && chosen.len() > 1 { " " b { (t!(language, "form-said-main")) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn ratings(&self) -> Markup {
        let language = self.language;
        html! {
            @for (parameter, code) in self.definition.parameters.iter().zip(&self.answered.ratings) {
                @let scale = self.definition.scale_of(parameter);
                @match Rating::from_code(*code, scale) {
                    Ok(Rating::Score(score)) => {
                        (short(
                            parameter.title.get(language),
                            &t!(language, "form-said-of", score = score, high = scale.high()),
                        ))
                    }
                    Ok(Rating::NotApplicable) => {
                        (short(parameter.title.get(language), &t!(language, "form-rating-na")))
                    }
                    Ok(Rating::Skipped) | Err(_) => {}
                }
            }
        }
    }
}

/// A few words, beside what they answer.
fn short(asked: &str, said: &str) -> Markup {
    html! { div.d { dt { (asked) } dd { (said) } } }
}

/// Own words, below what they answer.
fn long(asked: &str, said: Option<&str>) -> Markup {
    html! { @if let Some(words) = said { div { dt { (asked) } dd.p { (words) } } } }
}
