//! Every test of the program in one binary: a test is a visitor in a world of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::allow_attributes,
    reason = "a failed expectation is a failed test"
)]

mod desk;
mod entry;
mod mail;
mod postgres;
mod support;
