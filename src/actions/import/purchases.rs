//! Purchases as files hold them.

use chrono_tz::Tz;

use super::{Column, cells::Cells, staged::Staged};
use crate::domain::{
    moment::parse_moment,
    money::{Currency, parse_amount},
};

/// `currency`: a new purchase without one is in roubles.
pub const COLUMNS: &[Column] = &[
    Column::required("external_id"),
    Column::required("customer_external_id"),
    Column::required("purchased_at"),
    Column::optional("delivered_at"),
    Column::required("amount"),
    Column::optional("currency"),
    Column::optional("store"),
    Column::optional("category"),
];

/// Writes one row in the order of the staging table.
pub fn stage(cells: &mut Cells<'_>, zone: Tz, staged: &mut Staged) {
    staged.words(cells.id("external_id"));
    staged.words(cells.id("customer_external_id"));
    staged.moment(cells.require("purchased_at", |cell| parse_moment(cell, zone)));
    staged.moment(cells.moment("delivered_at", zone));
    staged.plain(cells.require("amount", parse_amount).map(|amount| amount.to_plain_string()));
    staged.plain(cells.read("currency", Currency::parse));
    staged.words(cells.line("store").as_deref());
    staged.words(cells.line("category").as_deref());
}
