//! A heat map, which is its own table: every field has its figure in words, and a colour as deep as its share.

use maud::{Markup, html};

/// One field.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// How deep its colour is, 0..=1.
    pub depth: f64,
    /// What it says.
    pub words: String,
    /// The way down to its rows.
    pub address: Option<String>,
}

/// Rows with their names; a field that is none stays empty.
#[must_use]
pub fn heat(caption: &str, head: &[String], rows: &[(String, Vec<Option<Heat>>)]) -> Markup {
    html! {
        div.table-responsive tabindex="0" {
            table.table.card-table.heat {
                caption.visually-hidden { (caption) }
                thead { tr { @for name in head { th scope="col" { (name) } } } }
                tbody {
                    @for (name, fields) in rows {
                        tr {
                            th scope="row" { (name) }
                            @for field in fields {
                                @match field {
                                    Some(field) => {
                                        @let depth = field.depth.clamp(0.0, 1.0);
                                        td.heat-field style=(format!("--heat:{:.0}%", depth * 100.0)) {
                                            @match &field.address {
                                                Some(address) => a href=(address) { (field.words) },
                                                None => (field.words),
                                            }
                                        }
                                    }
                                    None => td {},
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_says_its_figure_and_has_a_depth() {
        let field = |depth| Some(Heat { depth, words: "70 %".to_owned(), address: Some("/x".to_owned()) });
        let rows =
            [("янв.".to_owned(), vec![field(0.7), None]), ("фев.".to_owned(), vec![field(7.0), field(0.2)])];
        let drawn =
            heat("Когорты", &["Месяц".to_owned(), "0".to_owned(), "1".to_owned()], &rows).into_string();
        assert_eq!(drawn.matches("heat-field").count(), 3);
        assert!(drawn.contains("--heat:70%") && drawn.contains("--heat:100%") && drawn.contains("<td></td>"));
    }
}
