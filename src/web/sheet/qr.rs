//! QR codes as SVG: one path of the dark modules' rows, so that ten thousand fit into a file.

use std::fmt::Write as _;

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode, types::QrError};

/// Light modules around a code, as ISO/IEC 18004 asks for.
const QUIET: usize = 4;

/// The code of an address, with correction M: a seventh of it may be worn off.
///
/// # Errors
/// When the text is longer than any code holds.
pub fn svg(address: &str, title: &str) -> Result<Markup, QrError> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M)?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                // Writing to a string can't fail.
                let _ =
                    write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET, length = run.len());
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Ok(html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(title) {
            path fill="#fff" d={ "M0 0h" (side) "v" (side) "H0z" } {}
            path fill="#000" shape-rendering="crispEdges" d=(path) {}
        }
    })
}
