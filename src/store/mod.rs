//! What is kept: the only place that names diesel. A query is a function on a connection, in the file of its noun.

pub mod audit;
pub mod calendar_days;
pub mod complaint_cards;
pub mod complaint_events;
pub mod complaint_lists;
pub mod complaint_standings;
pub mod complaints;
pub mod customers;
pub mod departures;
pub mod figures;
pub mod health;
pub mod imports;
pub mod incoming_letters;
pub mod invitation_decisions;
pub mod invitations;
pub mod letters;
pub mod link_visits;
pub mod open_links;
pub mod openings;
pub mod parameters;
pub mod partial_answers;
pub mod planning;
pub mod pool;
pub mod purchases;
pub mod questionnaires;
pub mod reasons;
pub mod responses;
pub mod saved_views;
pub mod schema;
pub mod schema_version;
pub mod seeds;
pub mod sessions;
pub mod settings;

pub mod staff;
mod statement;
pub mod submissions;
pub mod subscriptions;
pub mod suppressions;
pub mod transactions;
pub mod walk_ins;

pub use diesel_async::AsyncPgConnection as Connection;
pub use pool::{Pool, Pooled, StoreError};

/// What a query answers.
pub type Result<T> = std::result::Result<T, StoreError>;
