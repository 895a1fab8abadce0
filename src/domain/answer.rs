//! What one customer answered, and what in it asks for a human being.

use std::borrow::Cow;

use super::nps::NpsScore;
use super::questionnaire::{Code, Definition, SurveyKind};
use super::rating::{Rating, Scale};
use super::satisfaction::Satisfaction;
use super::severity::Severity;
use super::text::Text;

/// One answer to one invitation. Every part may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// Would they recommend us.
    pub nps: Option<NpsScore>,
    /// Overall satisfaction in per cent.
    pub satisfaction: Option<Satisfaction>,
    /// By parameter, in the order of the definition.
    pub ratings: Vec<Rating>,
    /// Their own words.
    pub comment: Option<Text>,
    /// 'Contact me'.
    pub contact_me: bool,
    /// Why they left; none where it was not asked.
    pub reasons: Option<Reasons>,
    /// The competitor they went to.
    pub competitor: Option<Text>,
    /// What would bring them back.
    pub bring_back: Option<Text>,
    /// Where they heard of us: a code of the definition.
    pub heard_from: Option<Code>,
    /// The share of their buying that is ours.
    pub wallet_share: Option<Satisfaction>,
    /// Whether their complaint was solved.
    pub solved: Option<bool>,
    /// They pressed 'I am still here'.
    pub still_here: bool,
}

/// Reasons chosen for leaving.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reasons {
    /// In the order of the definition, each once.
    pub chosen: Vec<Code>,
    /// The one that counts most, among the chosen.
    pub main: Option<Code>,
}

impl Answer {
    /// Whether nothing at all was said. 'Does not apply' is something said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nps.is_none()
            && self.satisfaction.is_none()
            && self.comment.is_none()
            && !self.contact_me
            && self.ratings.iter().all(|rating| *rating == Rating::Skipped)
            && self.reasons.as_ref().is_none_or(|reasons| reasons.chosen.is_empty())
            && self.competitor.is_none()
            && self.bring_back.is_none()
            && self.heard_from.is_none()
            && self.wallet_share.is_none()
            && self.solved.is_none()
            && !self.still_here
    }
}

/// A part of an answer that opens a complaint or joins one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// A detractor's score, 0-6.
    Nps(NpsScore),
    /// A parameter rated at or under its threshold.
    Parameter {
        /// Which.
        code: Code,
        /// The score given.
        rating: u8,
        /// The highest score that is still discontent.
        threshold: u8,
        /// What it was rated on.
        scale: Scale,
    },
    /// They left for a reason that could have been prevented.
    Reason(Code),
    /// Their complaint was not solved; it reopens that very complaint.
    NotSolved,
    /// They asked to be contacted.
    ContactMe,
}

impl Signal {
    /// As history and filters name it: `nps`, `parameter:delivery`, `reason:slow`, `not_solved`, `contact_me`.
    #[must_use]
    pub fn code(&self) -> Cow<'static, str> {
        match self {
            Self::Nps(_) => Cow::Borrowed("nps"),
            Self::Parameter { code, .. } => Cow::Owned(format!("parameter:{code}")),
            Self::Reason(code) => Cow::Owned(format!("reason:{code}")),
            Self::NotSolved => Cow::Borrowed("not_solved"),
            Self::ContactMe => Cow::Borrowed("contact_me"),
        }
    }

    /// How urgent it makes a complaint; the table is at [`Severity`].
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::Nps(score) => match score.get() {
                ..=2 => Severity::Critical,
                3..=4 => Severity::High,
                5..=6 => Severity::Normal,
                7.. => Severity::Low,
            },
            Self::Parameter { rating, scale, .. } if *rating <= scale.low() => Severity::High,
            Self::Reason(_) | Self::NotSolved => Severity::High,
            Self::Parameter { .. } | Self::ContactMe => Severity::Normal,
        }
    }
}

