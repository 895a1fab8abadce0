//! What somebody typed to find a complaint: its words, and whether it may be a number, a telephone or an address.

use super::text;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// As typed, with ё as е: quotes and a minus mean what they mean everywhere.
    pub words: String,
    /// All but the last word, and that word, where it may be the beginning of one.
    pub beginning: Option<(String, String)>,
    /// The number of a complaint.
    pub number: Option<i64>,
    /// What stands in the index as it is: `#` an order or a customer, `@` an e-mail address, `+` ten digits.
    pub codes: Vec<String>,
}

impl Sought {
    /// Letters that the last word needs to be taken for a beginning; fewer begin half of all words.
    pub const BEGINNING: usize = 3;
    /// Digits of a telephone: without the code of the country.
    pub const PHONE: usize = 10;

    /// Reads what was typed; none where no letter and no digit is in it.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let plain = text::one_line(typed, super::complaint_filter::Filter::WORDS);
        if !plain.chars().any(char::is_alphanumeric) {
            return None;
        }
        let words = plain.replace('ё', "е").replace('Ё', "Е");
        let bare = plain.trim_start_matches(['№', '#', ' ']);
        let number = Some(bare)
            .filter(|bare| bare.chars().all(|c| c.is_ascii_digit()))
            .and_then(|bare| bare.parse().ok());
        let mut codes = vec![format!("#{}", plain.to_lowercase())];
        if plain.contains('@') {
            codes.push(format!("@{}", plain.to_lowercase()));
        }
        let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= Self::PHONE && plain.chars().all(|c| c.is_ascii_digit() || " +-()".contains(c)) {
            codes.extend(digits.get(digits.len() - Self::PHONE..).map(|end| format!("+{end}")));
        }
        Some(Self { beginning: beginning(&words), words, number, codes })
    }

    /// The codes as a query of words, each quoted: PostgreSQL takes nothing in it for an operator.
    #[must_use]
    pub fn codes_as_query(&self) -> String {
        let quoted: Vec<String> = self
            .codes
            .iter()
            .map(|code| format!("'{}'", code.replace('\\', "\\\\").replace('\'', "''")))
            .collect();
        quoted.join(" | ")
    }
}

fn beginning(words: &str) -> Option<(String, String)> {
    let (head, last) = words.rsplit_once(' ').unwrap_or(("", words));
    let whole = last.chars().count() >= Sought::BEGINNING
        && last.chars().all(char::is_alphanumeric)
        && head.matches('"').count() % 2 == 0
        && !last.eq_ignore_ascii_case("or");
    whole.then(|| (head.to_owned(), last.to_owned()))
}

/// A text in pieces, those that were looked for marked.
pub type Marked = Vec<(bool, String)>;

/// The part of a text around the first word that begins with one of these stems, with all such words marked; none where
/// there is no such word. Stems are in lower case; a word's form begins with its stem in Russian always and in English
/// but for a final `y`, which stems write as `i`.
#[must_use]
pub fn mark(words: &str, stems: &[String], around: usize) -> Option<Marked> {
    let line: Vec<char> = text::one_line(words, 20_000).chars().collect();
    let mut hits = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let word: Vec<char> =
            line.iter().skip(at).copied().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
        if word.is_empty() {
            at += 1;
            continue;
        }
        let plain: String = word.iter().flat_map(|c| c.to_lowercase()).collect::<String>().replace('ё', "е");
        if stems.iter().any(|stem| begins(&plain, stem)) {
            hits.push((at, at + word.len()));
        }
        at += word.len();
    }
    let (first, _) = hits.first()?;
    let from = first.saturating_sub(around / 3);
    let to = (from + around).min(line.len());
    let mut pieces: Marked = Vec::new();
    let cut =
        |from: usize, to: usize| -> String { line.iter().skip(from).take(to.saturating_sub(from)).collect() };
    if from > 0 {
        pieces.push((false, "…".to_owned()));
    }
    let mut at = from;
    for (start, end) in hits.into_iter().filter(|(start, end)| *start >= from && *end <= to) {
        pieces.push((false, cut(at, start)));
        pieces.push((true, cut(start, end)));
        at = end;
    }
    pieces.push((false, cut(at, to)));
    if to < line.len() {
        pieces.push((false, "…".to_owned()));
    }
    pieces.retain(|(_, piece)| !piece.is_empty());
    Some(pieces)
}

fn begins(word: &str, stem: &str) -> bool {
    !stem.is_empty()
        && (word.starts_with(stem)
            || stem
                .strip_suffix('i')
                .is_some_and(|rest| rest.len() > 2 && word.starts_with(&format!("{rest}y"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Sought {
        Sought::read(typed).expect("something to look for")
    }

    #[test]
    fn nothing_to_look_for_is_nothing() {
        for typed in ["", "  ", "\"\"\"", "%_\\", "\0\0", "🙂 🙃", "— … —"] {
            assert_eq!(Sought::read(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn numbers_telephones_orders_and_addresses_are_known() {
        assert_eq!(read("№ 1042").number, Some(1042));
        assert_eq!(read("99999999999999999999").number, None);
        assert!(read("+7 (916) 123-45-67").codes.contains(&"+9161234567".to_owned()));
        assert!(read("8 916 123-45-67").codes.contains(&"+9161234567".to_owned()));
        assert!(read("Ivan@Mail.example").codes.contains(&"@ivan@mail.example".to_owned()));
        assert_eq!(read("ЗК-7").codes, ["#зк-7"]);
        assert_eq!(read("o'r\\").codes_as_query(), "'#o''r\\\\'");
    }

    #[test]
    fn the_last_word_may_be_a_beginning() {
        assert_eq!(read("синий дива").beginning, Some(("синий".to_owned(), "дива".to_owned())));
        assert_eq!(read("ёлк").beginning, Some((String::new(), "елк".to_owned())));
        for typed in ["по", "\"синий диван", "диван -синий", "диван OR"] {
            assert_eq!(read(typed).beginning, None, "{typed}");
        }
    }

    #[test]
    fn found_words_are_marked_in_every_form() {
        let stems = ["доставк".to_owned(), "deliveri".to_owned()];
        let marked = mark("Жалоба: ДОСТАВКОЙ недоволен; late delivery.", &stems, 200).expect("found");
        let hits: Vec<_> = marked.iter().filter(|(hit, _)| *hit).map(|(_, piece)| piece.as_str()).collect();
        assert_eq!(hits, ["ДОСТАВКОЙ", "delivery"]);
        assert_eq!(mark("Всё хорошо", &stems, 200), None);
        let long = format!("{} доставка {}", "слово ".repeat(100), "слово ".repeat(100));
        let marked = mark(&long, &stems, 120).expect("found");
        assert!(marked.iter().map(|(_, piece)| piece.chars().count()).sum::<usize>() <= 122);
        assert_eq!(marked.first().map(|(_, piece)| piece.as_str()), Some("…"));
    }
}
