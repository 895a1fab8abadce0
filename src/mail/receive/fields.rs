//! Fields as in headers, in groups with blank lines between: the shape of reports that mail servers write.

/// The most groups and fields that are read: each recipient has a group, and our letters have one recipient.
const MOST_GROUPS: usize = 200;
const MOST_FIELDS: usize = 200;
/// The longest value that is kept, in bytes.
const LONGEST_VALUE: usize = 4_000;

/// One group: names in lower case, values unfolded.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// The groups of a report, those without any field left out.
pub fn groups(raw: &[u8]) -> Vec<Fields> {
    let text = String::from_utf8_lossy(raw);
    let mut found = Vec::new();
    let mut group = Fields::default();
    for line in text.lines() {
        if line.trim().is_empty() {
            if !group.0.is_empty() {
                found.push(std::mem::take(&mut group));
            }
            if found.len() >= MOST_GROUPS {
                return found;
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.0.last_mut().filter(|(_, value)| value.len() < LONGEST_VALUE) {
                value.push(' ');
                value.push_str(shortened(line.trim()));
            }
        } else if let Some((name, value)) = line.split_once(':').filter(|_| group.0.len() < MOST_FIELDS) {
            group.0.push((name.trim().to_ascii_lowercase(), shortened(value.trim()).to_owned()));
        }
    }
    if !group.0.is_empty() {
        found.push(group);
    }
    found
}

fn shortened(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST_VALUE)).unwrap_or_default()
}

/// The address in a field: `rfc822; anna@example.ru`, `<anna@example.ru>`, `RFC822;<anna@example.ru> (gone)`.
pub fn address(value: &str) -> Option<String> {
    let value = value.split_once(';').map_or(value, |(_, address)| address);
    let bare = match value.split_once('<').and_then(|(_, rest)| rest.split_once('>')) {
        Some((inner, _)) => inner,
        None => value.split_whitespace().find(|word| word.contains('@'))?,
    };
    Some(bare.trim().to_lowercase()).filter(|address| address.contains('@') && address.len() <= 320)
}

#[cfg(test)]
mod tests {
    use super::{address, groups};

    #[test]
    fn folded_fields_and_blank_lines_are_understood() {
        let read =
            groups(b"A: 1\r\nB: x\r\n\ty\r\n\r\n \r\nFinal-Recipient : rfc822; a@b.ru\r\nno field\r\na:2");
        let [first, second] = read.as_slice() else { panic!("{read:?}") };
        assert_eq!((first.first("a"), first.first("b")), (Some("1"), Some("x y")));
        assert_eq!(second.first("final-recipient"), Some("rfc822; a@b.ru"));
        assert_eq!(second.first("a"), Some("2"));
        assert!(groups(b"\0\xff\n\n").is_empty());
    }

    #[test]
    fn addresses_are_found_in_every_dress() {
        for text in
            ["rfc822; Anna@b.ru", "rfc822;<anna@b.ru>", "<anna@b.ru>", "anna@b.ru", "utf-8; anna@b.ru (gone)"]
        {
            assert_eq!(address(text).as_deref(), Some("anna@b.ru"), "{text}");
        }
        for text in ["", "rfc822;", "x-local; anna", "<>"] {
            assert_eq!(address(text), None, "{text}");
        }
    }
}
