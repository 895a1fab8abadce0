//! Mail that comes in: returns of every house's shape, complaints, wishes; by both roads, forged, broken and huge.

mod bad_input;
mod forged;
pub mod make;
mod pages;
mod roads;
mod statuses;
mod suppressed;
mod unsubscribing;
