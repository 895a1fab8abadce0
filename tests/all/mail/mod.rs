//! Letters: their words, their frame, the way out and the way back in.

mod folders;
pub mod make;
mod pipelining;
pub mod server;
mod servers;
mod settings;
mod words;
