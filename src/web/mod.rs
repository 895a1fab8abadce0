//! What is seen: the only place that names actix-web. Address = folder = audience.

pub mod assets;
pub mod board;
pub mod desk;
pub mod entry;
pub mod failure;
pub mod form;
pub mod guarded;
pub mod house;
pub mod limits;
pub mod links;
pub mod logging;
pub mod mail_in;
pub mod mailbox;
mod multipart;
pub mod operation;
mod packing;
pub mod place;
pub mod server;
pub mod settings;
pub mod sheet;
pub mod ui;
mod unsent;
pub mod visitor;
