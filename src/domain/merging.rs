//! Two people at one card: what becomes of a field that both could change.

/// What becomes of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merged {
    /// It stays as it is: I did not touch it, or somebody else wrote the very same.
    Stays,
    /// Mine is written: nobody else touched it.
    Mine,
    /// Both changed it, differently: a human being decides.
    Conflict,
}

/// Decides for one field by three values: what my page showed (`base`), what I posted (`mine`), what is stored now
/// (`current`). An empty field is `""`.
///
/// How often the record changed meanwhile plays no part: a change of another field is never a conflict of this one.
#[must_use]
pub fn merge(base: &str, mine: &str, current: &str) -> Merged {
    if mine == base || mine == current {
        Merged::Stays
    } else if current == base {
        Merged::Mine
    } else {
        Merged::Conflict
    }
}

/// One field as a form posted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The column, which is also its name in the history.
    pub field: &'static str,
    /// What the page showed.
    pub base: String,
    /// What was posted.
    pub mine: String,
}

/// A field that two people changed differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// As in [`Edit`].
    pub field: &'static str,
    /// What was posted.
    pub mine: String,
    /// What is stored now.
    pub theirs: String,
}

/// Merges a whole form into what is stored: the fields to be written with their values, in the form's order.
///
/// # Errors
/// Every field in conflict; then nothing of the form is written, so that it is read as one.
pub fn merge_all(
    edits: &[Edit],
    current: impl Fn(&str) -> String,
) -> Result<Vec<(&'static str, &str)>, Vec<Conflict>> {
    let mut written = Vec::new();
    let mut conflicts = Vec::new();
    for edit in edits {
        let theirs = current(edit.field);
        match merge(&edit.base, &edit.mine, &theirs) {
            Merged::Stays => {}
            Merged::Mine => written.push((edit.field, edit.mine.as_str())),
            Merged::Conflict => {
                conflicts.push(Conflict { field: edit.field, mine: edit.mine.clone(), theirs });
            }
        }
    }
    if conflicts.is_empty() { Ok(written) } else { Err(conflicts) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_change_of_anybody_is_lost_unseen(base in "[abc]?", mine in "[abc]?", current in "[abc]?") {
            let (i_changed, they_changed) = (mine != base, current != base);
            match merge(&base, &mine, &current) {
                // What stays is what I wanted, or I wanted nothing.
                Merged::Stays => prop_assert!(!i_changed || mine == current),
                // Nobody's words are under mine but those my page showed.
                Merged::Mine => prop_assert!(i_changed && !they_changed),
                Merged::Conflict => prop_assert!(i_changed && they_changed && mine != current),
            }
        }

        /// A whole-record lock would refuse an untouched form whenever anybody changed anything (frappe/erpnext#59265).
        #[test]
        fn a_form_that_changed_nothing_is_never_refused(values in prop::collection::vec(("[abc]?", "[abc]?"), 1..5)) {
            const NAMES: [&str; 5] = ["one", "two", "three", "four", "five"];
            let edits: Vec<_> = NAMES.iter().zip(&values)
                .map(|(field, (base, _))| Edit { field, base: base.clone(), mine: base.clone() }).collect();
            let current = |field: &str| NAMES.iter().position(|name| *name == field)
                .and_then(|at| values.get(at)).map(|(_, now)| now.clone()).unwrap_or_default();
            prop_assert_eq!(merge_all(&edits, current), Ok(vec![]));
        }

        /// Two forms with different fields both get in, in either order, and end the same.
        #[test]
        fn different_fields_never_meet(one in "[abc]", two in "[abc]") {
            let edits = [
                Edit { field: "one", base: "-".to_owned(), mine: one.clone() },
                Edit { field: "two", base: "-".to_owned(), mine: two.clone() },
            ];
            for (first, second) in [(0, 1), (1, 0)] {
                let mut stored = std::collections::BTreeMap::from([("one", "-".to_owned()), ("two", "-".to_owned())]);
                for at in [first, second] {
                    let form = edits.get(at..=at).unwrap_or_default();
                    let written = merge_all(form, |field| stored.get(field).cloned().unwrap_or_default()).unwrap();
                    let written: Vec<_> = written.into_iter().map(|(field, value)| (field, value.to_owned())).collect();
                    stored.extend(written);
                }
                prop_assert_eq!(stored.values().cloned().collect::<Vec<_>>(), vec![one.clone(), two.clone()]);
            }
        }
    }

    #[test]
    fn of_two_conflicts_both_are_told_and_nothing_is_written() {
        let edit =
            |field, base: &str, mine: &str| Edit { field, base: base.to_owned(), mine: mine.to_owned() };
        let edits = [edit("a", "0", "1"), edit("b", "0", "1"), edit("c", "0", "1")];
        let current = |field: &str| if field == "c" { "0" } else { "2" }.to_owned();
        let conflicts = merge_all(&edits, current).unwrap_err();
        assert_eq!(conflicts.iter().map(|one| one.field).collect::<Vec<_>>(), ["a", "b"]);
    }
}
