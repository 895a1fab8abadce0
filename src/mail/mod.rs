//! Letters: composed as pure values, framed as HTML, posted by SMTP or into a folder.

pub mod compose;
pub mod frame;
pub mod mailbox;
pub mod post;
pub mod receive;
mod words;

pub use compose::{Addressed, Alert, Case, Composed, Deadline, Letter, StaffWords, Survey, compose};
