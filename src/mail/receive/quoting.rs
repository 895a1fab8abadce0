//! What somebody wrote in a letter, without what they answer to: quotes and signatures as mail programs add them.
//!
//! In doubt it keeps: words between quotes, a forwarded letter, a letter of nothing but a quote.

/// Longer lines and pairs of lines introduce no quote, in bytes.
const LONGEST_INTRODUCTION: usize = 500;
/// Lines that one introduction is wrapped into at most.
const MOST_LINES: usize = 3;
/// Verbs that introduce a quote.
const WROTE: [&str; 8] =
    ["wrote:", "writes:", "пишет:", "писал:", "писала:", "писал(а):", "написал:", "написала:"];
/// What stands between dashes above the letter that is answered. A forwarded one is what somebody wants to be read.
const ORIGINAL: [&str; 4] =
    ["original message", "исходное сообщение", "original appointment", "reply message"];
/// How mail programs of telephones sign.
const SENT_FROM: [&str; 6] = [
    "sent from my ",
    "sent from yahoo",
    "отправлено с ",
    "отправлено из ",
    "get outlook for ",
    "скачать outlook для ",
];

/// The words of the letter's own author.
#[must_use]
pub fn own_words(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut end = (0..lines.len()).find_map(|at| quote_begins(&lines, at)).unwrap_or(lines.len());
    let is_over = |line: &str| line.trim().is_empty() || is_quoted(line);
    end = shortened(&lines, end, is_over);
    let signature = lines.iter().take(end).rposition(|line| line.trim_end() == "--");
    // A line of two dashes high above the end is a line of the letter.
    if let Some(at) = signature.filter(|at| end - at <= 12) {
        end = at;
    }
    let is_left_over = |line: &str| {
        let line = line.trim().to_lowercase();
        line.chars().all(|letter| matches!(letter, '_' | '-' | ' '))
            || SENT_FROM.iter().any(|words| line.starts_with(words))
    };
    end = shortened(&lines, end, is_left_over);
    let own = lines.iter().take(end).copied().collect::<Vec<_>>().join("\n");
    if own.trim().is_empty() { text.trim().to_owned() } else { own.trim().to_owned() }
}

