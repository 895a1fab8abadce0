//! What is true: pure rules and figures. No clock, no input or output, no randomness: `now` comes in.

#![warn(missing_docs)]

#[macro_use]
mod coded;

mod address;
pub mod alert;
pub mod answer;
pub mod assigning;
pub mod attachment;
pub mod bounce;
pub mod brand;
pub mod calendar;
pub mod canned;
pub mod clock;
pub mod complaint;
pub mod complaint_filter;
pub mod complaint_search;
pub mod contrast;
#[cfg(test)]
mod coverage;
pub mod cut;
pub mod departure;
pub mod desk_keys;
pub mod digest;
pub mod drivers;
pub mod email;
pub mod facts;
pub mod history;
pub mod incoming;
pub mod invitation;
pub mod kept;
pub mod language;
pub mod legal;
pub mod letter;
pub mod letterbox;
pub mod log_odds;
pub mod mask;
pub mod mean;
pub mod merging;
pub mod moment;
pub mod money;
pub mod multiple;
pub mod nps;
pub mod open_link;
pub mod outcome;
pub mod period;
pub mod priority;
pub mod quantile;
pub mod questionnaire;
pub mod rating;
pub mod reason;
pub mod remedy;
pub mod reminder;
pub mod report;
pub mod retention;
pub mod rfm;
pub mod role;
pub mod root_cause;
pub mod satisfaction;
pub mod severity;
pub mod share;
pub mod snippet;
pub mod text;
pub mod token;
pub mod value;
pub mod visit;
