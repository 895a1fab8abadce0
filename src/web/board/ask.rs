//! What an address of the board asks for, and the address of what was asked: the address is the view.

use chrono::NaiveDate;

use crate::{
    domain::{
        cut::{Comparison, Cut, Dimension, Filters, Grain, Options, View},
        facts::{BadCondition, Condition, Subject},
        kept::Group,
        moment::parse_day,
        money::Currency,
        period::{BadPeriod, Period, Preset},
        report::reasons,
        retention::Active,
        text::one_line,
    },
    reports,
    web::links,
};

/// The query of every address of the board, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Asked(Vec<(String, String)>);

/// Why the page cannot be counted; the reader is told and may choose again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    From(String),
    To(String),
    Order,
    Filter(String),
}

/// What was asked, understood.
#[derive(Debug, Clone)]
pub struct Asking {
    pub view: View,
    /// The preset whose days these are, for the buttons.
    pub preset: Option<Preset>,
}

/// The presets offered, in the order of the buttons.
pub const PRESETS: [Preset; 6] =
    [Preset::Last30Days, Preset::Last90Days, Preset::ThisMonth, Preset::Quarter, Preset::Year, Preset::All];

impl Asked {
    /// The pairs of an address.
    #[must_use]
    pub const fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The value of a name, the last where there are several; empty where there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().rev().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether it came from a form, whose last day is counted too because people think so: the address is another then.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.0.iter().any(|(name, _)| name == "till")
    }

    /// Understands it on `today`, when the facts span these days.
    ///
    /// Without any days it is the last 90 of them, or all there are when none of the facts is that new.
    ///
    /// # Errors
    /// [`Problem`] says what cannot be understood.
    pub fn understand(&self, span: Option<Period>, today: NaiveDate) -> Result<Asking, Problem> {
        let (period, preset) = self.days(span, today)?;
        let mut view = View::of(Cut { period, filters: self.filters()? }).as_of(today);
        let named = self.coded("period", Preset::parse)?;
        let usual = named.map_or(view.comparison, Preset::comparison);
        view.comparison = self.coded("compare", Comparison::parse)?.unwrap_or(usual);
        view.grain = self.coded("grain", Grain::parse)?.unwrap_or(view.grain);
        view.by = self.coded("by", Dimension::parse)?;
        let per_cent =
            |most: u8| move |text: &str| text.parse().ok().filter(|number| (1..=most).contains(number));
        view.options = Options {
            active: self.coded("active", Active::parse)?,
            currency: self.coded("currency", |code| Currency::parse(code).ok())?,
            margin: self.coded("margin", per_cent(100))?,
            regular: self.coded("regular", per_cent(Options::MOST_REGULAR))?,
            horizon: self.coded("horizon", reasons::horizon)?,
            ranked: self.coded("ranked", reasons::Ranking::parse)?,
        };
        Ok(Asking { view, preset })
    }

    /// The last day that was asked for, as it was typed where it is no day.
    #[must_use]
    pub fn last_day(&self) -> String {
        let (till, to) = (self.get("till"), self.get("to"));
        match parse_day(to).ok().and_then(|end| end.pred_opt()) {
            Some(last) if till.is_empty() => last.to_string(),
            _ if till.is_empty() => to.to_owned(),
            _ => till.to_owned(),
        }
    }

    /// All that was asked for beside the days, without what was not understood.
    pub fn others<'a>(&'a self, problem: &'a Problem) -> impl Iterator<Item = (&'a str, &'a str)> {
        let good = move |value: &str| match problem {
            Problem::Filter(found) => one_line(value, 40) != *found,
            _ => !value.contains('\0'),
        };
        let days = ["from", "to", "till", "period", "page"];
        let pairs = self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        pairs.filter(move |(name, value)| !days.contains(name) && !value.is_empty() && good(value)).take(100)
    }

    fn coded<T>(&self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
        match self.get(name) {
            "" => Ok(None),
            code => parse(code).map(Some).ok_or_else(|| Problem::Filter(one_line(code, 40))),
        }
    }

    fn filters(&self) -> Result<Filters, Problem> {
        Filters::of_pairs(&self.0).map_err(|found| Problem::Filter(one_line(&found, 40)))
    }

    fn days(&self, span: Option<Period>, today: NaiveDate) -> Result<(Period, Option<Preset>), Problem> {
        let since = span.map_or(today, Period::from);
        let (from, to) = (self.get("from"), self.end()?);
        if let Some(preset) = self.coded("period", Preset::parse)? {
            return Ok((preset.period(today, since), Some(preset)));
        }
        if from.is_empty() && to.is_empty() {
            let recent = Preset::Last90Days.period(today, since);
            let any = span.is_none_or(|span| span.to() > recent.from() && span.from() < recent.to());
            let preset = if any { Preset::Last90Days } else { Preset::All };
            return Ok((preset.period(today, since), Some(preset)));
        }
        let period =
            reports::days(Some(from), Some(&to), span, today).map_err(|problem| self.told(&problem))?;
        Ok((period, PRESETS.into_iter().find(|preset| preset.period(today, since) == period)))
    }

    /// The end as the address has it: the first day that is not counted any more.
    fn end(&self) -> Result<String, Problem> {
        let till = self.get("till");
        if till.is_empty() {
            return Ok(self.get("to").to_owned());
        }
        parse_day(till)
            .ok()
            .and_then(|last| last.succ_opt())
            .map(|end| end.to_string())
            .ok_or_else(|| Problem::To(one_line(till, 40)))
    }

    fn told(&self, problem: &BadPeriod) -> Problem {
        match problem {
            BadPeriod::From(_) => Problem::From(one_line(self.get("from"), 40)),
            BadPeriod::To(_) => Problem::To(one_line(self.get("to"), 40)),
            BadPeriod::Empty { .. } => Problem::Order,
        }
    }

    /// What rows must be beyond the cut.
    ///
    /// # Errors
    /// The part that is no condition.
    pub fn conditions(&self) -> Result<Vec<Condition>, BadCondition> {
        self.all("only").take(40).map(Condition::parse).collect()
    }

    /// Which page of rows; the first is 1.
    #[must_use]
    pub fn page(&self) -> usize {
        self.get("page").parse().unwrap_or(1).clamp(1, 1_000_000)
    }
}

