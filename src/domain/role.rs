//! What members of staff may do.

coded! {
    /// The work of somebody who signs in.
    pub enum Role {
        /// Everything, settings and people included.
        Admin = "admin",
        /// Complaints of all handlers, and reports.
        Lead = "lead",
        /// Complaints.
        Handler = "handler",
        /// Reports.
        Executive = "executive",
    }
}

impl Role {
    /// Take over what a colleague has, and answer for it.
    #[must_use]
    pub const fn may_take_over(self) -> bool {
        matches!(self, Self::Admin | Self::Lead)
    }

    /// Complaints and customers.
    #[must_use]
    pub const fn may_work_complaints(self) -> bool {
        matches!(self, Self::Admin | Self::Lead | Self::Handler)
    }

    /// Reports.
    #[must_use]
    pub const fn may_read_reports(self) -> bool {
        matches!(self, Self::Admin | Self::Lead | Self::Executive)
    }

    /// Settings, letters in trouble, people.
    #[must_use]
    pub const fn may_administer(self) -> bool {
        matches!(self, Self::Admin)
    }
}
