//! Letters: their words, their frame, the way out and the way back in.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::allow_attributes,
    reason = "a failed expectation is a failed test"
)]

mod folders;
mod make;
pub mod server;
mod servers;
mod settings;
mod words;
