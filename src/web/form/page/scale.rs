//! Questions answered by one tap on a row of buttons: scores, percentages, yes or no.

use maud::{Markup, html};

use super::{super::typed::Field, FormPage};
use crate::{
    domain::{
        nps::NpsScore,
        questionnaire::{Parameter, Phrase},
        rating::Rating,
        satisfaction::Satisfaction,
    },
    t,
};

/// A row of radio buttons with words at its ends, and a way to take the choice back.
struct Row<'a> {
    field: Field,
    id: &'a str,
    name: &'a str,
    /// How it is laid out: empty for up to twelve buttons.
    class: &'a str,
    legend: Markup,
    /// Values and what stands on their buttons.
    choices: Vec<(String, String)>,
    chosen: Option<String>,
    /// Words at both ends.
    ends: Option<String>,
}

impl FormPage<'_> {
    pub(super) fn nps(&self, mark: &Markup) -> Markup {
        let language = self.language;
        let question = match self.definition.says(Phrase::Nps, language) {
            Some(own) => own.into(),
            None => t!(language, "form-nps", company = &self.brand.name),
        };
        let chosen = NpsScore::parse(&self.typed.nps).ok().map(i64::from);
        let ends = (t!(language, "form-nps-low"), t!(language, "form-nps-high"));
        self.scale(Field::Nps, "nps", html! { (mark) (question) }, 1, chosen, (&ends.0, &ends.1))
    }

    pub(super) fn satisfaction(&self, mark: &Markup) -> Markup {
        let language = self.language;
        let legend = html! { (mark) (self.says(Phrase::Satisfaction, "form-satisfaction")) };
        let chosen = Satisfaction::parse(&self.typed.satisfaction).ok().map(i64::from);
        let ends = (t!(language, "form-satisfaction-low"), t!(language, "form-satisfaction-high"));
        self.scale(Field::Satisfaction, "satisfaction", legend, 10, chosen, (&ends.0, &ends.1))
    }

    pub(super) fn wallet_share(&self, mark: &Markup) -> Markup {
        let language = self.language;
        let legend = html! { (mark) (self.says(Phrase::WalletShare, "form-wallet-share")) };
        let chosen = Satisfaction::parse(&self.typed.wallet_share).ok().map(i64::from);
        let ends = (t!(language, "form-wallet-share-low"), t!(language, "form-wallet-share-high"));
        self.scale(Field::WalletShare, "wallet_share", legend, 10, chosen, (&ends.0, &ends.1))
    }

    pub(super) fn solved(&self, mark: &Markup) -> Markup {
        let choice =
            |value: &str, words: &'static str| (value.to_owned(), t!(self.language, words).into_owned());
        let chosen = Some(self.typed.solved.trim()).filter(|said| matches!(*said, "yes" | "no"));
        self.row(&Row {
            field: Field::Solved,
            id: "solved",
            name: "solved",
            class: "y",
            legend: html! { (mark) (self.says(Phrase::Solved, "form-solved")) },
            choices: vec![choice("yes", "form-solved-yes"), choice("no", "form-solved-no")],
            chosen: chosen.map(str::to_owned),
            ends: None,
        })
    }

    /// The only parameter of a form: the heading asks of it, and a tap answers.
    pub(super) fn only_rating(&self, parameter: &Parameter, mark: &Markup) -> Markup {
        let language = self.language;
        let scale = self.definition.scale_of(parameter);
        let code = parameter.code.as_str();
        let typed = self.typed.rating(code);
        let chosen = match Rating::parse(typed, scale) {
            Ok(Rating::Score(score)) => Some(score.to_string()),
            Ok(Rating::NotApplicable) => Some("na".to_owned()),
            Ok(Rating::Skipped) | Err(_) => None,
        };
        let mut choices: Vec<_> =
            scale.scores().map(|score| (score.to_string(), score.to_string())).collect();
        let class = if choices.len() > 6 { "" } else { "f" };
        // Hardly ever said where there is one thing to rate; what was said can be left as it is.
        if chosen.as_deref() == Some("na") {
            choices.push(("na".to_owned(), t!(language, "form-rating-na").into_owned()));
        }
        let question =
            self.definition.says(Phrase::Ratings, language).unwrap_or(parameter.title.get(language));
        let (low, high) = (t!(language, "form-rating-low"), t!(language, "form-rating-high"));
        let end = |score: u8, words: &str| t!(language, "form-end", score = score, words = words);
        self.row(&Row {
            field: Field::Rating(parameter.code.clone()),
            id: &format!("r-{code}"),
            name: &format!("rating[{code}]"),
            class,
            legend: html! { (mark) (question) },
            choices,
            chosen,
            ends: Some(format!("{} · {}", end(scale.low(), &low), end(scale.high(), &high))),
        })
    }

    /// Eleven steps by one or by ten.
    fn scale(
        &self,
        field: Field,
        name: &str,
        legend: Markup,
        by: i64,
        chosen: Option<i64>,
        (low, high): (&str, &str),
    ) -> Markup {
        let steps = steps(by, chosen);
        self.row(&Row {
            field,
            id: name,
            name,
            class: if steps.len() > 11 { "x" } else { "" },
            legend,
            choices: steps.iter().map(|step| (step.to_string(), step.to_string())).collect(),
            chosen: chosen.map(|step| step.to_string()),
            ends: Some(format!("{low} · {high}")),
        })
    }

    /// Nothing is chosen at first, not even the way back: the Tab key then comes to the first button.
    fn row(&self, row: &Row<'_>) -> Markup {
        let Row { field, id, name, class, legend, choices, chosen, ends } = row;
        let problem = self.problem(field);
        let skip = t!(self.language, "form-skip");
        let described = match (&problem, ends) {
            (Some(_), Some(_)) => Some(format!("{id}-e {id}-n")),
            (Some(_), None) => Some(format!("{id}-e")),
            (None, Some(_)) => Some(format!("{id}-n")),
            (None, None) => None,
        };
        html! {
            fieldset id=(id) aria-describedby=[described] tabindex=[problem.as_ref().map(|_| "-1")] {
                legend { (legend) }
                div class={ "r" @if !class.is_empty() { " " (class) } } {
                    @for (value, words) in choices {
                        label {
                            input type="radio" name=(name) value=(value) checked[chosen.as_ref() == Some(value)];
                            span { (words) }
                        }
                    }
                    label.k title=(skip) { input type="radio" name=(name) value="" aria-label=(skip); span { "✕" } }
                }
                @if let Some(words) = ends { p.n id={ (id) "-n" } { (words) } }
                @if let Some(words) = problem { p.e id={ (id) "-e" } { (words) } }
            }
        }
    }
}

/// The eleven steps, and among them a stored value that lies between two: a correction must not move it.
fn steps(by: i64, chosen: Option<i64>) -> Vec<i64> {
    let mut steps: Vec<i64> = (0..=10).map(|step| step * by).collect();
    if let Some(value) = chosen.filter(|value| !steps.contains(value)) {
        let place = steps.partition_point(|step| *step < value);
        steps.insert(place, value);
    }
    steps
}
