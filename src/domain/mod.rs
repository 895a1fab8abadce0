//! What is true: pure rules and figures. No clock, no input or output, no randomness: `now` comes in.

#![warn(missing_docs)]

pub mod language;
