//! The outbox: letters leave, wait, fail visibly; the mailbox shows them; one click ends them.

mod failing;
mod mailbox;
mod make;
mod sending;
mod trouble;
mod unsubscribing;
mod working;
