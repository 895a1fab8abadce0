//! Rules of the outbox: what a letter is, whether it may still leave, and when a failed one is tried again.

use chrono::{DateTime, Duration, Utc};

coded! {
    /// What a letter is for.
    pub enum Kind {
        /// Asks a buyer.
        Invitation = "invitation",
        /// The one reminder of it.
        Reminder = "reminder",
        /// Says that a complaint is registered.
        Acknowledgement = "acknowledgement",
        /// What staff wrote.
        Reply = "reply",
        /// What was done about the complaint, in the words of staff.
        Resolved = "resolved",
        /// Why a complaint is not upheld, in the words of staff, and what the customer can do.
        Rejected = "rejected",
        /// Tells staff of deadlines.
        Alert = "alert",
        /// Tells readers of reports what changed in the last week.
        Digest = "digest",
    }
}

impl Kind {
    /// Whether the house asks for something by it. Such letters end with one click; the others answer the customer.
    #[must_use]
    pub const fn is_survey(self) -> bool {
        matches!(self, Self::Invitation | Self::Reminder)
    }

    /// Whether it is part of the talk with a customer about their complaint: answers to it belong there.
    #[must_use]
    pub const fn is_correspondence(self) -> bool {
        match self {
            Self::Acknowledgement | Self::Reply | Self::Resolved | Self::Rejected => true,
            Self::Invitation | Self::Reminder | Self::Alert | Self::Digest => false,
        }
    }

    /// Whether a person wrote its words, and so must learn when it does not leave.
    #[must_use]
    pub const fn is_written_by_staff(self) -> bool {
        matches!(self, Self::Reply | Self::Resolved | Self::Rejected)
    }
}

coded! {
    /// Where a letter is.
    pub enum State {
        /// Waits for its moment.
        Queued = "queued",
        /// Being handed over.
        Sending = "sending",
        /// The mail server has it.
        Sent = "sent",
        /// Given up.
        Failed = "failed",
        /// Not wanted any more.
        Cancelled = "cancelled",
        /// The program stopped between handing over and marking: it may have arrived.
        Unknown = "unknown",
    }
}

coded! {
    /// Why a letter did not leave, where no mail server said so.
    pub enum Why {
        /// The customer is to be forgotten.
        Erased = "erased",
        /// There is nowhere to send it.
        NoAddress = "no_address",
        /// What stands for an address is none.
        BadAddress = "bad_address",
        /// The address was refused for good.
        Bounced = "bounced",
        /// The customer stopped the letters.
        Unsubscribed = "unsubscribed",
        /// The invitation was taken back.
        Revoked = "revoked",
        /// Its link opens nothing any more.
        Expired = "expired",
        /// What it asks about is over: they came back, or their complaint is open again.
        Over = "over",
        /// They have answered by another road.
        Answered = "answered",
        /// Nobody knows what became of it: the program stopped while handing it over.
        Interrupted = "interrupted",
        /// An administrator gave it up.
        GivenUp = "given_up",
        /// Its author took it back before it left.
        Recalled = "recalled",
    }
}

/// What is known at the moment of sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "facts that are true or not, each by itself")]
pub struct Facts {
    /// There is an address.
    pub has_address: bool,
    /// The address was refused for good.
    pub bounced: bool,
    /// The customer stopped the letters.
    pub unsubscribed: bool,
    /// The customer is forgotten.
    pub erased: bool,
    /// The invitation was taken back.
    pub revoked: bool,
    /// The invitation was answered.
    pub answered: bool,
    /// What the invitation asks about is over: they came back, or their complaint is open again.
    pub over: bool,
    /// When the invitation's link stops.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What becomes of a letter at the moment of sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Departure {
    /// It goes.
    Goes,
    /// Nobody needs it any more: it ends quietly.
    Cancelled(Why),
    /// It cannot go, and somebody should know.
    Failed(Why),
}

