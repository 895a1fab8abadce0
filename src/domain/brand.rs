//! How a company shows itself to its customers: name, colour, logo, sender; and colours that can be read.

use serde::{Deserialize, Serialize};

use super::email::EmailAddress;

mod colour;
mod logo;

pub use colour::{BadColour, Colour, ENOUGH_CONTRAST, Palette};
pub use logo::{BadLogo, Logo};

/// What forms and letters carry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Brand {
    /// As customers know it.
    pub name: String,
    /// Its colour as `#rrggbb`; without one, that of the house.
    pub colour: Option<Colour>,
    /// Its logo as a `data:` address, for pages; letters write the name, because many mail programs draw no embedded
    /// picture and a picture from elsewhere would tell who opened the letter.
    pub logo: Option<Logo>,
    /// The name that letters come from; without one, that of the process.
    pub sender_name: Option<String>,
    /// The address that letters come from; without one, that of the process.
    pub sender_address: Option<EmailAddress>,
}

impl Brand {
    /// Characters allowed in a name: it stands in subjects and in the line of the sender.
    pub const NAME_LIMIT: usize = 80;
}
