//! Otklik: asks customers after a purchase, works every complaint to its end, and says why customers leave.

pub mod actions;
pub mod cli;
pub mod config;
pub mod demo;
pub mod domain;
pub mod jobs;
pub mod mail;
pub mod postgres;
pub mod reports;
pub mod store;
pub mod web;
pub mod words;
