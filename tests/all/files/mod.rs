//! Files of complaints and words that are ready to be sent.

mod attachments;
mod canned;
mod kinds;
mod macros;
