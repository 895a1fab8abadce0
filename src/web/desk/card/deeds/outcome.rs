//! The fields of the forms that end a complaint, or correct how it ended.

use maud::{Markup, html};

use super::Typed;
use crate::{
    domain::{
        complaint::Resolution,
        language::Language,
        money::BadAmount,
        outcome::{Field, Flaw, Written},
        remedy::{BadCompensation, Compensation, Remedy},
    },
    t,
    web::desk::{card::page::CardPage, wording},
    words::format,
};

/// What stands in the fields when nobody has typed anything yet.
#[derive(Debug, Default)]
pub struct Before {
    pub cause: String,
    pub resolution: String,
    pub sought: String,
    pub given: String,
    pub amount: String,
    pub currency: String,
}

/// The fields as they were posted.
pub fn written(typed: &Typed) -> Written<'_> {
    Written {
        cause: typed.get(Field::Cause.code()),
        resolution: typed.get(Field::Resolution.code()),
        sought: typed.get(Field::Sought.code()),
        given: typed.get(Field::Given.code()),
        amount: typed.get(Field::Amount.code()),
        currency: typed.get(Field::Currency.code()),
    }
}

impl CardPage<'_> {
    /// What is known before anybody fills anything in: the wish as noted, the currency of the purchase.
    pub fn before(&self) -> Before {
        Before {
            sought: self.loaded.card.remedy_sought.clone().unwrap_or_default(),
            currency: self.loaded.currency.clone(),
            ..Before::default()
        }
    }

    /// Cause, resolution, remedies, money.
    pub fn outcome_fields(&self, deed: &str, before: &Before) -> Markup {
        let language = self.frame.language;
        let resolutions: Vec<_> = Resolution::all()
            .iter()
            .filter(|one| **one != Resolution::Rejected)
            .map(|one| (one.code(), wording::coded(language, "desk-resolution", one.code())))
            .collect();
        let remedies = |family: &str| {
            let words = |one: &Remedy| (one.code(), wording::coded(language, family, one.code()));
            Remedy::all().iter().map(words).collect::<Vec<_>>()
        };
        let sought = remedies("outcomes-sought");
        let given = remedies("outcomes-given");
        html! {
            div.row.g-3.mb-3.outcome-fields {
                div.col-md-6 { (self.cause(deed, &before.cause)) }
                div.col-md-6 { (self.select(deed, Field::Resolution, "desk-field-resolution", &resolutions, &before.resolution)) }
                div.col-md-6 { (self.select(deed, Field::Sought, "desk-field-remedy_sought", &sought, &before.sought)) }
                div.col-md-6 { (self.select(deed, Field::Given, "desk-field-remedy_given", &given, &before.given)) }
                div.col-md-6 { (self.money(deed, before)) }
            }
            p.form-hint { (t!(language, "outcomes-nothing-hint")) }
        }
    }

    /// The select of root causes: the second level under its first. What was chosen before stays to be chosen.
    pub fn cause(&self, deed: &str, before: &str) -> Markup {
        let language = self.frame.language;
        let causes = &self.loaded.causes;
        let chosen = self.value(deed, Field::Cause, before);
        let gone =
            (!before.is_empty() && !causes.is_choosable(before)).then(|| causes.title(language, before));
        self.labelled(
            deed,
            Field::Cause,
            "desk-field-root_cause",
            &html! {
                option value="" { (t!(language, "desk-choose")) }
                @if let Some(words) = gone { option value=(before) selected[before == chosen] { (words) } }
                (wording::causes(language, causes, chosen))
            },
        )
    }

    /// A select of codes with their words.
    pub fn select(
        &self,
        deed: &str,
        field: Field,
        label: &str,
        codes: &[(&str, String)],
        before: &str,
    ) -> Markup {
        let chosen = self.value(deed, field, before);
        let options = html! {
            option value="" { (t!(self.frame.language, "desk-choose")) }
            @for (code, words) in codes { option value=(code) selected[*code == chosen] { (words) } }
        };
        self.labelled(deed, field, label, &options)
    }

    fn labelled(&self, deed: &str, field: Field, label: &str, options: &Markup) -> Markup {
        let (wrong, first) = self.flawed(deed, field);
        let id = format!("{deed}-{field}");
        html! {
            label.form-label for=(id) { (t!(self.frame.language, label)) }
            select.form-select.is-invalid[wrong] id=(id) name=(field.code()) autofocus[first]
                aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some("problem")] { (options) }
        }
    }

    fn money(&self, deed: &str, before: &Before) -> Markup {
        let language = self.frame.language;
        let input = |field: Field, before: &str, class: &str, label: &str, mode: &str, longest: usize| {
            let (wrong, first) = self.flawed(deed, field);
            let class = if wrong {
                format!("form-control is-invalid {class}")
            } else {
                format!("form-control {class}")
            };
            html! {
                input class=(class) id=(format!("{deed}-{field}")) name=(field.code()) type="text" inputmode=(mode) autocomplete="off"
                    maxlength=(longest) value=(self.value(deed, field, before)) aria-label=(label) autofocus[first]
                    aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some("problem")];
            }
        };
        let (amount, currency) = (t!(language, "outcomes-amount"), t!(language, "outcomes-currency"));
        html! {
            label.form-label for=(format!("{deed}-amount")) { (t!(language, "desk-field-compensation")) }
            div.input-group {
                (input(Field::Amount, &before.amount, "outcome-amount", &amount, "decimal", 40))
                (input(Field::Currency, &before.currency, "outcome-currency", &currency, "text", 3))
            }
            p.form-hint.mb-0 { (t!(language, "outcomes-amount-hint")) }
        }
    }

    /// What a field shows: what was typed into this very form, else what was known before.
    fn value<'a>(&'a self, deed: &str, field: Field, before: &'a str) -> &'a str {
        if self.deed == deed { self.typed.get(field.code()) } else { before }
    }

    /// Whether this form was refused because of the field, and whether it is the first such one.
    fn flawed(&self, deed: &str, field: Field) -> (bool, bool) {
        match self.refused.and_then(|refused| refused.problem.flaws()) {
            Some(flaws) if self.deed == deed => (
                flaws.iter().any(|flaw| flaw.field() == field),
                flaws.first().is_some_and(|flaw| flaw.field() == field),
            ),
            _ => (false, false),
        }
    }

    /// What is wrong: the fields to fill in, each a way to it, and why money is none.
    pub fn flaws(&self, deed: &str, flaws: &[Flaw]) -> Markup {
        let language = self.frame.language;
        let missing: Vec<Field> = flaws
            .iter()
            .filter_map(|flaw| match flaw {
                Flaw::Missing(field) => Some(*field),
                Flaw::Money(_) => None,
            })
            .collect();
        html! {
            @if !missing.is_empty() {
                p.mb-0 {
                    strong { (t!(language, "desk-problem-missing")) } " "
                    @for (place, field) in missing.iter().enumerate() {
                        @if place > 0 { ", " }
                        a.alert-link href=(format!("#{deed}-{field}")) { (t!(language, label(*field))) }
                    }
                }
            }
            @for flaw in flaws {
                @if let Flaw::Money(why) = flaw { p.mb-0 { strong { (bad_money(language, why)) } } }
            }
        }
    }

    /// How it ended, among the facts of the card.
    pub fn outcome(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        let paid = Compensation::stored(card.compensation.as_ref(), card.compensation_currency.as_deref());
        let coded = |family: &str, code: &Option<String>| {
            code.as_ref().map(|code| wording::coded(language, family, code))
        };
        let rows = [
            (
                "desk-field-root_cause",
                card.root_cause.as_ref().map(|code| self.loaded.causes.title(language, code)),
            ),
            ("desk-field-resolution", coded("desk-resolution", &card.resolution)),
            ("desk-field-remedy_given", coded("outcomes-given", &card.remedy_given)),
            (
                "desk-field-compensation",
                paid.map(|paid| format::money(language, paid.amount(), paid.currency().as_str())),
            ),
        ];
        html! {
            @for (title, words) in rows {
                @if let Some(words) = words { dt { (t!(language, title)) } dd { (words) } }
            }
        }
    }
}

