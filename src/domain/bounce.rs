//! What a refusal or a later return of a letter says: of the address, of this one letter, or only of the moment.

use std::fmt;

use chrono::Duration;

/// An enhanced mail system status code: `class.subject.detail` (RFC 3463, 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnhancedStatus {
    /// 2 success, 4 for now, 5 for good.
    pub class: u8,
    /// What it is about: 1 addressing, 2 mailbox, 3 system, 4 network, 5 protocol, 6 content, 7 policy.
    pub subject: u16,
    /// What about it.
    pub detail: u16,
}

impl EnhancedStatus {
    /// Reads a code at the beginning of a text, as in `5.1.1 (no such user)`. `None` where there is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let word: &str = text.trim_start().split(|c: char| !c.is_ascii_digit() && c != '.').next()?;
        let mut parts = word.trim_end_matches('.').split('.');
        let class = parts.next()?.parse().ok().filter(|class| matches!(class, 2 | 4 | 5))?;
        let mut number = || {
            let digits = parts.next().filter(|digits| (1..=3).contains(&digits.len()))?;
            digits.parse::<u16>().ok()
        };
        let status = Self { class, subject: number()?, detail: number()? };
        parts.next().is_none().then_some(status)
    }

    /// The first code in what a mail server said, as in `550 5.1.1 no such user`.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        text.split([' ', '-', '#', '(']).find_map(Self::parse)
    }

    /// Whether the code says that no letter to this address will ever arrive.
    ///
    /// | code | RFC 3463 (3.2, 3.3), RFC 7505 | says |
    /// | --- | --- | --- |
    /// | X.1.1 | bad destination mailbox address | no such mailbox |
    /// | X.1.2 | bad destination system address | no such domain, or it takes no mail |
    /// | X.1.3 | bad destination mailbox address syntax | it is no address there |
    /// | X.1.6 | destination mailbox has moved, no forwarding address | nobody there any more |
    /// | X.1.10 | recipient address has null MX | the domain wants no mail |
    /// | X.2.1 | mailbox disabled, not accepting messages | closed |
    ///
    /// The other codes of the two subjects do not: X.1.0 is used for refused senders, X.1.4 is a fault of their
    /// directory, X.1.7 and X.1.8 speak of the sender, X.2.2 is a full mailbox, X.2.3 a letter too large for it.
    /// Network (X.4), content (X.6) and policy (X.7) say nothing of the address.
    #[must_use]
    pub fn condemns_address(self) -> bool {
        matches!((self.subject, self.detail), (1, 1 | 2 | 3 | 6 | 10) | (2, 1))
    }
}

impl fmt::Display for EnhancedStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

/// What follows from a letter that did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing sent to this address will arrive.
    Hard,
    /// This letter will not, and the address may be as good as ever.
    Refused,
    /// It may arrive later.
    Soft,
}

/// The verdict of a status code on a letter given up by whoever carried it.
///
/// Only a code that says so condemns an address. Without one (`None`), or with X.0.0, nothing is known of it.
#[must_use]
pub fn verdict(status: Option<EnhancedStatus>) -> Verdict {
    match status {
        Some(status) if status.class == 4 => Verdict::Soft,
        Some(status) if status.class == 5 && status.condemns_address() => Verdict::Hard,
        _ => Verdict::Refused,
    }
}

/// The verdict on a refusal for good of one recipient in the conversation itself (RFC 5321, 4.2.3): where the answer
/// has no enhanced code, 550, 551 and 553 to `RCPT TO` mean that there is no such mailbox.
#[must_use]
pub fn verdict_of_answer(code: u16, text: &str) -> Verdict {
    match EnhancedStatus::parse(text) {
        Some(status) if status.class == 5 && status.condemns_address() => Verdict::Hard,
        None if matches!(code, 550 | 551 | 553) => Verdict::Hard,
        _ => Verdict::Refused,
    }
}

/// Hours from a soft return to the next try: a mailbox is cleared out in a day or in some days, or nobody reads it.
const SOFT_PAUSES: [i64; 3] = [4, 24, 72];

/// How long a letter that came back softly waits, having come back so many times before; `None`: it is given up.
#[must_use]
pub fn soft_pause(returned_before: i64) -> Option<Duration> {
    let place = usize::try_from(returned_before).ok()?;
    SOFT_PAUSES.get(place).copied().map(Duration::hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_with_what_follows_them() {
        for (text, shown) in [
            ("5.1.1", Some("5.1.1")),
            (" 5.1.10 (null MX)", Some("5.1.10")),
            ("4.2.2 mailbox full", Some("4.2.2")),
            ("5.7.606, access denied", Some("5.7.606")),
            ("5.0.0.", Some("5.0.0")),
            ("550 5.1.1", None),
            ("5.1", None),
            ("5.1.1.1", None),
            ("3.1.1", None),
            ("5.1.1234", None),
            ("10.0.0.1", None),
            ("", None),
            ("пять", None),
        ] {
            assert_eq!(
                EnhancedStatus::parse(text).map(|status| status.to_string()).as_deref(),
                shown,
                "{text}"
            );
        }
    }

    #[test]
    fn only_codes_of_the_address_condemn_it() {
        let of = |text: &str| verdict(EnhancedStatus::parse(text));
        for text in ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"] {
            assert_eq!(of(text), Verdict::Hard, "{text}");
        }
        for text in
            ["5.0.0", "5.1.0", "5.1.4", "5.1.8", "5.2.2", "5.2.3", "5.3.4", "5.4.4", "5.6.1", "5.7.1", "x"]
        {
            assert_eq!(of(text), Verdict::Refused, "{text}");
        }
        for text in ["4.2.2", "4.1.1", "4.4.7", "4.7.1"] {
            assert_eq!(of(text), Verdict::Soft, "{text}");
        }
    }

    #[test]
    fn an_answer_without_a_code_is_judged_by_its_three_digits() {
        for (code, text, verdict) in [
            (550, "5.1.1 unknown", Verdict::Hard),
            (550, "no such user here", Verdict::Hard),
            (553, "", Verdict::Hard),
            (550, "5.7.1 spam", Verdict::Refused),
            (550, "5.1.8 your domain does not exist", Verdict::Refused),
            (552, "mailbox full", Verdict::Refused),
            (554, "no", Verdict::Refused),
        ] {
            assert_eq!(verdict_of_answer(code, text), verdict, "{code} {text}");
        }
    }

    #[test]
    fn soft_returns_are_tried_three_times() {
        let pauses: Vec<_> = (0..).map_while(soft_pause).collect();
        assert_eq!(pauses, [Duration::hours(4), Duration::hours(24), Duration::hours(72)]);
        assert_eq!(soft_pause(-1), None);
    }
}
