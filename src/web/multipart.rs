//! The parts of a posted form, with files (`multipart/form-data`, RFC 7578) or without: names, words and bytes.

/// What was posted, in its order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts {
    parts: Vec<Part>,
    /// The field and the name of the file in which a body ended that was larger than is read.
    cut: Option<(String, String)>,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Part {
    name: String,
    /// Of a file, as it was called where it came from.
    file_name: Option<String>,
    bytes: Vec<u8>,
}

/// More parts than any form here has.
const MOST: usize = 300;

impl Parts {
    /// Reads a body by its content type; `None` where it is not what it says, or holds too many parts.
    #[must_use]
    pub fn read(content_type: &str, body: &[u8]) -> Option<Self> {
        let Some(boundary) = boundary(content_type)? else {
            let pairs = url::form_urlencoded::parse(body);
            let parts = pairs
                .map(|(name, value)| Part {
                    name: name.into_owned(),
                    file_name: None,
                    bytes: value.into_owned().into_bytes(),
                })
                .take(MOST)
                .collect();
            return Some(Self { parts, cut: None });
        };
        multipart(boundary, body).filter(|parts| parts.cut.is_none())
    }

    /// Reads the beginning of a body that is larger than is read: all that came whole before the file that it ends in;
    /// `None` where it does not end in a file.
    #[must_use]
    pub fn read_beginning(content_type: &str, body: &[u8]) -> Option<Self> {
        multipart(boundary(content_type)??, body).filter(|parts| parts.cut.is_some())
    }

    /// The name of the file of this field in which a body ended that was larger than is read.
    #[must_use]
    pub fn cut(&self, name: &str) -> Option<&str> {
        self.cut.as_ref().filter(|(field, _)| field == name).map(|(_, file)| file.as_str())
    }

    /// The bytes of the first part of this name: of a file, what was chosen.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.parts.iter().find(|part| part.name == name).map(|part| part.bytes.as_slice())
    }

    /// The files that were chosen in a field, with the names that they came by. A browser sends one without name and
    /// bytes where none was chosen.
    pub fn files<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.parts.iter().filter(move |part| part.name == name).filter_map(|part| {
            let file_name = part.file_name.as_deref()?;
            (!file_name.is_empty() || !part.bytes.is_empty()).then_some((file_name, part.bytes.as_slice()))
        })
    }

    /// Everything that is no file, by its name; what is no UTF-8 shows as such.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        let fields = self.parts.iter().filter(|part| part.file_name.is_none());
        fields.map(|part| (part.name.clone(), String::from_utf8_lossy(&part.bytes).into_owned())).collect()
    }

    /// The words of the first part of this name; what is no UTF-8 shows as such.
    #[must_use]
    pub fn words(&self, name: &str) -> String {
        String::from_utf8_lossy(self.bytes(name).unwrap_or_default()).into_owned()
    }
}

/// What stands between the parts of such a form; none where it is a form of another kind.
fn boundary(content_type: &str) -> Option<Option<&str>> {
    let (kind, rest) = content_type.split_once(';').unwrap_or((content_type, ""));
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return Some(None);
    }
    let found = rest.split(';').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
    });
    found.map(Some)
}

fn multipart(boundary: &str, body: &[u8]) -> Option<Parts> {
    if boundary.is_empty() || boundary.len() > 70 {
        return None;
    }
    let mark = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(mark.get(2..)?.as_bytes())?;
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let (head, after) = parted(part, b"\r\n\r\n")?;
        let head = std::str::from_utf8(head).ok()?;
        let (name, file_name) = (value(head, "name")?, value(head, "filename"));
        let Some((content, after)) = parted(after, mark.as_bytes()) else {
            return Some(Parts { parts, cut: Some((name, file_name?)) });
        };
        parts.push(Part { name, file_name, bytes: content.to_vec() });
        if parts.len() > MOST {
            return None;
        }
        rest = after;
    }
    rest.starts_with(b"--").then_some(Parts { parts, cut: None })
}

fn parted<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = memchr::memmem::find(bytes, mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

/// The name of a part, or that of its file: browsers write `%22` for a quote in it, so it ends at the next one.
fn value(head: &str, key: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let (_, after) = line.split_once(&format!("; {key}=\""))?;
    after.split_once('"').map(|(value, _)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "multipart/form-data; boundary=xYz";

    fn read(body: &[u8]) -> Option<Parts> {
        Parts::read(KIND, body)
    }

    #[test]
    fn words_and_bytes_come_whole() {
        let body = b"--xYz\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n\xd0\xa7\xd0\xb0\xd0\xb9\r\n--xYz\r\n\
                     Content-Disposition: form-data; name=\"logo\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\
                     \x89PNG\r\n\x1a\n\r\n--xY\0\r\n--xYz--\r\n";
        let parts = read(body);
        assert_eq!(parts.as_ref().map(|parts| parts.words("name")), Some("Чай".to_owned()));
        let logo = parts.as_ref().and_then(|parts| parts.bytes("logo"));
        assert_eq!(logo, Some(&b"\x89PNG\r\n\x1a\n\r\n--xY\0"[..]));
        assert_eq!(parts.as_ref().and_then(|parts| parts.bytes("other")), None);
    }

    #[test]
    fn what_breaks_off_is_refused() {
        for body in [
            &b""[..],
            b"--xYz",
            b"--xYz\r\n",
            b"--xYz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb",
            b"--xYz\r\nContent-Disposition: form-data\r\n\r\nb\r\n--xYz--",
            b"--other\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--other--",
        ] {
            assert_eq!(read(body), None, "{body:?}");
        }
        assert_eq!(Parts::read("multipart/form-data", b"--xYz--"), None);
    }

    #[test]
    fn what_came_before_a_file_that_is_too_large_is_kept() {
        let words = b"--xYz\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\nb\r\n";
        let file =
            b"--xYz\r\nContent-Disposition: form-data; name=\"new\"; filename=\"a.png\"\r\n\r\n\x89PNG\r\n--xY";
        let parts = Parts::read_beginning(KIND, &[&words[..], file].concat()).expect("a beginning");
        assert_eq!(
            (parts.words("body").as_str(), parts.cut("new"), parts.cut("old")),
            ("b", Some("a.png"), None)
        );
        assert_eq!(read(&[&words[..], file].concat()), None);
        // What is whole, or ends in words, is no such beginning.
        let whole = [&words[..], b"--xYz--\r\n"].concat();
        assert_eq!(Parts::read_beginning(KIND, &whole), None);
        assert_eq!(Parts::read_beginning(KIND, &words[..words.len() - 2]), None);
    }

    #[test]
    fn a_form_without_files_is_read_too() {
        let parts = Parts::read("application/x-www-form-urlencoded", b"name=%D0%A7+b&name=c");
        assert_eq!(parts.map(|parts| parts.words("name")), Some("Ч b".to_owned()));
    }
}
