//! What an address of the board asks for, and the address of what was asked.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    domain::{
        moment::parse_day,
        period::{BadPeriod, Period, Preset},
        questionnaire::SurveyKind,
        report::{BadCounted, Counted, Cut, StoreCut},
        text::one_line,
    },
    reports,
    store::figures::answers::After,
    web::{links, place},
};

/// The query of every address of the board, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    period: String,
    pub from: String,
    to: String,
    /// The last day, counted too: what the form of dates sends, because people think so.
    pub till: String,
    store: String,
    no_store: String,
    kind: String,
    figure: String,
    parameter: String,
    scale: String,
    score: String,
    after: String,
}

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
    pub cut: Cut,
    /// The preset whose days these are, for the buttons.
    pub preset: Option<Preset>,
}

/// The presets offered, in the order of the buttons.
pub const PRESETS: [Preset; 6] =
    [Preset::Last30Days, Preset::Last90Days, Preset::ThisMonth, Preset::Quarter, Preset::Year, Preset::All];

impl Asked {
    /// Understands it on `today`, when the answers span these days.
    ///
    /// Without any days it is the last 90 of them, or all there are when none of the answers is that new.
    ///
    /// # Errors
    /// [`Problem`] says what cannot be understood.
    pub fn understand(&self, span: Option<Period>, today: NaiveDate) -> Result<Asking, Problem> {
        let since = span.map_or(today, Period::from);
        let store = match (self.store.as_str(), self.no_store.as_str()) {
            (_, "1") => StoreCut::Unnamed,
            ("", _) => StoreCut::All,
            // PostgreSQL's text holds no NUL, so no store is called so.
            (name, _) if name.contains('\0') => return Err(Problem::Filter(one_line(name, 40))),
            (name, _) => StoreCut::One(name.to_owned()),
        };
        let kind = match self.kind.as_str() {
            "" => None,
            code => Some(SurveyKind::parse(code).ok_or_else(|| Problem::Filter(one_line(code, 40)))?),
        };
        let asking = |period, preset| Asking { cut: Cut { period, store: store.clone(), kind }, preset };
        if !self.period.is_empty() {
            let preset =
                Preset::parse(&self.period).ok_or_else(|| Problem::Filter(one_line(&self.period, 40)))?;
            return Ok(asking(preset.period(today, since), Some(preset)));
        }
        if self.from.is_empty() && self.to.is_empty() && self.till.is_empty() {
            let recent = Preset::Last90Days.period(today, since);
            let any = span.is_none_or(|span| span.to() > recent.from() && span.from() < recent.to());
            let preset = if any { Preset::Last90Days } else { Preset::All };
            return Ok(asking(preset.period(today, since), Some(preset)));
        }
        let period = reports::days(Some(&self.from), Some(&self.end()?), span, today)
            .map_err(|problem| self.told(&problem))?;
        let preset = PRESETS.into_iter().find(|preset| preset.period(today, since) == period);
        Ok(asking(period, preset))
    }

    /// The end as the address has it: the first day that is not counted any more.
    fn end(&self) -> Result<String, Problem> {
        if self.till.is_empty() {
            return Ok(self.to.clone());
        }
        parse_day(&self.till)
            .ok()
            .and_then(|last| last.succ_opt())
            .map(|end| end.to_string())
            .ok_or_else(|| Problem::To(one_line(&self.till, 40)))
    }

    fn told(&self, problem: &BadPeriod) -> Problem {
        match problem {
            BadPeriod::From(_) => Problem::From(one_line(&self.from, 40)),
            BadPeriod::To(_) => Problem::To(one_line(&self.to, 40)),
            BadPeriod::Empty { .. } => Problem::Order,
        }
    }

    /// Which figure's answers are asked for.
    ///
    /// # Errors
    /// The part that names none.
    pub fn counted(&self) -> Result<Counted, BadCounted> {
        Counted::parse(&self.figure, &self.parameter, &self.scale, &self.score)
    }

    /// Where the page of answers goes on: microseconds and id of the last one shown.
    #[must_use]
    pub fn after(&self) -> Option<After> {
        place::read(&self.after).map(|(answered_at, id)| After { answered_at, id })
    }
}

/// The address of a cut on a page or file of the board.
#[must_use]
pub fn address(name: &str, cut: &Cut) -> String {
    links::board_of(name, &pairs(cut))
}

/// The address of the answers that a figure of a cut counted.
#[must_use]
pub fn answers(cut: &Cut, counted: &Counted, after: Option<After>) -> String {
    let mut pairs = pairs(cut);
    pairs.extend(counted.fields());
    if let Some(After { answered_at, id }) = after {
        pairs.push(("after", place::written(answered_at, id)));
    }
    links::board_of("answers", &pairs)
}

/// The address of a preset with the same stores and survey: it moves on with the calendar.
#[must_use]
pub fn preset(name: &str, cut: Option<&Cut>, preset: Preset) -> String {
    let mut all = vec![("period", preset.code().to_owned())];
    if let Some(cut) = cut {
        all.extend(pairs(cut).into_iter().filter(|(name, _)| !matches!(*name, "from" | "to")));
    }
    links::board_of(name, &all)
}

fn pairs(cut: &Cut) -> Vec<(&'static str, String)> {
    let mut pairs = vec![("from", cut.period.from().to_string()), ("to", cut.period.to().to_string())];
    match &cut.store {
        StoreCut::All => {}
        StoreCut::One(name) => pairs.push(("store", name.clone())),
        StoreCut::Unnamed => pairs.push(("no_store", "1".to_owned())),
    }
    pairs.extend(cut.kind.map(|kind| ("kind", kind.code().to_owned())));
    pairs
}
