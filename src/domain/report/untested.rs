//! Why a figure that moved has no verdict: the report and the overview ask the same rule, so neither says more than the other.

coded! {
    /// What keeps a change from being tested.
    pub enum Untested {
        /// A sum of money, which a few large customers move more than all the others.
        Sum = "sum",
        /// What is left at a moment: a stock and no sample.
        Stock = "stock",
        /// Some invitations of the period wait for an answer yet: those asked lately have had less time.
        Waiting = "waiting",
        /// Those who left lately may still say why.
        Unsaid = "unsaid",
        /// Complaints of late may yet be opened again.
        Reopening = "reopening",
        /// The last of the months is not over: customers who have not bought in it still may.
        GoesOn = "goes_on",
        /// How many were lost hangs on how many there were: it is their share that is tested.
        OfShare = "of_share",
    }
}

impl Untested {
    /// Of shares of invitations: while some of them wait for an answer.
    #[must_use]
    pub fn of_waiting(waiting: u64) -> Option<Self> {
        (waiting > 0).then_some(Self::Waiting)
    }

    /// Of shares of customers kept over whole months: while the last of these goes on.
    #[must_use]
    pub fn of_months(are_over: bool) -> Option<Self> {
        (!are_over).then_some(Self::GoesOn)
    }
}
