//! Words people typed: cleaned once, limited, and helped along when a name is nearly right.

use serde::Serialize;

/// Free words as they are kept: trimmed, line breaks as `\n`, no other control characters, not empty, not over [`Text::LIMIT`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Text(String);

/// More was written than is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{length} characters, {limit} are allowed")]
pub struct TooLong {
    /// Characters after cleaning.
    pub length: usize,
    /// Characters allowed.
    pub limit: usize,
}

impl Text {
    /// Characters kept at most: some ten pages, more than anyone writes by hand.
    pub const LIMIT: usize = 20_000;

    /// Cleans free words; none where nothing is left.
    ///
    /// CRLF and CR become LF, a tab becomes a space, other control characters (NUL too, which PostgreSQL
    /// can't store) go.
    ///
    /// # Errors
    /// [`TooLong`] past [`Text::LIMIT`] characters; nothing is cut silently.
    pub fn parse(words: &str) -> Result<Option<Self>, TooLong> {
        let words = if words.contains(|c: char| c.is_control() && c != '\n') {
            clean(words).trim().to_owned()
        } else {
            words.trim().to_owned()
        };
        // No text has more characters than bytes, so most are never counted.
        if words.len() > Self::LIMIT {
            let length = words.chars().count();
            if length > Self::LIMIT {
                return Err(TooLong { length, limit: Self::LIMIT });
            }
        }
        Ok((!words.is_empty()).then_some(Self(words)))
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words, owned.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

fn clean(words: &str) -> String {
    let mut kept = String::with_capacity(words.len());
    let mut after_return = false;
    for c in words.chars() {
        match c {
            '\r' => kept.push('\n'),
            '\n' if after_return => {}
            '\t' => kept.push(' '),
            c if c.is_control() && c != '\n' => {}
            c => kept.push(c),
        }
        after_return = c == '\r';
    }
    kept
}

/// Words on one line for a name, a subject or a log: runs of blanks and line breaks become one space, control
/// characters go, and what passes `max` characters is cut with `…` as the last of them.
#[must_use]
pub fn one_line(words: &str, max: usize) -> String {
    let mut line = String::with_capacity(words.len().min(max.saturating_mul(4)));
    let mut length = 0;
    let mut gap = false;
    for c in words.chars() {
        if c.is_whitespace() {
            gap = length > 0;
            continue;
        }
        if c.is_control() {
            continue;
        }
        for c in gap.then_some(' ').into_iter().chain([c]) {
            if length == max {
                line.pop();
                if max > 0 {
                    line.push('…');
                }
                return line;
            }
            line.push(c);
            length += 1;
        }
        gap = false;
    }
    line
}

/// The known name that a wrong one was most likely meant to be, whatever its case; none where nothing is close.
///
/// Closeness is the number of inserted, lost, changed or swapped neighbouring letters (optimal string
/// alignment: Damerau 1964, Levenshtein 1966), at most a third of the name and never more than three.
#[must_use]
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let name: Vec<char> = name.trim().chars().take(100).flat_map(char::to_lowercase).collect();
    let limit = (name.len() / 3).clamp(1, 3);
    known
        .iter()
        .map(|candidate| {
            (distance(&name, &candidate.chars().flat_map(char::to_lowercase).collect::<Vec<_>>()), *candidate)
        })
        .filter(|(distance, _)| *distance <= limit && *distance < name.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Optimal string alignment distance, three rows at a time.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut previous_a = None;
    for (row, &letter) in a.iter().enumerate() {
        let mut current = Vec::with_capacity(above.len());
        current.push(row + 1);
        let mut previous_b = None;
        for (column, &other) in b.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let changed = at(&above, column) + usize::from(letter != other);
            let mut best = changed.min(at(&above, column + 1) + 1).min(at(&current, column) + 1);
            if previous_a == Some(other) && previous_b == Some(letter) {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
            previous_b = Some(other);
        }
        previous_a = Some(letter);
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(0)
}

/// A whole number in plain ASCII digits with an optional minus; no plus, blanks, points or other scripts.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (!digits.is_empty() && digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(words: &str) -> Option<String> {
        Text::parse(words).ok().flatten().map(Text::into_string)
    }

    #[test]
    fn words_are_cleaned_and_line_breaks_kept() {
        assert_eq!(
            cleaned("  Долго\r\nждала\rзаказ\n\n\u{0}!\u{7} "),
            Some("Долго\nждала\nзаказ\n\n!".to_owned())
        );
        assert_eq!(cleaned("a\tb"), Some("a b".to_owned()));
        assert_eq!(cleaned("👩‍👩‍👧 <b>&amp;"), Some("👩‍👩‍👧 <b>&amp;".to_owned()));
        assert_eq!(cleaned(" \r\n\u{0}\u{a0} "), None);
    }

    #[test]
    fn the_limit_counts_characters_and_is_told() {
        assert!(Text::parse(&"ж".repeat(Text::LIMIT)).is_ok_and(|text| text.is_some()));
        assert_eq!(Text::parse(&"ж".repeat(Text::LIMIT + 1)), Err(TooLong { length: 20_001, limit: 20_000 }));
        assert!(Text::parse(&format!("{}\u{0}", "a".repeat(Text::LIMIT))).is_ok());
        assert_eq!(Text::parse(&"x".repeat(1 << 20)), Err(TooLong { length: 1 << 20, limit: 20_000 }));
    }

    #[test]
    fn one_line_folds_and_cuts() {
        assert_eq!(one_line("  a\r\n\tb  c\u{0} ", 20), "a b c");
        assert_eq!(one_line("abcdef", 6), "abcdef");
        assert_eq!(one_line("abcdef", 5), "abcd…");
        assert_eq!(one_line("abc def", 4), "abc…");
        assert_eq!(one_line("abc", 0), "");
        assert_eq!(one_line("", 5), "");
    }

    #[test]
    fn a_slip_finds_the_name_meant() {
        let known = ["external_id", "customer_external_id", "purchased_at", "amount", "nps"];
        assert_eq!(nearest("extrenal_id", &known), Some("external_id"));
        assert_eq!(nearest("Amuont", &known), Some("amount"));
        assert_eq!(nearest("purchase_at", &known), Some("purchased_at"));
        assert_eq!(nearest("nsp", &known), Some("nps"));
        assert_eq!(nearest("colour", &known), None);
        assert_eq!(nearest("", &known), None);
        assert_eq!(nearest("n", &known), None);
    }

    #[test]
    fn distances_agree_with_the_books() {
        let between =
            |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!(between("kitten", "sitting"), 3);
        assert_eq!(between("ab", "ba"), 1);
        assert_eq!(between("ca", "abc"), 3);
        assert_eq!(between("", "abc"), 3);
        assert_eq!(between("abc", ""), 3);
    }
}
