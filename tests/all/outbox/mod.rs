//! The outbox: letters leave, wait, fail visibly; the mailbox shows them; one click ends them.

mod addresses;
mod failing;
mod mailbox;
mod make;
mod pace;
mod pixel;
mod sending;
mod trouble;
mod unsubscribing;
mod working;
