//! Pages to print: labels with a QR code for each invitation, and the poster of an open link.
//!
//! Browsers print them, also into PDF; the program needs no fonts and no layout engine of its own for that.

mod qr;
pub mod snippet;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::{
    domain::{language::Language, questionnaire::SurveyKind},
    t,
};

const STYLE: &str = include_str!("sheet.css");
/// Labels of 70 x 37 mm on a page of A4.
const LABELS_A_PAGE: usize = 24;

/// An address that no QR code holds: thousands of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an address is too long for a QR code")]
pub struct TooLong;

/// The code alone, as a file of its own.
///
/// # Errors
/// [`TooLong`].
pub fn svg(address: &str) -> Result<String, TooLong> {
    let picture = qr::svg(address, address).map_err(|_| TooLong)?;
    Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", picture.into_string()))
}

/// What is printed beside a code.
#[derive(Debug, Clone, Copy)]
pub struct Label<'a> {
    pub language: Language,
    pub kind: SurveyKind,
    pub brand: &'a str,
    pub address: &'a str,
    pub order_number: Option<&'a str>,
}

/// A sheet of labels, written a label at a time: memory stays the same for any number of them.
#[derive(Debug)]
pub struct Sheet {
    language: Language,
    marks: bool,
    labels: usize,
}

impl Sheet {
    /// With or without marks to cut along.
    #[must_use]
    pub const fn new(language: Language, marks: bool) -> Self {
        Self { language, marks, labels: 0 }
    }

    /// What the file begins with.
    #[must_use]
    pub fn head(&self) -> String {
        let title = t!(self.language, "sheet-title");
        let page = document(self.language, &title, &hint(self.language, "sheet-hint"));
        // Labels go between the hint and the end of the document.
        page.into_string().strip_suffix(END).map(str::to_owned).unwrap_or_default()
    }

    /// The next label; every 24th begins a page.
    ///
    /// # Errors
    /// [`TooLong`].
    pub fn label(&mut self, label: &Label<'_>) -> Result<String, TooLong> {
        let mut text = String::new();
        if self.labels.is_multiple_of(LABELS_A_PAGE) {
            let class = if self.marks { "page marks" } else { "page" };
            text.push_str(if self.labels > 0 { "</section>\n" } else { "\n" });
            text.push_str(&format!("<section class=\"{class}\">\n"));
        }
        self.labels += 1;
        text.push_str(&draw(label)?.into_string());
        text.push('\n');
        Ok(text)
    }

    /// What it ends with.
    #[must_use]
    pub fn tail(&self) -> String {
        format!("{}{END}\n", if self.labels > 0 { "</section>\n" } else { "" })
    }
}

const END: &str = "</main></body></html>";

fn draw(label: &Label<'_>) -> Result<Markup, TooLong> {
    let Label { language, kind, brand, address, order_number } = *label;
    let picture = qr::svg(address, &t!(language, "sheet-code")).map_err(|_| TooLong)?;
    Ok(html! {
        div.label {
            (picture)
            div {
                p.brand { (brand) }
                p { (ask(language, kind)) }
                p.address { (readable(address)) }
                @if let Some(number) = order_number { p.order { (t!(language, "sheet-order", number = number)) } }
            }
        }
    })
}

/// The poster of an open link, on A5.
///
/// # Errors
/// [`TooLong`].
pub fn poster(label: &Label<'_>, store: Option<&str>) -> Result<String, TooLong> {
    let Label { language, kind, brand, address, .. } = *label;
    let picture = qr::svg(address, &t!(language, "sheet-code")).map_err(|_| TooLong)?;
    let title = ask(language, kind);
    let body = html! {
        (hint(language, "sheet-hint-poster"))
        section.poster {
            p.brand { (brand) }
            h1 { (title) }
            @if let Some(store) = store { p { (store) } }
            (picture)
            p { (t!(language, "sheet-how")) }
            p.address { (readable(address)) }
        }
    };
    Ok(document(language, &title, &body).into_string())
}

/// A page of the same label.
///
/// # Errors
/// [`TooLong`].
pub fn labels(label: &Label<'_>) -> Result<String, TooLong> {
    let mut sheet = Sheet::new(label.language, true);
    let mut page = sheet.head();
    for _ in 0..LABELS_A_PAGE {
        page.push_str(&sheet.label(label)?);
    }
    page.push_str(&sheet.tail());
    Ok(page)
}

fn ask(language: Language, kind: SurveyKind) -> std::borrow::Cow<'static, str> {
    match kind {
        SurveyKind::Staff => t!(language, "sheet-ask-staff"),
        SurveyKind::Exit | SurveyKind::Inactive => t!(language, "sheet-ask-away"),
        SurveyKind::Purchase | SurveyKind::Relationship | SurveyKind::Resolution => t!(language, "sheet-ask"),
    }
}

/// An address as people read it: every browser knows the beginning, and a line may end before the code, not inside it.
fn readable(address: &str) -> Markup {
    let bare =
        address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    html! {
        @match bare.rsplit_once('/') {
            Some((place, code)) => { (place) "/" wbr; (code) }
            None => { (bare) }
        }
    }
}

fn hint(language: Language, words: &str) -> Markup {
    html! { p.hint { (t!(language, words)) } }
}

fn document(language: Language, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="robots" content="noindex,nofollow";
                title { (title) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    }
}