/// The end without the lines before it that are such.
fn shortened(lines: &[&str], end: usize, such: impl Fn(&str) -> bool) -> usize {
    lines.iter().take(end).rposition(|line| !such(line)).map_or(0, |last| last + 1)
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Where a quote begins whose introduction ends with this line, or whose headers begin with it.
fn quote_begins(lines: &[&str], at: usize) -> Option<usize> {
    let line = lines.get(at).map(|line| line.trim())?;
    if line.is_empty() || line.len() > LONGEST_INTRODUCTION || is_quoted(line) {
        return None;
    }
    let rest = lines.get(at + 1..).unwrap_or_default();
    if line.starts_with("--") {
        let inner = line.trim_matches(['-', ' ']).to_lowercase();
        return ORIGINAL.contains(&inner.as_str()).then_some(at);
    }
    if is_header(line, &["From:", "От:"]) {
        let dated =
            rest.iter().take(4).any(|next| is_header(next, &["Sent:", "Date:", "Отправлено:", "Дата:"]));
        return dated.then_some(at);
    }
    if !line.ends_with(':') || is_answered_between(rest) {
        return None;
    }
    // Wrapped introductions are as long as they must be to make sense, so that the line above is not taken for a part.
    (0..MOST_LINES).filter_map(|before| at.checked_sub(before)).find(|from| {
        let some = lines.get(*from..=at).unwrap_or_default();
        let begins = some.first().is_some_and(|first| !first.trim_start().starts_with('<'));
        begins
            && some.iter().all(|one| !one.trim().is_empty() && !is_quoted(one))
            && introduces(&some.join(" "))
    })
}

fn is_header(line: &str, names: &[&str]) -> bool {
    let line = line.trim().trim_start_matches('*');
    names.iter().any(|name| line.starts_with(name))
}

/// `On Mon, 23 Nov 2026 at 10:00, Care <care@shop.example> wrote:`, `23.11.2026, 10:00, "Лавка" <care@shop.example>:`.
fn introduces(line: &str) -> bool {
    let line = line.trim();
    if line.len() > LONGEST_INTRODUCTION || !line.ends_with(':') {
        return false;
    }
    let lower = line.to_lowercase();
    let dated = line.chars().any(|letter| letter.is_ascii_digit());
    let wrote = WROTE.iter().any(|verb| lower.ends_with(verb));
    dated && (wrote || (line.ends_with(">:") && line.contains('@')))
}

/// Whether own words stand below quoted ones.
fn is_answered_between(rest: &[&str]) -> bool {
    let mut written = rest.iter().filter(|line| !line.trim().is_empty());
    written.next().is_some_and(|first| is_quoted(first))
        && written.take_while(|line| line.trim_end() != "--").any(|line| !is_quoted(line))
}

#[cfg(test)]
mod tests {
    use super::own_words;

    #[test]
    fn a_quote_below_is_cut_however_it_is_introduced() {
        for below in [
            "On Mon, Nov 23, 2026 at 10:00 AM Лавка <care@shop.example> wrote:\n\n> Здравствуйте!\n> Разберёмся.",
            "On Mon, Nov 23, 2026 at 10:00 AM Лавка\n<care@shop.example> wrote:\n> Здравствуйте!",
            "вс, 22 нояб. 2026 г. в 10:00, Лавка <care@shop.example>:\n\n> Здравствуйте!",
            "22.11.2026, 10:00, \"Лавка\" <care@shop.example>:\nЗдравствуйте!\nРазберёмся.",
            "Воскресенье, 22 ноября 2026, 10:00 +03:00 от Лавка <care@shop.example>:\n \n> Здравствуйте!",
            "22 ноября 2026 г. 10:00 Лавка пишет:\n> Здравствуйте!",
            "22.11.2026 10:00, Лавка написал(а):\n> Здравствуйте!".replace("написал(а)", "писал(а)").as_str(),
            "-----Original Message-----\nFrom: Лавка\nSent: Monday\n\nЗдравствуйте!",
            "-------- Исходное сообщение --------\nОт: Лавка\n\nЗдравствуйте!",
            "________________________________\nОт: Лавка <care@shop.example>\nОтправлено: 22 ноября\nКому: Анна\n\nЗдравствуйте!",
            "From: Care\nSent: Monday, November 23\nTo: Anna\nSubject: Re\n\nHello",
            "> Здравствуйте!\n> Разберёмся.",
        ] {
            assert_eq!(own_words(&format!("Спасибо, жду.\n\n{below}\n")), "Спасибо, жду.", "{below}");
        }
    }

    #[test]
    fn signatures_go() {
        assert_eq!(own_words("Жду.\n\n-- \nАнна\n+7 900"), "Жду.");
        assert_eq!(own_words("Жду.\n--\nАнна\n\n> Здравствуйте!"), "Жду.");
        assert_eq!(own_words("Жду.\n\nОтправлено с iPhone"), "Жду.");
        assert_eq!(
            own_words("Waiting.\n\nSent from my iPhone\n\nOn 23.11.2026, Care wrote:\n> Hello"),
            "Waiting."
        );
    }

    #[test]
    fn in_doubt_everything_is_kept() {
        for whole in [
            "On 23.11.2026 Care wrote:\n> Когда привезли?\nВчера.\n> Что сломано?\nНожка.",
            "> Когда привезли?\nВчера.",
            "---------- Forwarded message ---------\nFrom: Склад\nSubject: Заказ\n\nВезём завтра.",
            "> только цитата",
            "Привезли 22.11.2026, мастер сказал так:\nсломано.",
            "Отправлено с опозданием, и вот почему.\nПодробности ниже.",
            "",
        ] {
            assert_eq!(own_words(whole), whole, "{whole}");
        }
    }

    #[test]
    fn a_line_of_a_megabyte_is_a_line() {
        let line = "о".repeat(500_000);
        assert_eq!(own_words(&line), line);
        let many = "а:\n".repeat(200_000);
        assert_eq!(own_words(&many).len(), many.len() - 1);
    }
}
