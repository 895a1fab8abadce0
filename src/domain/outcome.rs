//! How a complaint ends: what has to be known before it may, read from what somebody filled in.

use super::{
    complaint::Resolution,
    remedy::{BadCompensation, Compensation, Remedy},
    root_cause::RootCauses,
};

coded! {
    /// How a customer without a usable address was told that their complaint is not upheld.
    pub enum Told {
        /// Somebody called them.
        Phone = "phone",
        /// To their face.
        Counter = "counter",
        /// On paper.
        Post = "post",
        /// There is no way left: they asked to be forgotten.
        Nowhere = "nowhere",
    }
}

coded! {
    /// A field of the form that ends a complaint.
    pub enum Field {
        /// What lay behind it.
        Cause = "cause",
        /// How it ended.
        Resolution = "resolution",
        /// What the customer asked for.
        Sought = "sought",
        /// What they got.
        Given = "given",
        /// How much money.
        Amount = "amount",
        /// Of which currency.
        Currency = "currency",
    }
}

/// What somebody filled in, as text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Written<'a> {
    /// Code of a root cause.
    pub cause: &'a str,
    /// Code of a [`Resolution`].
    pub resolution: &'a str,
    /// Code of a [`Remedy`].
    pub sought: &'a str,
    /// Code of a [`Remedy`].
    pub given: &'a str,
    /// As people write it.
    pub amount: &'a str,
    /// Three letters.
    pub currency: &'a str,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing, or nothing that can be chosen.
    Missing(Field),
    /// No such money.
    Money(BadCompensation),
}

impl Flaw {
    /// The field to mend.
    #[must_use]
    pub const fn field(&self) -> Field {
        match self {
            Self::Missing(field) => *field,
            Self::Money(BadCompensation::Currency(_)) => Field::Currency,
            Self::Money(_) => Field::Amount,
        }
    }
}

/// How it ended. Made by [`resolved`] and [`rejected`] alone, so that whoever has one need not check it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    cause: String,
    resolution: Resolution,
    sought: Option<Remedy>,
    given: Option<Remedy>,
    compensation: Option<Compensation>,
}

impl Outcome {
    /// Code of the root cause.
    #[must_use]
    pub fn cause(&self) -> &str {
        &self.cause
    }

    /// Who was right.
    #[must_use]
    pub const fn resolution(&self) -> Resolution {
        self.resolution
    }

    /// What the customer asked for; none of what is not upheld, which keeps what was noted before.
    #[must_use]
    pub const fn sought(&self) -> Option<Remedy> {
        self.sought
    }

    /// What they got; none of what is not upheld.
    #[must_use]
    pub const fn given(&self) -> Option<Remedy> {
        self.given
    }

    /// What was paid.
    #[must_use]
    pub const fn compensation(&self) -> Option<&Compensation> {
        self.compensation.as_ref()
    }
}

/// The end of a complaint that is resolved. Everything must be known, except:
///
/// - one that was taken back or was none asks for no remedy: both remedies are 'nothing' where none was chosen;
/// - money may be left out where the remedy is not [worth a sum](Remedy::is_money).
///
/// A resolution `rejected` is none: the customer would not be told why. `kept` is the cause that the complaint already has:
/// it may stay when it can't be chosen any more.
///
/// # Errors
/// Every flaw, in the order of the form.
pub fn resolved(
    written: &Written<'_>,
    causes: &RootCauses,
    kept: Option<&str>,
) -> Result<Outcome, Vec<Flaw>> {
    let resolution = Resolution::parse(written.resolution).filter(|one| *one != Resolution::Rejected);
    let usual = match resolution {
        Some(Resolution::Withdrawn | Resolution::NotAComplaint) => Some(Remedy::Nothing),
        _ => None,
    };
    let remedy = |code: &str| if code.is_empty() { usual } else { Remedy::parse(code) };
    let (sought, given) = (remedy(written.sought), remedy(written.given));
    let cause = cause(written.cause, causes, kept);
    let compensation = Compensation::parse(written.amount, written.currency);
    let unpaid = compensation == Ok(None) && given.is_some_and(Remedy::is_money);
    let missing = [
        (cause.is_none(), Field::Cause),
        (resolution.is_none(), Field::Resolution),
        (sought.is_none(), Field::Sought),
        (given.is_none(), Field::Given),
        (unpaid, Field::Amount),
    ];
    let mut flaws: Vec<Flaw> =
        missing.into_iter().filter_map(|(is, field)| is.then_some(Flaw::Missing(field))).collect();
    match (cause, resolution, compensation) {
        (Some(cause), Some(resolution), Ok(compensation)) if flaws.is_empty() => {
            Ok(Outcome { cause, resolution, sought, given, compensation })
        }
        (_, _, compensation) => {
            flaws.extend(compensation.err().map(Flaw::Money));
            Err(flaws)
        }
    }
}

