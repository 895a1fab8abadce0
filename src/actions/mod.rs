//! What is done: a verb a file, one transaction each; the only writers.

pub mod complaint_step;
pub mod note_complaint;
pub mod passwords;
pub mod put_staff;
pub mod reopen_complaint;
pub mod reply_to_customer;
pub mod resolve_complaint;
pub mod sign_in;
pub mod sync_presets;
pub mod take_complaint;
