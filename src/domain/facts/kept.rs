//! What is kept of each subject: by which dimensions its months are summed, and of which measures.

use super::{Day, Measure, Subject, Sums, condition::Condition};
use crate::domain::cut::{Dimension, Filters, Grain};

/// The fields of a questionnaire version whose moments are kept: the score, and the rating of each parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The version.
    pub version: i64,
    /// `nps` and the fields of its ratings, in order.
    pub fields: Vec<String>,
}

/// What else may be true of an invitation, or happen to it.
pub const INVITATION_FLAGS: [&str; 7] =
    ["bounced", "reminded", "unsubscribed", "revoked", "withdrawn", "robots", "open_until"];

/// More parameters than these are not asked of anybody with a whole answer in return.
const MOST_PARAMETERS: usize = 20;

impl Layout {
    /// Of a version with these parameters on a scale.
    #[must_use]
    pub fn new(version: i64, low: i16, high: i16, parameters: &[String]) -> Self {
        let ratings = parameters.iter().map(|code| rating_field(code, low.into(), high.into()));
        Self { version, fields: std::iter::once("nps".to_owned()).chain(ratings).collect() }
    }

    /// Whether moments of its complete answers are kept: those of one parameter alone say no more than its ratings.
    #[must_use]
    pub fn is_summed(&self) -> bool {
        (3..=MOST_PARAMETERS + 1).contains(&self.fields.len())
    }
}

/// The field of a parameter's ratings on a scale.
#[must_use]
pub fn rating_field(code: &str, low: i64, high: i64) -> String {
    format!("rating:{code}:{low}-{high}")
}

/// The code and the scale of a field of ratings; none of any other field.
#[must_use]
pub fn rating_of(field: &str) -> Option<(&str, i64, i64)> {
    let (code, scale) = field.strip_prefix("rating:")?.rsplit_once(':')?;
    let (low, high) = scale.split_once('-')?;
    Some((code, low.parse().ok()?, high.parse().ok()?))
}

impl Measure {
    /// How many gave each score of 'would you recommend us'.
    #[must_use]
    pub fn nps() -> Self {
        Self::Histogram { field: "nps".into(), low: 0, high: 10 }
    }

    /// How many gave each rating; the first number is of 'does not apply', and those under the scale stay nought.
    #[must_use]
    pub fn rating(field: &str) -> Option<Self> {
        let (_, _, high) = rating_of(field)?;
        Some(Self::Histogram { field: field.to_owned().into(), low: -1, high })
    }

    /// How many invitations ended at each stage of their way (`domain::report::Stage`), in the field of all or of a road.
    #[must_use]
    pub fn stage(field: &str) -> Self {
        Self::Histogram { field: field.to_owned().into(), low: 0, high: 5 }
    }

    /// How many invitations something is true of; of looks of robots also how many looks.
    #[must_use]
    pub fn flag(field: &str) -> Self {
        let name = field.to_owned().into();
        if field == "robots" { Self::Sums(name) } else { Self::Present(name) }
    }

    /// How many forms that customers came to themselves were left empty, and how many were answered.
    #[must_use]
    pub fn own() -> Self {
        Self::Histogram { field: "own".into(), low: 0, high: 1 }
    }

    /// Moments of the complete answers to a version.
    #[must_use]
    pub fn moments(layout: &Layout) -> Self {
        Self::Moments { version: layout.version, fields: layout.fields.clone() }
    }
}

impl Subject {
    /// The version of what is made of a row: raised when facts of yesterday would not do any more.
    #[must_use]
    pub const fn layout(self) -> i32 {
        match self {
            // 2: the first with facts at all.
            Self::Departures => 2,
            // 2: what was bought column by column.
            Self::Customers => 2,
            Self::Answers | Self::Complaints | Self::Invitations => 1,
        }
    }

