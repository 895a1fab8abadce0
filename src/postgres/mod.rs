//! The private database of one machine, used when `DATABASE_URL` is not set.
