//! What tests stand on: a world each, visitors in it, and things made for it.

#![allow(dead_code, reason = "each room uses its own part of the support")]

pub mod axe;
pub mod browser;
pub mod make;
pub mod visitor;
pub mod world;

pub use visitor::{Page, Visitor};
pub use world::World;
