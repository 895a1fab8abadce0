//! The outbox: letters leave, wait, fail visibly; the mailbox shows them; one click ends them.

mod addresses;
mod failing;
mod kills;
mod mailbox;
pub mod make;
mod over;
mod pace;
mod pixel;
mod sending;
mod trouble;
mod unsubscribing;
mod working;