/// Whether a letter may leave now. Who unsubscribed is not asked, but is still answered.
#[must_use]
pub fn departure(kind: Kind, facts: &Facts, now: DateTime<Utc>) -> Departure {
    let survey = kind.is_survey();
    let reasons = [
        (facts.erased, Why::Erased),
        (survey && facts.unsubscribed, Why::Unsubscribed),
        (survey && facts.answered, Why::Answered),
        (survey && facts.revoked, Why::Revoked),
        (survey && facts.over, Why::Over),
        (survey && facts.expires_at.is_some_and(|at| at <= now), Why::Expired),
        (!facts.has_address, Why::NoAddress),
        (facts.bounced, Why::Bounced),
    ];
    match reasons.into_iter().find(|(holds, _)| *holds) {
        None => Departure::Goes,
        // Words that somebody wrote to a customer must not vanish unseen.
        Some((_, why @ (Why::NoAddress | Why::Bounced))) if kind.is_written_by_staff() => {
            Departure::Failed(why)
        }
        Some((_, why)) => Departure::Cancelled(why),
    }
}

/// How long the words of staff wait in the outbox, so that their author can still take them back.
pub const RECALL: Duration = Duration::seconds(15);

/// Minutes from a failed attempt to the next one: about two days in all, because a mail server that is away on a
/// Friday evening is often mended on Sunday.
const PAUSES: [i64; 9] = [1, 5, 15, 60, 240, 720, 720, 720, 720];

/// How often a letter is tried before it is given up.
pub const MOST_ATTEMPTS: usize = PAUSES.len() + 1;

/// How long to wait after this many failed attempts; `None` after the last.
#[must_use]
pub fn pause(attempts: usize) -> Option<Duration> {
    PAUSES.get(attempts.checked_sub(1)?).copied().map(Duration::minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fine() -> Facts {
        Facts { has_address: true, ..Facts::default() }
    }

    #[test]
    fn who_unsubscribed_is_answered_but_not_asked() {
        let now = DateTime::UNIX_EPOCH;
        let facts = Facts { unsubscribed: true, ..fine() };
        assert_eq!(departure(Kind::Invitation, &facts, now), Departure::Cancelled(Why::Unsubscribed));
        for kind in [Kind::Acknowledgement, Kind::Reply, Kind::Resolved, Kind::Rejected] {
            assert_eq!(departure(kind, &Facts { over: true, ..facts }, now), Departure::Goes, "{kind}");
        }
    }

    #[test]
    fn a_survey_ends_with_its_reason() {
        let now = DateTime::UNIX_EPOCH;
        for (facts, why) in [
            (Facts { erased: true, has_address: false, ..fine() }, Why::Erased),
            (Facts { answered: true, ..fine() }, Why::Answered),
            (Facts { revoked: true, over: true, ..fine() }, Why::Revoked),
            (Facts { over: true, ..fine() }, Why::Over),
            (Facts { expires_at: Some(now), ..fine() }, Why::Expired),
            (Facts { has_address: false, ..fine() }, Why::NoAddress),
            (Facts { bounced: true, ..fine() }, Why::Bounced),
        ] {
            assert_eq!(departure(Kind::Invitation, &facts, now), Departure::Cancelled(why));
        }
        let later = Facts { expires_at: Some(now + Duration::seconds(1)), ..fine() };
        assert_eq!(departure(Kind::Invitation, &later, now), Departure::Goes);
    }

    #[test]
    fn words_of_staff_that_cannot_go_are_seen() {
        let facts = Facts { bounced: true, ..fine() };
        let now = DateTime::UNIX_EPOCH;
        assert_eq!(departure(Kind::Reply, &facts, now), Departure::Failed(Why::Bounced));
        assert_eq!(departure(Kind::Acknowledgement, &facts, now), Departure::Cancelled(Why::Bounced));
        let erased = Facts { erased: true, ..facts };
        assert_eq!(departure(Kind::Reply, &erased, now), Departure::Cancelled(Why::Erased));
    }

    #[test]
    fn pauses_grow_and_end() {
        let pauses: Vec<_> = (1..).map_while(pause).collect();
        assert!(pauses.is_sorted());
        assert_eq!(pauses.first(), Some(&Duration::minutes(1)));
        assert_eq!(pauses.len() + 1, MOST_ATTEMPTS);
        assert_eq!(pause(0), None);
    }
}
