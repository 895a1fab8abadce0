//! Views as addresses have them: pairs of names and values, what is as usual left out.

use super::cut::{Cut, Dimension, Filters, Options, View};
use super::questionnaire::SurveyKind;

/// A name and its value.
pub type Pair = (String, String);

impl Filters {
    /// Reads the filters among the pairs of an address; pairs of other names are none of it.
    ///
    /// # Errors
    /// The value that cannot be one of its dimension.
    pub fn of_pairs(pairs: &[Pair]) -> Result<Self, String> {
        let mut filters = Self::default();
        for dimension in Dimension::all() {
            let values = pairs.iter().filter(|(name, _)| name == dimension.code()).map(|(_, value)| value);
            for value in values.filter(|value| !value.is_empty()) {
                let known = *dimension != Dimension::Kind || SurveyKind::parse(value).is_some();
                // PostgreSQL's text holds no NUL, so nothing is called so.
                if !known || value.contains('\0') {
                    return Err(value.clone());
                }
                filters = filters.with(*dimension, value);
            }
            let none = format!("no_{dimension}");
            if pairs.iter().rev().find(|(name, _)| *name == none).is_some_and(|(_, value)| value == "1") {
                filters = filters.with(*dimension, "");
            }
        }
        Ok(filters)
    }

    /// Their pairs, which [`Filters::of_pairs`] reads.
    #[must_use]
    pub fn pairs(&self) -> Vec<Pair> {
        self.iter()
            .flat_map(|(dimension, values)| {
                values.iter().map(move |value| match value.as_str() {
                    "" => (format!("no_{dimension}"), "1".to_owned()),
                    value => (dimension.code().to_owned(), value.to_owned()),
                })
            })
            .collect()
    }
}

impl Cut {
    /// Its days and filters.
    #[must_use]
    pub fn pairs(&self) -> Vec<Pair> {
        let day = |name: &str, day: chrono::NaiveDate| (name.to_owned(), day.to_string());
        let mut pairs = vec![day("from", self.period.from()), day("to", self.period.to())];
        pairs.extend(self.filters.pairs());
        pairs
    }
}

impl View {
    /// All of it.
    #[must_use]
    pub fn pairs(&self) -> Vec<Pair> {
        let mut pairs = self.cut.pairs();
        let usual = Self::of(self.cut.clone());
        let mut differing = |name: &str, code: &'static str, differs: bool| {
            if differs {
                pairs.push((name.to_owned(), code.to_owned()));
            }
        };
        differing("compare", self.comparison.code(), self.comparison != usual.comparison);
        differing("grain", self.grain.code(), self.grain != usual.grain);
        differing("by", self.by.map_or("", Dimension::code), self.by.is_some());
        pairs.extend(self.options.pairs());
        pairs
    }
}

impl Options {
    /// Those that are not as usual.
    #[must_use]
    pub fn pairs(&self) -> Vec<Pair> {
        let told = [
            ("active", self.active.map(|active| active.to_string())),
            ("currency", self.currency.map(|currency| currency.to_string())),
            ("margin", self.margin.map(|margin| margin.to_string())),
            ("regular", self.regular.map(|regular| regular.to_string())),
            ("horizon", self.horizon.map(|months| months.to_string())),
            ("ranked", self.ranked.map(|ranked| ranked.to_string())),
        ];
        told.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_as_they_are_written() {
        let filters = Filters::default()
            .with(Dimension::Store, "А & Б=1")
            .with(Dimension::Store, "")
            .with(Dimension::Kind, "purchase");
        assert_eq!(Filters::of_pairs(&filters.pairs()), Ok(filters));
        let pair = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
        assert_eq!(Filters::of_pairs(&pair("kind", "none")), Err("none".to_owned()));
        assert_eq!(Filters::of_pairs(&pair("store", "a\0")), Err("a\0".to_owned()));
        assert_eq!(Filters::of_pairs(&pair("other", "x")), Ok(Filters::default()));
    }
}
