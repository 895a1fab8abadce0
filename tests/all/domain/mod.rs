//! What must hold of the rules for every input, not only for the worked examples.

#![expect(clippy::unwrap_used, reason = "a failed expectation is a failed test")]

mod figures;
mod planning;
mod reading;
mod tokens;