    /// The dimensions its months are summed by; the survey kind is always kept apart.
    #[must_use]
    pub const fn dimensions(self) -> &'static [Dimension] {
        use Dimension::{Category, Channel, Language, Manager, Segment, Store, ValueClass};
        match self {
            Self::Answers | Self::Departures => {
                &[Store, Segment, ValueClass, Manager, Channel, Category, Language]
            }
            Self::Invitations => &[Store, Segment, ValueClass, Manager, Channel, Category],
            Self::Complaints | Self::Customers => &[],
        }
    }

    /// The measures its months are summed of, of these fields and layouts.
    #[must_use]
    pub fn measures(self, fields: &[String], layouts: &[Layout]) -> Vec<Measure> {
        match self {
            Self::Answers => {
                let ratings = fields.iter().filter_map(|field| Measure::rating(field));
                let moments = layouts.iter().filter(|layout| layout.is_summed()).map(Measure::moments);
                [Measure::Count, Measure::nps(), Measure::Sums("satisfaction".into())]
                    .into_iter()
                    .chain(ratings)
                    .chain(moments)
                    .collect()
            }
            // So that the board knows which values there are to choose from.
            Self::Departures => vec![Measure::Count],
            Self::Complaints | Self::Customers => Vec::new(),
            Self::Invitations => {
                // The roads are few and known only from the facts: `stage:letter`, `stage:link`.
                let stages = fields
                    .iter()
                    .filter(|field| field.starts_with("stage"))
                    .map(|field| Measure::stage(field));
                let flags = INVITATION_FLAGS.iter().map(|flag| Measure::flag(flag));
                std::iter::once(Measure::Count).chain(stages).chain(flags).chain([Measure::own()]).collect()
            }
        }
    }
}

/// The sums of months: of all facts and by each dimension, with the survey kinds apart.
#[derive(Debug, Clone)]
pub struct Monthly {
    all: Sums,
    by: Vec<(Dimension, Sums)>,
}

impl Monthly {
    /// Nothing summed yet.
    #[must_use]
    pub fn new(subject: Subject, measures: &[Measure]) -> Self {
        let sums = || Sums::new(measures.to_vec());
        Self { all: sums(), by: subject.dimensions().iter().map(|dimension| (*dimension, sums())).collect() }
    }

    /// Adds the facts of a day; `sign` −1 takes them back.
    pub fn add(&mut self, day: &Day, sign: i64) {
        let (mask, month) = (vec![true; day.len()], Grain::Month.start(day.day));
        let kind = Dimension::Kind.code();
        self.all.add(day, &mask, month, &[kind], sign);
        for (dimension, sums) in &mut self.by {
            sums.add(day, &mask, month, &[kind, dimension.code()], sign);
        }
    }

    /// The sums of each dimension, and first those of all facts; the words of a key are the kind and the value.
    pub fn parts(&self) -> impl Iterator<Item = (Option<Dimension>, &Sums)> {
        std::iter::once((None, &self.all))
            .chain(self.by.iter().map(|(dimension, sums)| (Some(*dimension), sums)))
    }
}

/// The fields that a cut, further conditions and measures read; every fact that is counted has one of them.
#[must_use]
pub fn fields_read(
    filters: &Filters,
    conditions: &[Condition],
    measures: &[Measure],
    by: Option<&str>,
) -> Vec<String> {
    let mut fields: Vec<String> = std::iter::once(super::day::ID.to_owned())
        .filter(|_| measures.is_empty() || measures.contains(&Measure::Count))
        .chain(std::iter::once(Dimension::Kind.code().to_owned()))
        .chain(filters.iter().map(|(dimension, _)| dimension.code().to_owned()))
        .chain(conditions.iter().map(|condition| condition.field.clone()))
        .chain(measures.iter().flat_map(|measure| measure.fields().into_iter().map(str::to_owned)))
        .chain(by.map(str::to_owned))
        .collect();
    fields.sort_unstable();
    fields.dedup();
    fields
}
