//! Why a complaint could not be handed over, put off, linked or merged, in words.

use crate::{
    actions::hindrance::Hindrance,
    domain::{attachment::LARGEST_LETTER, language::Language, reminder::BadReminder},
    t,
    web::desk::wording,
    words::format,
};

pub fn words(language: Language, why: Hindrance) -> String {
    match why {
        Hindrance::NoColleague => t!(language, "work-problem-colleague"),
        Hindrance::NoMoment => t!(language, "work-problem-moment"),
        Hindrance::Reminder(BadReminder::Past) => t!(language, "work-problem-past"),
        Hindrance::Reminder(BadReminder::TooFar) => t!(language, "work-problem-far"),
        Hindrance::NoComplaint { number } => {
            t!(language, "work-problem-unknown", number = number.to_string())
        }
        Hindrance::Itself => t!(language, "work-problem-itself"),
        Hindrance::Merged { into } => t!(language, "work-problem-merged", into = into.to_string()),
        Hindrance::NotMerged => t!(language, "work-problem-not-merged"),
        Hindrance::TargetOver { number, state } => {
            let (_, state) = wording::state(language, state.code());
            t!(language, "work-problem-target-over", number = number.to_string(), state = state)
        }
        Hindrance::TargetMerged { number, into } => {
            t!(language, "work-problem-target-merged", number = number.to_string(), into = into.to_string())
        }
        Hindrance::OtherCustomer { number } => {
            t!(language, "work-problem-other-customer", number = number.to_string())
        }
        Hindrance::FileLeaves => t!(language, "files-problem-leaving"),
        Hindrance::LetterTooLarge { bytes } => {
            let megabytes = |bytes: usize| format::whole(language, bytes.div_ceil(1 << 20));
            let (bytes, limit) = (megabytes(bytes), megabytes(LARGEST_LETTER));
            t!(language, "files-problem-letter", bytes = bytes, limit = limit)
        }
        Hindrance::LeadsOnly { number } => {
            t!(language, "work-problem-leads-only", number = number.to_string())
        }
    }
    .into_owned()
}
