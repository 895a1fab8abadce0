//! Departures as files hold them.

use chrono_tz::Tz;

use super::{Column, cells::Cells, customers::language, staged::Staged};
use crate::domain::{
    moment::parse_moment,
    questionnaire::{BadCode, Code},
    reason::Preventable,
    text::{self, Text},
};

/// `reason_label` and `preventable` describe a reason that `--create` makes; a known one keeps its own.
pub const COLUMNS: &[Column] = &[
    Column::required("customer_external_id"),
    Column::required("left_at"),
    Column::optional("reason_category"),
    Column::optional("reason"),
    Column::optional("reason_label"),
    Column::optional("preventable"),
    Column::optional("competitor"),
    Column::optional("comment"),
    Column::optional("language"),
];

/// Writes one row in the order of the staging table.
pub fn stage(cells: &mut Cells<'_>, zone: Tz, staged: &mut Staged) {
    staged.words(cells.id("customer_external_id"));
    staged.moment(cells.require("left_at", |cell| parse_moment(cell, zone)));
    if cells.cell("reason_category").is_empty() && !cells.cell("reason").is_empty() {
        cells.complain("reason_category", "empty, but a reason is given");
    }
    staged.plain(cells.read("reason_category", code));
    staged.plain(cells.read("reason", code));
    staged.words(cells.line("reason_label").as_deref());
    staged.plain(Some(cells.read("preventable", preventable).unwrap_or(Preventable::Unknown)));
    staged.words(cells.line("competitor").as_deref());
    staged.words(cells.words("comment").as_ref().map(Text::as_str));
    staged.plain(cells.read("language", language));
}

fn code(cell: &str) -> Result<Code, BadCode> {
    Code::parse(cell)
}

fn preventable(cell: &str) -> Result<Preventable, String> {
    match cell.to_lowercase().as_str() {
        "true" | "yes" | "1" | "да" => Ok(Preventable::Yes),
        "false" | "no" | "0" | "нет" => Ok(Preventable::No),
        "partly" | "частично" => Ok(Preventable::Partly),
        "unknown" => Ok(Preventable::Unknown),
        _ => Err(format!("`{}` is not true, false, partly or empty", text::one_line(cell, 40))),
    }
}