/// Why something is no money, in words.
pub fn bad_money(language: Language, why: &BadCompensation) -> String {
    match why {
        BadCompensation::Negative => t!(language, "outcomes-bad-negative").into_owned(),
        BadCompensation::Currency(bad) => {
            t!(language, "outcomes-bad-currency", found = bad.found.as_str()).into_owned()
        }
        BadCompensation::Amount(bad) => bad_amount(language, bad),
    }
}

fn bad_amount(language: Language, bad: &BadAmount) -> String {
    match bad {
        BadAmount::Empty => t!(language, "outcomes-bad-empty"),
        BadAmount::NotANumber { found } => t!(language, "outcomes-bad-number", found = found.as_str()),
        BadAmount::Ambiguous { found } => t!(language, "outcomes-bad-ambiguous", found = found.as_str()),
        BadAmount::TooPrecise { .. } => t!(language, "outcomes-bad-precise"),
        BadAmount::TooLarge { limit, .. } => t!(language, "outcomes-bad-large", limit = *limit),
    }
    .into_owned()
}

const fn label(field: Field) -> &'static str {
    match field {
        Field::Cause => "desk-field-root_cause",
        Field::Resolution => "desk-field-resolution",
        Field::Sought => "desk-field-remedy_sought",
        Field::Given => "desk-field-remedy_given",
        Field::Amount => "desk-field-compensation",
        Field::Currency => "outcomes-currency",
    }
}