/// The address of a view on a page or file of the board.
#[must_use]
pub fn address(name: &str, view: &View) -> String {
    links::board_of(name, &view.pairs())
}

/// The address of the rows that a figure of a cut counted.
#[must_use]
pub fn rows(subject: Subject, cut: &Cut, conditions: &[Condition], page: usize) -> String {
    let mut pairs = cut.pairs();
    pairs.extend(conditions.iter().map(|condition| ("only".to_owned(), condition.to_string())));
    if page > 1 {
        pairs.push(("page".to_owned(), page.to_string()));
    }
    links::board_of(&format!("rows/{subject}"), &pairs)
}

/// The address of the customers of a group that is followed after a complaint: all, or those who bought again.
#[must_use]
pub fn kept(cut: &Cut, group: Group, bought: bool) -> String {
    kept_page(cut, group, bought, 1)
}

/// One page of them.
#[must_use]
pub fn kept_page(cut: &Cut, group: Group, bought: bool, page: usize) -> String {
    let mut pairs = cut.pairs();
    let mut add = |name: &str, value: String| pairs.push((name.to_owned(), value));
    add("group", group.code().to_owned());
    if bought {
        add("bought", "1".to_owned());
    }
    if page > 1 {
        add("page", page.to_string());
    }
    links::board_of("rows/kept", &pairs)
}

/// The address of the same rows as a file.
#[must_use]
pub fn rows_file(subject: Subject, cut: &Cut, conditions: &[Condition], ending: &str) -> String {
    let address = rows(subject, cut, conditions, 1);
    let name = format!("rows/{subject}");
    address.replacen(&name, &format!("{name}.{ending}"), 1)
}

