//! What is wrong with a form: all of it first on the page, and each beside its field.

use maud::{Markup, html};

use super::{
    super::typed::{Field, LONGEST_NAME, Problem},
    FormPage,
};
use crate::{
    domain::{
        questionnaire::{Definition, Question},
        text::Text,
    },
    t,
    words::format,
};

impl FormPage<'_> {
    /// All that is wrong, each leading to its field.
    pub(super) fn summary(&self) -> Markup {
        html! {
            @if !self.problems.is_empty() {
                // Where a script would move the focus, the attribute does.
                div.card.sum role="alert" tabindex="-1" autofocus {
                    h2 { (t!(self.language, "form-problems")) }
                    ul {
                        @for problem in self.problems {
                            li { a href={ "#" (id_of(&problem.field, self.definition)) } { (self.message(problem)) } }
                        }
                    }
                }
            }
        }
    }

    /// What is wrong with a field, in words.
    pub(super) fn problem(&self, field: &Field) -> Option<String> {
        self.problems.iter().find(|problem| problem.field == *field).map(|problem| self.message(problem))
    }

    fn message(&self, problem: &Problem) -> String {
        let language = self.language;
        let found = problem.found.as_str();
        let length = || format::whole(language, found);
        let limit = || format::whole(language, Text::LIMIT);
        match &problem.field {
            Field::Nps => t!(language, "form-bad-nps", found = found),
            Field::Satisfaction => t!(language, "form-bad-satisfaction", found = found),
            Field::Rating(code) => {
                let parameter = self.definition.parameters.iter().find(|one| one.code == *code);
                let title = parameter.map_or(code.as_str(), |one| one.title.get(language));
                let scale = parameter.map_or(self.definition.scale, |one| self.definition.scale_of(one));
                t!(
                    language,
                    "form-bad-rating",
                    parameter = title,
                    found = found,
                    low = scale.low(),
                    high = scale.high()
                )
            }
            Field::Reasons => t!(language, "form-bad-reason", found = found),
            Field::MainReason => match self.definition.reason(found) {
                Some((_, reason)) => {
                    t!(language, "form-bad-main-reason", reason = reason.title.get(language))
                }
                None => t!(language, "form-bad-main-reason-unknown", found = found),
            },
            Field::Competitor => t!(
                language,
                "form-bad-competitor",
                length = length(),
                limit = format::whole(language, LONGEST_NAME)
            ),
            Field::BringBack => t!(language, "form-bad-bring-back", length = length(), limit = limit()),
            Field::HeardFrom => t!(language, "form-bad-heard-from", found = found),
            Field::WalletShare => t!(language, "form-bad-wallet-share", found = found),
            Field::Solved => t!(language, "form-bad-solved", found = found),
            Field::Comment => t!(language, "form-bad-comment", length = length(), limit = limit()),
            Field::All => t!(language, "form-bad-empty"),
        }
        .into_owned()
    }
}

/// Where the summary's link leads: a field, or the first one where nothing was said.
fn id_of(field: &Field, definition: &Definition) -> String {
    let id = match field {
        Field::Rating(code) => return format!("r-{code}"),
        Field::Nps => "nps",
        Field::Satisfaction => "satisfaction",
        Field::Comment => "comment",
        Field::Reasons => "reasons",
        Field::MainReason => "main_reason",
        Field::Competitor => "competitor",
        Field::BringBack => "bring_back",
        Field::HeardFrom => "heard_from",
        Field::WalletShare => "wallet_share",
        Field::Solved => "solved",
        Field::All => match definition.questions.first() {
            Some(Question::Ratings) => {
                return definition
                    .parameters
                    .first()
                    .map_or("form".to_owned(), |one| format!("r-{}", one.code));
            }
            // The ids of all others are their codes.
            Some(first) => first.code(),
            None => "form",
        },
    };
    id.to_owned()
}
