//! A delivery status (RFC 3464, 2.3), its recipients taken together: our letters have one.

use super::fields::{Fields, address, groups};
use crate::{domain::bounce::EnhancedStatus, mail::post::mask_addresses};

/// The longest explanation kept, in characters.
const LONGEST_WORDS: usize = 300;
/// The most addresses of one status.
const MOST_ADDRESSES: usize = 20;

/// What was done with a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Failed,
    Delayed,
    /// Delivered, relayed or expanded: nothing is wrong.
    Arrived,
}

impl Action {
    fn parse(text: &str) -> Option<Self> {
        match text.split([' ', '(', ';']).next()?.to_ascii_lowercase().as_str() {
            "failed" => Some(Self::Failed),
            "delayed" => Some(Self::Delayed),
            "delivered" | "relayed" | "expanded" => Some(Self::Arrived),
            _ => None,
        }
    }
}

/// What became of one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub action: Action,
    pub code: Option<EnhancedStatus>,
    /// Those whom it was for, as written and as it ended up; in lower case.
    pub recipients: Vec<String>,
    /// What the other server said, addresses masked.
    pub words: String,
}

impl Status {
    /// Reads a status. Where recipients fared differently the kindest counts: somebody has it.
    /// `None` where no group says what was done.
    pub fn read(raw: &[u8]) -> Option<Self> {
        let groups = groups(raw);
        let mut told: Option<Self> = None;
        let mut recipients = Vec::new();
        for group in &groups {
            let Some(action) = group.first("action").and_then(Action::parse) else { continue };
            for name in ["original-recipient", "final-recipient"] {
                recipients.extend(group.all(name).filter_map(address));
            }
            let status = of_group(action, group);
            if told.as_ref().is_none_or(|told| kindness(&status) > kindness(told)) {
                told = Some(status);
            }
        }
        recipients.truncate(MOST_ADDRESSES);
        told.map(|told| Self { recipients, ..told })
    }
}

fn of_group(action: Action, group: &Fields) -> Status {
    let diagnostic = group.first("diagnostic-code").unwrap_or_default();
    let said = diagnostic.split_once(';').map_or(diagnostic, |(_, said)| said).trim();
    let code = group.first("status").and_then(EnhancedStatus::parse);
    // Postfix and others write X.0.0 where the answer they quote had no code, or one they did not take over.
    let quoted = || {
        let rest = said.trim_start_matches(|c: char| c.is_ascii_digit());
        EnhancedStatus::parse(rest.trim_start_matches([' ', '-', '#']))
    };
    let code = match code {
        Some(code) if (code.subject, code.detail) == (0, 0) => {
            quoted().filter(|quoted| quoted.class == code.class).or(Some(code))
        }
        other => other,
    };
    let words = if said.is_empty() { group.first("status").unwrap_or_default() } else { said };
    Status { action, code, recipients: Vec::new(), words: tidy(words) }
}

fn kindness(status: &Status) -> u8 {
    match (status.action, status.code) {
        (Action::Arrived, _) => 4,
        (Action::Delayed, _) => 3,
        (Action::Failed, Some(code)) if code.class == 4 => 2,
        (Action::Failed, Some(code)) if code.condemns_address() => 0,
        (Action::Failed, _) => 1,
    }
}

/// One line, not endless, no whole address.
fn tidy(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    mask_addresses(&line).chars().take(LONGEST_WORDS).collect()
}

#[cfg(test)]
mod tests {
    use super::{Action, Status};

    fn read(text: &str) -> Option<(Action, Option<String>)> {
        Status::read(text.as_bytes()).map(|status| (status.action, status.code.map(|code| code.to_string())))
    }

    #[test]
    fn the_kindest_of_several_recipients_counts() {
        let one = |action: &str, status: &str| format!("Action: {action}\nStatus: {status}\n\n");
        let hard = one("failed", "5.1.1");
        assert_eq!(read(&hard), Some((Action::Failed, Some("5.1.1".into()))));
        assert_eq!(
            read(&(hard.clone() + &one("failed", "4.2.2"))),
            Some((Action::Failed, Some("4.2.2".into())))
        );
        assert_eq!(read(&(one("delivered", "2.0.0") + &hard)), Some((Action::Arrived, Some("2.0.0".into()))));
        assert_eq!(read(&(one("delayed", "4.4.1") + &hard)), Some((Action::Delayed, Some("4.4.1".into()))));
        assert_eq!(read("Status: 5.1.1\n"), None);
        assert_eq!(read("Action: lost\n"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn a_code_that_says_nothing_gives_way_to_the_answer_it_quotes() {
        let of =
            |answer: &str| read(&format!("Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; {answer}\n"));
        assert_eq!(of("550 5.1.1 no such user"), Some((Action::Failed, Some("5.1.1".into()))));
        assert_eq!(of("550-5.1.1 no such user"), Some((Action::Failed, Some("5.1.1".into()))));
        assert_eq!(of("550 no such user"), Some((Action::Failed, Some("5.0.0".into()))));
        assert_eq!(of("450 4.2.2 full"), Some((Action::Failed, Some("5.0.0".into()))));
    }
}