/// The signals of an answer: NPS 0-6, each parameter at or under its threshold in the order of the form, each chosen
/// reason that could have been prevented, 'not solved', 'contact me'. Ratings past the parameters of the definition say
/// nothing, and neither does anything that employees say of customers.
#[must_use]
pub fn signals(answer: &Answer, definition: &Definition) -> Vec<Signal> {
    if definition.kind == SurveyKind::Staff {
        return Vec::new();
    }
    let nps = answer.nps.filter(|score| score.get() <= 6).map(Signal::Nps);
    let parameters =
        definition.parameters.iter().zip(&answer.ratings).filter_map(|(parameter, rating)| match rating {
            Rating::Score(score) if *score <= parameter.threshold => Some(Signal::Parameter {
                code: parameter.code.clone(),
                rating: *score,
                threshold: parameter.threshold,
                scale: definition.scale_of(parameter),
            }),
            _ => None,
        });
    let chosen = answer.reasons.iter().flat_map(|reasons| &reasons.chosen);
    let reasons = chosen
        .filter(|code| {
            let known = definition.reason(code.as_str());
            known.is_some_and(|(_, reason)| reason.preventable.calls_for_help())
        })
        .cloned()
        .map(Signal::Reason);
    nps.into_iter()
        .chain(parameters)
        .chain(reasons)
        .chain((answer.solved == Some(false)).then_some(Signal::NotSolved))
        .chain(answer.contact_me.then_some(Signal::ContactMe))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition() -> Definition {
        toml::from_str(
            r#"
            kind = "purchase"
            scale = "0-10"
            [[parameters]]
            code = "price"
            title = { ru = "Цена", en = "Price" }
            threshold = 4
            [[parameters]]
            code = "delivery"
            title = { ru = "Доставка", en = "Delivery" }
            threshold = 6
            "#,
        )
        .unwrap_or_else(|problem| unreachable!("{problem}"))
    }

    fn found(nps: i64, ratings: &[Rating], contact_me: bool) -> (Vec<String>, Option<Severity>) {
        let answer =
            Answer { nps: nps.try_into().ok(), ratings: ratings.to_vec(), contact_me, ..Answer::default() };
        let signals = signals(&answer, &definition());
        (signals.iter().map(|signal| signal.code().into_owned()).collect(), Severity::of(&signals))
    }

    #[test]
    fn the_worst_signal_decides() {
        use Rating::{NotApplicable, Score, Skipped};
        type Case<'a> = (i64, &'a [Rating], bool, &'a [&'a str], Option<Severity>);
        let cases: [Case<'_>; 11] = [
            (10, &[], false, &[], None),
            (7, &[Score(5), Score(7)], false, &[], None),
            (2, &[], false, &["nps"], Some(Severity::Critical)),
            (3, &[], false, &["nps"], Some(Severity::High)),
            (4, &[Score(4)], false, &["nps", "parameter:price"], Some(Severity::High)),
            (5, &[], true, &["nps", "contact_me"], Some(Severity::Normal)),
            (6, &[], false, &["nps"], Some(Severity::Normal)),
            (9, &[Skipped, Score(6)], false, &["parameter:delivery"], Some(Severity::Normal)),
            (9, &[Score(9), Score(0)], false, &["parameter:delivery"], Some(Severity::High)),
            (9, &[NotApplicable, NotApplicable, Score(0)], false, &[], None),
            (10, &[], true, &["contact_me"], Some(Severity::Normal)),
        ];
        for (nps, ratings, contact_me, codes, severity) in cases {
            let codes = codes.iter().map(ToString::to_string).collect();
            assert_eq!(found(nps, ratings, contact_me), (codes, severity), "{nps} {ratings:?} {contact_me}");
        }
    }

    #[test]
    fn the_bottom_of_one_to_five_is_one() {
        let five = Definition { scale: Scale::ONE_TO_FIVE, ..definition() };
        let answer = |score| Answer { ratings: vec![Rating::Score(score)], ..Answer::default() };
        assert_eq!(Severity::of(&signals(&answer(1), &five)), Some(Severity::High));
        assert_eq!(Severity::of(&signals(&answer(2), &five)), Some(Severity::Normal));
    }

    #[test]
    fn only_silence_is_empty() {
        assert!(Answer::default().is_empty());
        assert!(Answer { ratings: vec![Rating::Skipped; 3], ..Answer::default() }.is_empty());
        assert!(!Answer { ratings: vec![Rating::NotApplicable], ..Answer::default() }.is_empty());
        assert!(!Answer { contact_me: true, ..Answer::default() }.is_empty());
        assert!(!Answer { nps: 0.try_into().ok(), ..Answer::default() }.is_empty());
    }
}
