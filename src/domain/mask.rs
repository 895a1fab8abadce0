//! Words of customers without the ways to reach them, for readers who are not to know who wrote.

/// What stands in place of an address or a telephone.
pub const HIDDEN: &str = "•••";
/// Fewer digits are a price, a year or an order; a telephone without its code has seven.
const DIGITS: usize = 7;

/// The words with e-mail addresses, telephones and names of accounts (`@name`) hidden. Names that people go by can't be
/// told from other words and stay.
#[must_use]
pub fn masked(words: &str) -> String {
    let mut shown = String::with_capacity(words.len());
    let mut rest = words;
    while !rest.is_empty() {
        let blank = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        let (space, after) = rest.split_at(blank);
        shown.push_str(space);
        let run = phone(after);
        if run > 0 {
            shown.push_str(HIDDEN);
            rest = after.get(run..).unwrap_or_default();
            continue;
        }
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        let (word, after) = after.split_at(end);
        push_word(&mut shown, word);
        rest = after;
    }
    shown
}

/// A word; with an at sign in it, all of it but the marks around.
fn push_word(shown: &mut String, word: &str) {
    if !word.contains('@') || !word.contains(char::is_alphanumeric) {
        push_digits(shown, word);
        return;
    }
    let inside = |c: char| c.is_alphanumeric() || "@._%+-".contains(c);
    let start = word.find(inside).unwrap_or(0);
    let end = word.rfind(|c: char| c.is_alphanumeric()).map_or(word.len(), |at| {
        at + word.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
    });
    shown.push_str(word.get(..start).unwrap_or_default());
    if end > start {
        shown.push_str(HIDDEN);
    }
    shown.push_str(word.get(end.max(start)..).unwrap_or_default());
}

/// A word whose telephone begins behind a letter or a mark, such as `тел.89161234567`.
fn push_digits(shown: &mut String, word: &str) {
    let found = word.char_indices().find_map(|(at, c)| {
        let run = if c.is_ascii_digit() || c == '+' { phone(word.get(at..)?) } else { 0 };
        (run > 0).then_some((at, run))
    });
    match found {
        Some((at, run)) => {
            shown.push_str(word.get(..at).unwrap_or_default());
            shown.push_str(HIDDEN);
            push_digits(shown, word.get(at + run..).unwrap_or_default());
        }
        None => shown.push_str(word),
    }
}

/// How many bytes from here are a telephone: digits with the marks that stand between those of one; 0: none.
fn phone(text: &str) -> usize {
    let (mut digits, mut end, mut gap) = (0, 0, 0);
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            (digits, end, gap) = (digits + 1, at + 1, 0);
        } else if "+-() \u{a0}‑–.".contains(c) && gap < 3 {
            gap += 1;
        } else {
            break;
        }
    }
    if digits >= DIGITS { end } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_telephones_are_hidden_and_nothing_else() {
        for (words, shown) in [
            ("Пишите: ivan.petrov+1@mail.example, жду", "Пишите: •••, жду"),
            ("мой номер +7 (916) 123-45-67. Звоните", "мой номер •••. Звоните"),
            ("тел.89161234567!", "тел.•••!"),
            ("8 916 123 45 67 или 123-45-67", "••• или •••"),
            ("телеграм @vera_k", "телеграм •••"),
            ("(почта@пример.рф)", "(•••)"),
            ("Ждали 14 дней, заплатили 12 500 ₽ в 2026", "Ждали 14 дней, заплатили 12 500 ₽ в 2026"),
            ("заказ 45-17", "заказ 45-17"),
            ("@", "@"),
            ("", ""),
            ("два\nряда  и <b>", "два\nряда  и <b>"),
        ] {
            assert_eq!(masked(words), shown, "{words}");
        }
    }
}