/// The end of a complaint that is not upheld: only what lay behind it is asked for.
///
/// # Errors
/// When the cause can't be chosen.
pub fn rejected(code: &str, causes: &RootCauses, kept: Option<&str>) -> Result<Outcome, Vec<Flaw>> {
    let cause = cause(code, causes, kept).ok_or_else(|| vec![Flaw::Missing(Field::Cause)])?;
    Ok(Outcome { cause, resolution: Resolution::Rejected, sought: None, given: None, compensation: None })
}

fn cause(code: &str, causes: &RootCauses, kept: Option<&str>) -> Option<String> {
    let code = code.trim();
    (!code.is_empty() && (causes.is_choosable(code) || kept == Some(code))).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{questionnaire::Wording, root_cause::RootCause};

    fn causes() -> RootCauses {
        let cause = |code: &str, active| RootCause {
            code: code.to_owned(),
            parent: None,
            title: Wording { ru: String::new(), en: String::new() },
            active,
        };
        RootCauses::new(vec![cause("other", true), cause("old", false)])
    }

    const WHOLE: Written<'_> = Written {
        cause: "other",
        resolution: "upheld",
        sought: "refund",
        given: "refund",
        amount: "1 500,50",
        currency: "RUB",
    };

    fn flaws(written: Written<'_>) -> Vec<&'static str> {
        let flaws = resolved(&written, &causes(), None).err().unwrap_or_default();
        flaws.iter().map(|flaw| flaw.field().code()).collect()
    }

    #[test]
    fn everything_must_be_known() {
        assert!(flaws(WHOLE).is_empty());
        assert_eq!(flaws(Written::default()), ["cause", "resolution", "sought", "given"]);
        assert_eq!(flaws(Written { amount: "", ..WHOLE }), ["amount"]);
        assert_eq!(flaws(Written { amount: "много", ..WHOLE }), ["amount"]);
        assert_eq!(flaws(Written { currency: "₽", ..WHOLE }), ["currency"]);
        assert_eq!(flaws(Written { cause: "old", amount: "-5", ..WHOLE }), ["cause", "amount"]);
        assert!(flaws(Written { given: "apology", amount: "", ..WHOLE }).is_empty());
    }

    #[test]
    fn it_is_rejected_only_by_rejecting() {
        assert_eq!(flaws(Written { resolution: "rejected", ..WHOLE }), ["resolution"]);
        let rejected = rejected("other", &causes(), None);
        assert_eq!(rejected.map(|end| end.resolution()), Ok(Resolution::Rejected));
    }

    #[test]
    fn what_was_no_complaint_needs_no_remedy() {
        for resolution in ["withdrawn", "not_a_complaint"] {
            let written = Written { resolution, sought: "", given: "", amount: "", ..WHOLE };
            let outcome = resolved(&written, &causes(), None);
            assert_eq!(
                outcome.map(|end| (end.sought(), end.given())),
                Ok((Some(Remedy::Nothing), Some(Remedy::Nothing)))
            );
            assert_eq!(flaws(Written { given: "nonsense", ..written }), ["given"]);
        }
    }

    #[test]
    fn a_cause_that_was_switched_off_may_stay() {
        let written = Written { cause: "old", ..WHOLE };
        assert!(resolved(&written, &causes(), None).is_err());
        assert!(resolved(&written, &causes(), Some("old")).is_ok());
        assert!(rejected("old", &causes(), Some("old")).is_ok());
        assert!(rejected("", &causes(), Some("")).is_err());
    }
}
