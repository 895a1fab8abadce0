//! How a company shows itself to its customers: name, colour, logo.

use serde::{Deserialize, Serialize};

/// What forms and letters carry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Brand {
    /// As customers know it.
    pub name: String,
    /// Its colour as `#rrggbb`; without one, that of the house.
    pub colour: Option<String>,
    /// Its logo as a `data:` address; without one, the name is written.
    pub logo: Option<String>,
}
