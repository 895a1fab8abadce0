//! Addresses of the reports.

pub const BOARD: &str = "/board/overview";

/// Saves a view of the board.
pub const BOARD_VIEWS: &str = "/board/views";
/// Begins or ends a Monday letter.
pub const BOARD_LETTER: &str = "/board/letter";

/// Changes a saved view of the board.
#[must_use]
pub fn board_view(id: i64) -> String {
    format!("{BOARD_VIEWS}/{id}")
}

/// Ends a Monday letter by its link.
#[must_use]
pub fn digest_end(token: &str) -> String {
    format!("/u/{token}")
}

#[must_use]
pub fn board(name: &str) -> String {
    format!("/board/{name}")
}

/// Where a departure is given its reason.
#[must_use]
pub fn code_departure(id: i64) -> String {
    format!("/board/departures/{id}/reason")
}

/// Where that is taken back.
#[must_use]
pub fn undo_coding(id: i64) -> String {
    format!("/board/departures/{id}/undo")
}

/// A page or file of the board with what it counts, as pairs of the address.
#[must_use]
pub fn board_of(name: &str, pairs: &[(String, String)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    if query.is_empty() { board(name) } else { format!("/board/{name}?{query}") }
}