/// An address with more pairs in its query.
#[must_use]
pub fn and(address: &str, more: &[(String, String)]) -> String {
    if more.is_empty() {
        return address.to_owned();
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(more).finish();
    format!("{address}{}{query}", if address.contains('?') { '&' } else { '?' })
}

/// The address of a preset with the same filters as a view, whose own preset is `chosen`: it moves on with the calendar.
#[must_use]
pub fn preset(name: &str, view: Option<&View>, chosen: Option<Preset>, preset: Preset) -> String {
    let mut all = vec![("period".to_owned(), preset.code().to_owned())];
    if let Some(view) = view {
        // The grain that fitted other days is not kept, nor what a preset of its own is compared with.
        let usual = chosen.map(Preset::comparison) == Some(view.comparison);
        let rest = view.pairs().into_iter().filter(|(name, _)| match name.as_str() {
            "from" | "to" | "grain" => false,
            "compare" => !usual,
            _ => true,
        });
        all.extend(rest);
    }
    links::board_of(name, &all)
}

/// The address of the customers that a figure of a view counted; their days may be others than the view's.
#[must_use]
pub fn customers(view: &View, period: Period, conditions: &[Condition], page: usize) -> String {
    let days = View { cut: view.cut.during(period), by: None, ..view.clone() };
    let days = View { grain: Grain::fitting(period), ..days };
    let mut pairs = days.pairs();
    pairs.extend(conditions.iter().map(|condition| ("only".to_owned(), condition.to_string())));
    if page > 1 {
        pairs.push(("page".to_owned(), page.to_string()));
    }
    links::board_of(&format!("rows/{}", Subject::Customers), &pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Asking {
        let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let today = "2026-02-11".parse().expect("a day");
        Asked::new(pairs).understand(None, today).expect("a view")
    }

    #[test]
    fn a_running_period_is_compared_with_the_same_days_of_the_one_before() {
        for (query, days, before) in [
            ("period=this_month", "2026-02-01..2026-02-12", "2026-01-01..2026-01-12"),
            ("period=quarter", "2026-01-01..2026-02-12", "2025-10-01..2025-11-12"),
            ("period=year", "2026-01-01..2026-02-12", "2025-01-01..2025-02-12"),
            ("period=year&compare=before", "2026-01-01..2026-02-12", "2025-10-01..2025-11-12"),
            ("from=2026-01-01&to=2026-02-12", "2026-01-01..2026-02-12", "2025-10-01..2025-11-12"),
            // What has not come of a typed month is compared with nothing.
            ("from=2026-02-01&to=2026-03-01", "2026-02-01..2026-03-01", "2026-01-01..2026-01-12"),
            ("period=this_month&compare=year_before", "2026-02-01..2026-02-12", "2025-02-01..2025-02-12"),
        ] {
            let asking = asked(query);
            assert_eq!(asking.view.cut.period.to_string(), days, "{query}");
            assert_eq!(
                asking.view.before().map(|cut| cut.period.to_string()).as_deref(),
                Some(before),
                "{query}"
            );
            // Files and rows are asked for by days, and say the same.
            let pairs: Vec<_> = asking.view.pairs();
            let again =
                Asked::new(pairs).understand(None, "2026-02-11".parse().expect("a day")).expect("a view");
            assert_eq!(again.view, asking.view, "{query}");
        }
    }

    #[test]
    fn what_a_preset_is_compared_with_does_not_follow_the_reader_to_the_next() {
        let year = asked("period=year");
        let link = |asking: &Asking| preset("nps", Some(&asking.view), asking.preset, Preset::ThisMonth);
        assert_eq!(link(&year), "/board/nps?period=this_month");
        // Nor is what was chosen lost.
        let chosen = asked("period=quarter&compare=year_before&store=x");
        assert_eq!(link(&chosen), "/board/nps?period=this_month&store=x&compare=year_before");
    }
}
