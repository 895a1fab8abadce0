//! The parts of a posted form, with files (`multipart/form-data`, RFC 7578) or without: names, words and bytes.

/// What was posted, in its order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts(Vec<Part>);

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
        let (kind, rest) = content_type.split_once(';').unwrap_or((content_type, ""));
        let parts: Vec<_> = if kind.trim().eq_ignore_ascii_case("multipart/form-data") {
            let boundary = rest.split(';').find_map(|pair| {
                let (name, value) = pair.split_once('=')?;
                name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
            })?;
            multipart(boundary, body)?
        } else {
            let pairs = url::form_urlencoded::parse(body);
            pairs
                .map(|(name, value)| Part {
                    name: name.into_owned(),
                    file_name: None,
                    bytes: value.into_owned().into_bytes(),
                })
                .take(MOST)
                .collect()
        };
        Some(Self(parts))
    }

    /// The bytes of the first part of this name: of a file, what was chosen.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|part| part.name == name).map(|part| part.bytes.as_slice())
    }

    /// The files that were chosen in a field, with the names that they came by. A browser sends one without name and
    /// bytes where none was chosen.
    pub fn files<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.0.iter().filter(move |part| part.name == name).filter_map(|part| {
            let file_name = part.file_name.as_deref()?;
            (!file_name.is_empty() || !part.bytes.is_empty()).then_some((file_name, part.bytes.as_slice()))
        })
    }

    /// Everything that is no file, by its name; what is no UTF-8 shows as such.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        let fields = self.0.iter().filter(|part| part.file_name.is_none());
        fields.map(|part| (part.name.clone(), String::from_utf8_lossy(&part.bytes).into_owned())).collect()
    }

    /// The words of the first part of this name; what is no UTF-8 shows as such.
    #[must_use]
    pub fn words(&self, name: &str) -> String {
        String::from_utf8_lossy(self.bytes(name).unwrap_or_default()).into_owned()
    }
}

fn multipart(boundary: &str, body: &[u8]) -> Option<Vec<Part>> {
    if boundary.is_empty() || boundary.len() > 70 {
        return None;
    }
    let mark = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(mark.get(2..)?.as_bytes())?;
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let (head, after) = parted(part, b"\r\n\r\n")?;
        let (content, after) = parted(after, mark.as_bytes())?;
        let head = std::str::from_utf8(head).ok()?;
        parts.push(Part {
            name: value(head, "name")?,
            file_name: value(head, "filename"),
            bytes: content.to_vec(),
        });
        if parts.len() > MOST {
            return None;
        }
        rest = after;
    }
    rest.starts_with(b"--").then_some(parts)
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
    fn a_form_without_files_is_read_too() {
        let parts = Parts::read("application/x-www-form-urlencoded", b"name=%D0%A7+b&name=c");
        assert_eq!(parts.map(|parts| parts.words("name")), Some("Ч b".to_owned()));
    }
}
