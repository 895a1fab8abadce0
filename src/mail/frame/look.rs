//! How a letter looks: styles for every mail program inline, shades of the company's colour, and dark mode by a style sheet.

use crate::domain::brand::{Colour, Palette};

pub(super) const HIDDEN: &str = "display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#f2f4f7;mso-hide:all;";
pub(super) const CARD: &str = "padding:28px 24px 12px 24px;background-color:#ffffff;border-radius:8px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:25px;color:#1d2430;word-break:break-word;";
pub(super) const FOOT: &str = "padding:16px 24px;font-family:Arial,Helvetica,sans-serif;font-size:13px;line-height:20px;color:#5b6472;word-break:break-word;";
/// The one heading, for those who jump from heading to heading.
pub(super) const NAME: &str = "margin:0;font-size:17px;line-height:24px;font-weight:bold;";
pub(super) const PARAGRAPH: &str = "margin:0 0 16px 0;";
pub(super) const QUESTION: &str = "margin:24px 0 12px 0;font-size:18px;line-height:26px;font-weight:bold;";
pub(super) const NOTE: &str = "margin:0 0 16px 0;font-size:14px;line-height:21px;color:#5b6472;";
pub(super) const END: &str = "font-size:13px;line-height:18px;color:#5b6472;padding:0 2px;";

/// The colour of letters whose company has chosen none.
const HOUSE: Colour = Colour::new(0x24, 0x50, 0xb5);

/// Styles that hold a colour of the company.
pub(super) struct Look {
    pub brand: String,
    pub quote: String,
    pub link: String,
    /// One neutral colour for every score: a red 0 and a green 10 would lean on the answer.
    pub score: String,
    pub button: String,
    /// A link that is the head of a line.
    pub title: String,
    /// The interval of a chart of cells.
    pub band: String,
    /// What inline styles cannot say: narrow screens and the dark.
    pub sheet: String,
}

impl Look {
    pub(super) fn of(colour: Option<Colour>) -> Self {
        let colour = colour.unwrap_or(HOUSE);
        let (light, dark) = (Palette::light(colour), Palette::dark(colour));
        Self {
            brand: format!(
                "padding:0 24px 12px 24px;font-family:Arial,Helvetica,sans-serif;font-size:17px;line-height:24px;font-weight:bold;color:{};",
                light.accent
            ),
            quote: format!("padding:2px 0 2px 16px;border-left:3px solid {};", light.accent),
            link: format!(
                "color:{};text-decoration:underline;display:inline-block;padding:8px 0;",
                light.accent
            ),
            score: format!(
                "display:block;height:44px;line-height:44px;border-radius:6px;background-color:{};color:{};font-size:16px;font-weight:bold;text-align:center;text-decoration:none;",
                light.tint, light.on_tint
            ),
            // Borders instead of padding: some programs draw no padding on links.
            button: format!(
                "display:inline-block;min-width:200px;border:solid {0};border-width:11px 20px;border-radius:8px;background-color:{0};color:{1};font-size:16px;line-height:22px;font-weight:bold;text-align:center;text-decoration:none;",
                light.accent, light.on_accent
            ),
            title: format!("color:{};text-decoration:underline;font-weight:bold;", light.accent),
            band: format!(
                "background-color:{};border-radius:3px;font-size:1px;line-height:14px;",
                light.accent
            ),
            sheet: format!(
                "{NARROW}@media (prefers-color-scheme:dark){{\
                 .page{{background-color:#14181f!important}}\
                 .card{{background-color:#1e242d!important;color:#e8ebf0!important}}\
                 .brand,.link{{color:{accent}!important}}\
                 .foot,.quiet{{color:#aab3c0!important}}\
                 .quote{{border-left-color:{accent}!important}}\
                 .score a{{background-color:{tint}!important;color:{on_tint}!important}}\
                 .band{{background-color:{accent}!important}}\
                 .button a{{background-color:{accent}!important;border-color:{accent}!important;color:{on_accent}!important}}\
                 }}",
                accent = dark.accent,
                on_accent = dark.on_accent,
                tint = dark.tint,
                on_tint = dark.on_tint
            ),
        }
    }
}

/// On a narrow screen the eleven scores stand in two rows, each wide enough for a thumb, and buttons take the whole width.
const NARROW: &str = "\
@media only screen and (max-width:480px){\
.edge{padding:12px 8px!important}\
.card{padding:20px 16px 8px 16px!important}\
.brand,.foot{padding-left:16px!important;padding-right:16px!important}\
.scale,.scale tbody,.scale tr{display:block!important;width:100%!important}\
.score{display:inline-block!important;width:16.66%!important;box-sizing:border-box!important;vertical-align:top!important}\
}";
