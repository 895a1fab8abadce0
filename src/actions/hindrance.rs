//! Why complaints can't be handed over, put off, linked or merged as somebody wished.

use thiserror::Error;

use crate::domain::{complaint::State, reminder::BadReminder};

/// What stood in the way. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Hindrance {
    #[error("no colleague who works on complaints")]
    NoColleague,
    #[error("no moment")]
    NoMoment,
    #[error(transparent)]
    Reminder(#[from] BadReminder),
    #[error("no complaint {number}")]
    NoComplaint { number: i64 },
    #[error("a complaint and itself")]
    Itself,
    #[error("it was merged into complaint {into}")]
    Merged { into: i64 },
    #[error("it is not merged")]
    NotMerged,
    #[error("complaint {number} is {state}")]
    TargetOver { number: i64, state: State },
    #[error("complaint {number} was itself merged into {into}")]
    TargetMerged { number: i64, into: i64 },
    /// A lead may say that it is one matter all the same.
    #[error("complaint {number} is of another customer")]
    OtherCustomer { number: i64 },
    #[error("complaint {number} is of another customer, and only a lead may merge it")]
    LeadsOnly { number: i64 },
    #[error("the file waits to leave with a letter")]
    FileLeaves,
    #[error("{bytes} bytes of files are too many for a letter")]
    LetterTooLarge { bytes: usize },
}

impl Hindrance {
    /// Whether another entry in the form mends it; otherwise somebody or something was quicker.
    #[must_use]
    pub const fn is_of_the_form(self) -> bool {
        matches!(
            self,
            Self::NoColleague
                | Self::NoMoment
                | Self::Reminder(_)
                | Self::NoComplaint { .. }
                | Self::Itself
                | Self::OtherCustomer { .. }
                | Self::LetterTooLarge { .. }
        )
    }
}
