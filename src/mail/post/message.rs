//! From a letter to the bytes of a message: headers that cannot be injected into, two halves, one id.

use std::time::SystemTime;

use hmac::{Hmac, KeyInit, Mac};
use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Attachment, Mailbox, MultiPart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use sha2::Sha256;
use url::Host;

use super::{Outgoing, Party, PostError};

/// A message ready for any way out.
pub(super) struct Ready {
    pub from: Address,
    pub to: Address,
    pub raw: Vec<u8>,
    /// Sorts by time, and is the same for the same letter.
    pub file_name: String,
}

/// The Message-ID (without brackets) of a letter: the same for the same letter, not to be guessed for another.
///
/// `otklik-{letter id}-{first 8 bytes of HMAC-SHA-256 over id and host, hex}@{host}`.
#[must_use]
pub fn message_id(letter_id: i64, host: &str, key: &[u8]) -> String {
    let host = Host::parse(host).map_or_else(|_| "localhost".to_owned(), |host| host.to_string());
    let seal = match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mut mac) => {
            mac.update(format!("message-id\0{letter_id}\0{host}").as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
        // HMAC takes a key of any length; the type only does not say so.
        Err(_) => Vec::new(),
    };
    let hex: String = seal.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("otklik-{letter_id}-{hex}@{host}")
}

/// Whether a letter can be sent from or to this party.
pub(super) fn can_be_addressed(party: &Party) -> bool {
    mailbox(party, "the address").is_ok()
}

/// Writes the message, or says why it can never be sent.
pub(super) fn build(outgoing: &Outgoing) -> Result<Ready, PostError> {
    let from = mailbox(&outgoing.from, "the sender's address")?;
    let to = mailbox(&outgoing.to, "the recipient's address")?;
    let id = bare_id(&outgoing.message_id)?;
    let sender = match &outgoing.return_path {
        Some(address) => {
            let party = Party { name: None, address: address.clone() };
            mailbox(&party, "the address for returned letters")?.email
        }
        None => from.email.clone(),
    };
    let recipient = to.email.clone();
    let envelope = Envelope::new(Some(sender.clone()), vec![recipient.clone()])
        .map_err(|error| PostError::Unsendable(error.to_string()))?;

    let mut builder = Message::builder()
        .envelope(envelope)
        .from(from)
        .to(to)
        .subject(line(&outgoing.composed.subject))
        .date(SystemTime::from(outgoing.date))
        .raw_header(plain("Message-ID", format!("<{id}>")));
    if let Some(reply_to) = &outgoing.reply_to {
        builder = builder.reply_to(mailbox(reply_to, "the address for replies")?);
    }
    if let Some(answered) = &outgoing.in_reply_to {
        builder = builder.raw_header(plain("In-Reply-To", format!("<{}>", bare_id(answered)?)));
    }
    if let Some(references) = references(outgoing)? {
        builder = builder.raw_header(plain("References", references));
    }
    if let Some(url) = &outgoing.composed.list_unsubscribe {
        let by_mail = outgoing.unsubscribe_by_mail.as_deref().filter(|address| {
            address.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>,?&".contains(&byte))
        });
        let by_mail =
            by_mail.map_or_else(String::new, |address| format!(", <mailto:{address}?subject=unsubscribe>"));
        builder = builder
            .raw_header(plain("List-Unsubscribe", format!("<{}>{by_mail}", fenced(url.as_str()))))
            .raw_header(plain("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
    }
    if outgoing.auto_submitted {
        builder = builder.raw_header(plain("Auto-Submitted", "auto-generated".to_owned()));
    }
    let halves =
        MultiPart::alternative_plain_html(outgoing.composed.text.clone(), outgoing.composed.html.clone());
    let whole = if outgoing.files.is_empty() {
        halves
    } else {
        let mut mixed = MultiPart::mixed().multipart(halves);
        for file in &outgoing.files {
            let kind = ContentType::parse(&file.media_type)
                .map_err(|_| PostError::Unsendable("a file is of no media type".to_owned()))?;
            mixed = mixed.singlepart(Attachment::new(line(&file.name)).body(file.content.clone(), kind));
        }
        mixed
    };
    let message = builder.multipart(whole).map_err(|error| PostError::Unsendable(error.to_string()))?;
    Ok(Ready { from: sender, to: recipient, raw: message.formatted(), file_name: file_name(outgoing, id) })
}

fn mailbox(party: &Party, whose: &str) -> Result<Mailbox, PostError> {
    let unsendable = |what: &str| PostError::Unsendable(format!("{whose} {what}"));
    let (local, domain) = party.address.trim().rsplit_once('@').ok_or_else(|| unsendable("has no @"))?;
    if !local.is_ascii() {
        // Few servers take such a mailbox (SMTPUTF8), and a bounce would come late or never.
        return Err(unsendable("has letters outside ASCII before the @"));
    }
    let domain = Host::parse(domain).map_err(|_| unsendable("has a domain that is none"))?.to_string();
    let email = Address::new(local, domain).map_err(|_| unsendable("is not an address"))?;
    let name = party.name.as_deref().map(line).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, email))
}

/// Text for a header: one line without control characters. A CR LF in it would begin a header of its own.
fn line(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let words: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// A header whose value is known to be printable ASCII and is written on one line: folding may break a link.
fn plain(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

/// Whether this can stand as an id in a header of ours: what strangers write there is often none.
#[must_use]
pub fn is_message_id(bare: &str) -> bool {
    bare.len() <= 250
        && bare.contains('@')
        && bare.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'\\'))
}

fn bare_id(id: &str) -> Result<&str, PostError> {
    let bare = id.trim().trim_start_matches('<').trim_end_matches('>');
    if is_message_id(bare) {
        Ok(bare)
    } else {
        Err(PostError::Unsendable("a message id is malformed".to_owned()))
    }
}

/// The thread, folded one id a line. Ids that others wrote badly are left out: a thread is a comfort, no duty.
fn references(outgoing: &Outgoing) -> Result<Option<String>, PostError> {
    let mut ids: Vec<String> = Vec::new();
    let all = outgoing.references.iter().chain(&outgoing.in_reply_to);
    for id in all.filter_map(|id| bare_id(id).ok()) {
        let id = format!("<{id}>");
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok((!ids.is_empty()).then(|| ids.join("\r\n ")))
}

/// A link between angle brackets must hold none itself.
fn fenced(url: &str) -> String {
    url.chars()
        .filter(char::is_ascii_graphic)
        .map(|letter| match letter {
            '<' => "%3C".to_owned(),
            '>' => "%3E".to_owned(),
            other => other.to_string(),
        })
        .collect()
}

fn file_name(outgoing: &Outgoing, id: &str) -> String {
    let tame: String = id
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || "@.-_".contains(letter) { letter } else { '_' })
        .take(150)
        .collect();
    format!("{}-{tame}.eml", outgoing.date.format("%Y%m%dT%H%M%S%3fZ"))
}
