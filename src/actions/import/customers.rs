//! Customers as files hold them.

use chrono_tz::Tz;

use super::{Column, cells::Cells, staged::Staged};
use crate::domain::{email::EmailAddress, language::Language};

/// `consent`: only an explicit yes is one, so an empty cell is a no.
pub const COLUMNS: &[Column] = &[
    Column::required("external_id"),
    Column::optional("name"),
    Column::optional("email"),
    Column::optional("phone"),
    Column::optional("language"),
    Column::optional("segment"),
    Column::optional("manager"),
    Column::optional("channel"),
    Column::optional("city"),
    Column::optional("consent"),
    Column::optional("registered_at"),
    Column::optional("time_zone"),
];

/// Writes one row in the order of the staging table.
pub fn stage(cells: &mut Cells<'_>, zone: Tz, staged: &mut Staged) {
    staged.words(cells.id("external_id"));
    staged.words(cells.line("name").as_deref());
    staged.words(cells.read("email", EmailAddress::parse).as_ref().map(EmailAddress::as_str));
    staged.words(cells.line("phone").as_deref());
    staged.plain(cells.read("language", language));
    for column in ["segment", "manager", "channel", "city"] {
        staged.words(cells.line(column).as_deref());
    }
    staged.plain(Some(cells.read("consent", consent).unwrap_or(false)));
    staged.moment(cells.moment("registered_at", zone));
    staged.words(cells.read("time_zone", time_zone).map(Tz::name));
}

/// A language that letters are written in.
pub fn language(cell: &str) -> Result<Language, String> {
    Language::parse(cell)
        .ok_or_else(|| format!("`{}` is not ru or en", crate::domain::text::one_line(cell, 40)))
}

/// Whose hours letters leave in.
fn time_zone(cell: &str) -> Result<Tz, String> {
    cell.parse().map_err(|_| {
        format!("`{}` is no IANA time zone such as Asia/Omsk", crate::domain::text::one_line(cell, 40))
    })
}

fn consent(cell: &str) -> Result<bool, String> {
    match cell.to_lowercase().as_str() {
        "true" | "yes" | "1" | "да" => Ok(true),
        "false" | "no" | "0" | "нет" => Ok(false),
        _ => Err(format!(
            "`{}` is not true, false, yes, no, 1, 0, да or нет",
            crate::domain::text::one_line(cell, 40)
        )),
    }
}
