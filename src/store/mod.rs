//! What is kept: the only place that names diesel. A query is a function on a connection, in the file of its noun.

pub mod audit;
pub mod complaint_cards;
pub mod complaint_events;
pub mod complaints;
pub mod pool;
pub mod questionnaires;
pub mod schema;
pub mod schema_version;
pub mod sessions;
pub mod staff;
pub mod transactions;

pub use diesel_async::AsyncPgConnection as Connection;
pub use pool::{Pool, Pooled, StoreError};

/// What a query answers.
pub type Result<T> = std::result::Result<T, StoreError>;
