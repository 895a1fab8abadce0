//! The parts of a posted form, with files (`multipart/form-data`, RFC 7578) or without: names, words and bytes.

/// What was posted, in its order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts(Vec<(String, Vec<u8>)>);

/// More parts than any form here has.
const MOST: usize = 64;

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
                .map(|(name, value)| (name.into_owned(), value.into_owned().into_bytes()))
                .take(MOST)
                .collect()
        };
        Some(Self(parts))
    }

    /// The bytes of the first part of this name: of a file, what was chosen.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|(one, _)| one == name).map(|(_, bytes)| bytes.as_slice())
    }

    /// The words of the first part of this name; what is no UTF-8 shows as such.
    #[must_use]
    pub fn words(&self, name: &str) -> String {
        String::from_utf8_lossy(self.bytes(name).unwrap_or_default()).into_owned()
    }
}

fn multipart(boundary: &str, body: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    if boundary.is_empty() || boundary.len() > 70 {
        return None;
    }
    let mark = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(mark.get(2..)?.as_bytes())?;
    let mut parts = Vec::new();
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let (head, after) = parted(part, b"\r\n\r\n")?;
        let (content, after) = parted(after, mark.as_bytes())?;
        parts.push((name(std::str::from_utf8(head).ok()?)?, content.to_vec()));
        if parts.len() > MOST {
            return None;
        }
        rest = after;
    }
    rest.starts_with(b"--").then_some(parts)
}

fn parted<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(mark.len()).position(|window| window == mark)?;
    Some((bytes.get(..at)?, bytes.get(at + mark.len()..)?))
}

/// The name of a part: browsers write `%22` for a quote in it, so it ends at the next one.
fn name(head: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let (_, after) = line.split_once("; name=\"")?;
    after.split_once('"').map(|(name, _)| name.to_owned())
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
