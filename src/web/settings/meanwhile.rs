//! Two at the same settings: a form knows what it showed, and is not kept over what somebody else kept meanwhile.

use maud::{Markup, html};

use crate::{
    domain::language::Language,
    store::{Connection, StoreError, settings, transactions::transaction},
    t,
    web::ui,
};

/// The fields of a form, each with the words of its label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// As they go along with the form.
    fn written(&self) -> String {
        let values = self.0.iter().map(|(_, value)| ("", value.as_str()));
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(values).finish()
    }

    /// The hidden field by which a form knows what it showed.
    pub fn shown(&self) -> Markup {
        again(&self.written())
    }
}

/// The same field of a form that is drawn again as it came.
pub fn again(shown: &str) -> Markup {
    html! { input type="hidden" name="shown" value=(shown); }
}

/// A box as a value.
pub fn yes_or_no(language: Language, ticked: bool) -> String {
    t!(language, if ticked { "find-yes" } else { "find-no" }).into_owned()
}

/// What somebody else kept since the form was drawn.
#[derive(Debug)]
pub struct Met {
    /// What is kept now: the form that is drawn next has seen it.
    pub stored: Fields,
    /// Label, what is kept, what was typed.
    differing: Vec<(String, String, String)>,
}

impl Met {
    /// None where nothing was kept since, or all that was kept is just what was typed.
    fn read(shown: &str, stored: Fields, typed: &Fields) -> Option<Self> {
        if shown == stored.written() {
            return None;
        }
        let pairs =
            stored.0.iter().zip(&typed.0).filter(|((_, theirs), (_, mine))| theirs.trim() != mine.trim());
        let differing: Vec<_> =
            pairs.map(|((label, theirs), (_, mine))| (label.clone(), theirs.clone(), mine.clone())).collect();
        (!differing.is_empty()).then_some(Self { stored, differing })
    }

    /// Both values of each field, and how to go on.
    pub fn told(&self, language: Language) -> Markup {
        html! {
            div.alert.alert-warning.meanwhile role="alert" {
                p { (ui::icon("alert")) strong { (t!(language, "meanwhile-lead")) } }
                div.table-responsive {
                    table.table.table-sm {
                        thead { tr {
                            th scope="col" { (t!(language, "meanwhile-field")) }
                            th scope="col" { (t!(language, "meanwhile-theirs")) }
                            th scope="col" { (t!(language, "meanwhile-mine")) }
                        } }
                        tbody {
                            @for (label, theirs, mine) in &self.differing {
                                tr { th scope="row" { (label) } td.text-break { (theirs) } td.text-break { (mine) } }
                            }
                        }
                    }
                }
                p.mb-0 { (t!(language, "meanwhile-next")) }
            }
        }
    }
}

/// Keeps what was typed, unless somebody else kept something since the form was drawn. Whoever keeps settings waits until
/// the one before is done.
///
/// # Errors
/// Those of `put`, and of the database.
pub async fn unless_met<E: From<StoreError>>(
    connection: &mut Connection,
    shown: &str,
    typed: &Fields,
    stored: impl AsyncFnOnce(&mut Connection) -> Result<Fields, StoreError>,
    put: impl AsyncFnOnce(&mut Connection) -> Result<(), E>,
) -> Result<Option<Met>, E> {
    transaction(connection, async |connection| {
        settings::hold(connection).await?;
        let met = Met::read(shown, stored(connection).await?, typed);
        if met.is_none() {
            put(connection).await?;
        }
        Ok(met)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(values: [&str; 2]) -> Fields {
        Fields(values.iter().map(|value| ("label".to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn only_what_differs_and_was_not_seen_is_told() {
        let met = |shown: [&str; 2], stored, typed| {
            Met::read(&fields(shown).written(), fields(stored), &fields(typed)).map(|met| met.differing.len())
        };
        assert_eq!(met(["1", "&"], ["1", "&"], ["2", "3"]), None);
        assert_eq!(met(["1", "a"], ["2", "a"], ["3", "a"]), Some(1));
        assert_eq!(met(["1", "a"], ["2", "a"], ["1", "b"]), Some(2));
        assert_eq!(met(["1", "a"], ["2", "b"], [" 2", "b "]), None);
    }
}
