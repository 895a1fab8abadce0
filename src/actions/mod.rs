//! What is done: a verb a file, one transaction each; the only writers.

pub mod import;
pub mod passwords;
pub mod put_staff;
pub mod sign_in;
pub mod sync_presets;
