//! What a customer is called: Russian surnames in both forms, and an address in Latin letters.

/// The form of a surname that a woman bears.
#[must_use]
pub fn feminine(surname: &str) -> String {
    if let Some(stem) = surname.strip_suffix("ский") {
        return format!("{stem}ская");
    }
    let declines = ["ов", "ев", "ёв", "ин"].iter().any(|ending| surname.ends_with(ending));
    if declines { format!("{surname}а") } else { surname.to_owned() }
}

/// In Latin letters, as addresses are written.
#[must_use]
pub fn latin(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "g",
            'д' => "d",
            'е' | 'ё' | 'э' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' => "i",
            'й' | 'ы' => "y",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ю' => "yu",
            'я' => "ya",
            _ => "",
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_follow_their_ending() {
        for (his, hers) in [
            ("Соколов", "Соколова"),
            ("Киселёв", "Киселёва"),
            ("Ильин", "Ильина"),
            ("Покровский", "Покровская"),
            ("Шевченко", "Шевченко"),
            ("Черных", "Черных"),
            ("Мельник", "Мельник"),
            ("Левитан", "Левитан"),
        ] {
            assert_eq!(feminine(his), hers);
        }
    }

    #[test]
    fn addresses_are_latin() {
        assert_eq!(latin("Щербаков"), "shcherbakov");
        assert_eq!(latin("Пономарёв"), "ponomarev");
    }
}
