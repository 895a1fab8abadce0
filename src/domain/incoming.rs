//! Letters that come in: what they are, and what was done about them.

coded! {
    /// What a letter that came in is.
    pub enum Kind {
        /// A delivery status (RFC 3464): a letter of ours was given up.
        Bounce = "bounce",
        /// A delivery status: it is still being tried.
        Delay = "delay",
        /// A delivery status: it arrived.
        Receipt = "receipt",
        /// Tells of a return in words only, so that nothing follows by itself.
        Notice = "notice",
        /// A feedback report (RFC 5965): somebody called a letter of ours spam.
        Complaint = "complaint",
        /// Somebody wants no more letters.
        Unsubscribe = "unsubscribe",
        /// A holiday reply or the like (RFC 3834).
        Automatic = "automatic",
        /// What a person wrote.
        Words = "words",
        /// No letter at all, or one that cannot be read safely.
        Unreadable = "unreadable",
    }
}

coded! {
    /// What was done about it.
    pub enum Outcome {
        /// The address is on the list of those that get no letters.
        Suppressed = "suppressed",
        /// Our letter is marked as not arrived.
        Failed = "failed",
        /// Our letter waits for another try.
        Retried = "retried",
        /// The customer gets no more surveys.
        Unsubscribed = "unsubscribed",
        /// It changes nothing.
        Noted = "noted",
        /// The same was known already.
        Repeated = "repeated",
        /// It is about no letter that is provably ours.
        Unmatched = "unmatched",
        /// Somebody should read it.
        Look = "look",
        /// It was put to a complaint.
        Joined = "joined",
        /// It opened a complaint.
        Opened = "opened",
    }
}

impl Outcome {
    /// Whether it waits for somebody to look at it.
    #[must_use]
    pub const fn asks_for_a_look(self) -> bool {
        matches!(self, Self::Unmatched | Self::Look)
    }
}

coded! {
    /// Why an address gets no letters.
    pub enum Cause {
        /// A mail server said that there is no such mailbox.
        HardBounce = "hard_bounce",
        /// Its owner called a letter spam.
        Complaint = "complaint",
        /// Its owner stopped the letters.
        Unsubscribed = "unsubscribed",
        /// Staff entered it.
        Staff = "staff",
    }
}

impl Cause {
    /// Whether answers to a complaint may still be sent; staff say so themselves for an entry of theirs.
    #[must_use]
    pub const fn surveys_only(self) -> bool {
        matches!(self, Self::Complaint | Self::Unsubscribed)
    }
}

/// The most that a letter from outside may hold where nothing else is set, in megabytes of 1,048,576 bytes.
pub const USUAL_LARGEST: usize = 30;
