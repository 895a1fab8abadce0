//! Letters both ways: answers that find their complaint or wait to be sorted, and words that are taken back in time.

mod broken;
mod folder;
mod joining;
mod loops;
pub mod make;
mod recalling;
mod sorting;
mod stopping;
mod threads;
