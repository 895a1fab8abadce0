//! Answers from other tools as files hold them, and the questionnaire version they are read by.

use std::collections::HashMap;

use chrono_tz::Tz;

use super::{
    Column,
    cells::Cells,
    customers::language,
    header::{HeaderProblem, Layout},
    staged::Staged,
};
use crate::domain::{
    moment::parse_moment,
    nps::NpsScore,
    questionnaire::{Definition, Parameter, SurveyKind, Wording},
    rating::{Rating, Scale},
    satisfaction::Satisfaction,
    text,
};

/// `kind`: an answer that does not say what it was asked after was asked after a purchase.
pub const COLUMNS: &[Column] = &[
    Column::required("external_id"),
    Column::required("customer_external_id"),
    Column::optional("purchase_external_id"),
    Column::optional("kind"),
    Column::required("answered_at"),
    Column::optional("nps"),
    Column::optional("satisfaction"),
    Column::optional("comment"),
    Column::optional("language"),
    Column::optional("store"),
];

/// Writes one row in the order of the staging table; answers its kind and whether it names a purchase.
pub fn stage(
    cells: &mut Cells<'_>,
    layout: &Layout,
    zone: Tz,
    scale: Scale,
    staged: &mut Staged,
) -> (SurveyKind, bool) {
    staged.words(cells.id("external_id"));
    staged.words(cells.id("customer_external_id"));
    let purchase = cells.optional_id("purchase_external_id");
    staged.words(purchase);
    let kind = cells.read("kind", kind).unwrap_or(SurveyKind::Purchase);
    staged.plain(Some(kind));
    staged.moment(cells.require("answered_at", |cell| parse_moment(cell, zone)));
    staged.plain(cells.read("nps", NpsScore::parse).map(NpsScore::get));
    staged.plain(cells.read("satisfaction", Satisfaction::parse).map(Satisfaction::get));
    let mut codes = Vec::with_capacity(layout.ratings.len());
    for (code, position) in &layout.ratings {
        match Rating::parse(cells.at(*position), scale) {
            Ok(rating) => codes.push(rating.code()),
            Err(problem) => cells.complain(&format!("rating:{code}"), problem),
        }
    }
    staged.ratings(&codes);
    staged.words(cells.words("comment").as_ref().map(text::Text::as_str));
    staged.plain(cells.read("language", language));
    staged.words(cells.line("store").as_deref());
    (kind, purchase.is_some())
}

fn kind(cell: &str) -> Result<SurveyKind, String> {
    SurveyKind::parse(cell).ok_or_else(|| {
        let known: Vec<&str> = SurveyKind::all().iter().map(|kind| kind.code()).collect();
        format!("`{}` is not one of {}", text::one_line(cell, 40), known.join(", "))
    })
}

/// The parameters of a file, in its order, with the words of those that are known and the code for new ones.
///
/// The threshold is the worst score: what the other tool took for discontent isn't known, imported answers open no
/// complaints, and of all scores on the scale the worst claims least.
///
/// # Errors
/// Names each unknown code and the nearest known one, unless `create`.
pub fn parameters(
    layout: &Layout,
    known: &HashMap<String, Wording>,
    scale: Scale,
    create: bool,
) -> Result<Vec<Parameter>, Vec<HeaderProblem>> {
    let mut problems = Vec::new();
    let mut parameters = Vec::with_capacity(layout.ratings.len());
    for (code, _) in &layout.ratings {
        let title = match known.get(code.as_str()) {
            Some(title) => title.clone(),
            None if create => Wording { ru: code.to_string(), en: code.to_string() },
            None => {
                let names: Vec<&str> = known.keys().map(String::as_str).collect();
                let nearest = text::nearest(code.as_str(), &names).map(str::to_owned);
                problems.push(HeaderProblem::UnknownParameter { code: code.clone(), nearest });
                continue;
            }
        };
        parameters.push(Parameter { code: code.clone(), title, threshold: scale.low(), scale: None });
    }
    if problems.is_empty() { Ok(parameters) } else { Err(problems) }
}

/// What answers of one kind are read by.
#[must_use]
pub fn definition(kind: SurveyKind, scale: Scale, parameters: &[Parameter]) -> Definition {
    Definition::new(kind, scale, parameters.to_vec())
}
