//! The life of a complaint: its states, the steps between them, and the code it ends with.

coded! {
    /// Where a complaint stands.
    pub enum State {
        /// Registered, nobody has it yet.
        New = "new",
        /// Somebody works on it.
        InProgress = "in_progress",
        /// The customer was asked something; the clocks stand still.
        WaitingForCustomer = "waiting_for_customer",
        /// Answered and mended; the customer may still object.
        Resolved = "resolved",
        /// Over.
        Closed = "closed",
        /// Not upheld; the reason was told to the customer.
        Rejected = "rejected",
        /// Merged into another.
        Duplicate = "duplicate",
    }
}

impl State {
    /// Whether it still needs somebody.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::New | Self::InProgress | Self::WaitingForCustomer)
    }
}

coded! {
    /// What can be done with a complaint.
    pub enum Step {
        /// Somebody takes it up.
        Take = "take",
        /// The customer was asked something.
        Wait = "wait",
        /// The customer wrote.
        CustomerReplied = "customer_replied",
        /// It is answered and mended.
        Resolve = "resolve",
        /// Nothing more is to come.
        Close = "close",
        /// It is not upheld.
        Reject = "reject",
        /// It is about the same as another.
        MarkDuplicate = "mark_duplicate",
        /// It was not over after all.
        Reopen = "reopen",
    }
}

/// A step that the state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step} is not possible when {state}")]
pub struct Refused {
    /// Where the complaint stands.
    pub state: State,
    /// What was tried.
    pub step: Step,
}

/// The state after a step.
///
/// | step | from | to |
/// | --- | --- | --- |
/// | take | new | in progress |
/// | wait | in progress | waiting for customer |
/// | customer replied | waiting for customer | in progress |
/// | customer replied | new, in progress | the same |
/// | resolve | in progress, waiting for customer | resolved |
/// | close | resolved | closed |
/// | reject | new, in progress, waiting for customer | rejected |
/// | mark duplicate | new, in progress, waiting for customer | duplicate |
/// | reopen | resolved, closed, rejected, duplicate | in progress |
///
/// A new one can't be resolved: somebody has to have taken it, so that it is known who answered for it. A letter
/// to one that is over does not reopen it by itself; a reopening is a step of its own, because it is counted.
///
/// # Errors
/// [`Refused`] for everything else.
pub const fn next(state: State, step: Step) -> Result<State, Refused> {
    use State::{Closed, Duplicate, InProgress, New, Rejected, Resolved, WaitingForCustomer};
    match (step, state) {
        (Step::Take, New)
        | (Step::CustomerReplied, InProgress | WaitingForCustomer)
        | (Step::Reopen, Resolved | Closed | Rejected | Duplicate) => Ok(InProgress),
        (Step::CustomerReplied, New) => Ok(New),
        (Step::Wait, InProgress) => Ok(WaitingForCustomer),
        (Step::Resolve, InProgress | WaitingForCustomer) => Ok(Resolved),
        (Step::Close, Resolved) => Ok(Closed),
        (Step::Reject, New | InProgress | WaitingForCustomer) => Ok(Rejected),
        (Step::MarkDuplicate, New | InProgress | WaitingForCustomer) => Ok(Duplicate),
        _ => Err(Refused { state, step }),
    }
}

/// The steps that `state` allows, in the order of [`Step::all`]: what a card offers.
pub fn steps(state: State) -> impl Iterator<Item = Step> {
    Step::all().iter().copied().filter(move |step| next(state, *step).is_ok())
}

coded! {
    /// How it ended. The categories of the FCA's complaint rules (DISP), in use wherever complaints are counted.
    pub enum Resolution {
        /// The customer was right and got what is due.
        Upheld = "upheld",
        /// Right in part.
        PartlyUpheld = "partly_upheld",
        /// Not our fault, mended all the same.
        Goodwill = "goodwill",
        /// Not right; the reason was told.
        Rejected = "rejected",
        /// The customer took it back.
        Withdrawn = "withdrawn",
        /// A question, a thank-you, a mistake.
        NotAComplaint = "not_a_complaint",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_from_every_state_is_as_drawn() {
        use Step::{Close, CustomerReplied, MarkDuplicate, Reject, Reopen, Resolve, Take, Wait};
        let drawn: [(State, &[Step]); 7] = [
            (State::New, &[Take, CustomerReplied, Reject, MarkDuplicate]),
            (State::InProgress, &[Wait, CustomerReplied, Resolve, Reject, MarkDuplicate]),
            (State::WaitingForCustomer, &[CustomerReplied, Resolve, Reject, MarkDuplicate]),
            (State::Resolved, &[Close, Reopen]),
            (State::Closed, &[Reopen]),
            (State::Rejected, &[Reopen]),
            (State::Duplicate, &[Reopen]),
        ];
        assert_eq!(drawn.map(|(state, _)| state), State::all());
        for (state, allowed) in drawn {
            assert_eq!(steps(state).collect::<Vec<_>>(), allowed, "{state}");
        }
    }

    #[test]
    fn an_ordinary_life() {
        let life = [Step::Take, Step::Wait, Step::CustomerReplied, Step::Resolve, Step::Close];
        let end = life.into_iter().try_fold(State::New, next);
        assert_eq!(end, Ok(State::Closed));
        assert_eq!(next(State::Closed, Step::Reopen), Ok(State::InProgress));
    }

    #[test]
    fn a_refusal_says_what_stood_in_the_way() {
        let refused = Refused { state: State::Closed, step: Step::Resolve };
        assert_eq!(next(State::Closed, Step::Resolve), Err(refused));
        assert_eq!(refused.to_string(), "resolve is not possible when closed");
    }

    #[test]
    fn open_is_what_needs_somebody() {
        let open: Vec<_> =
            State::all().iter().filter(|state| state.is_open()).map(|state| state.code()).collect();
        assert_eq!(open, ["new", "in_progress", "waiting_for_customer"]);
    }

    #[test]
    fn codes_lead_back_and_serde_agrees() {
        for resolution in Resolution::all() {
            assert_eq!(serde_json::json!(resolution), resolution.code());
            assert_eq!(Resolution::parse(resolution.code()), Some(*resolution));
        }
        assert_eq!(State::parse("resolved "), Some(State::Resolved));
        assert_eq!(State::parse("Resolved"), None);
    }
}
