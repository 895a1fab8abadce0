//! Every test of the program in one binary: a test is a visitor in a world of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::allow_attributes,
    reason = "a failed expectation is a failed test"
)]

mod access;
mod accessibility;
mod afterwards;
mod board;
mod clocks;
mod customers;
mod demo;
mod departures;
mod desk;
mod domain;
mod entry;
mod files;
mod find;
mod form;
mod imports;
mod intake;
mod journey;
mod keep;
mod law;

mod mail;
mod mail_in;
mod migrations;
mod operation;
mod outbox;
mod outcomes;
mod pages;
mod planning;
mod post;
mod postgres;
mod presets;
mod roads;
mod settings;
mod support;
mod together;
mod walls;
mod weight;
mod words;
mod work;
