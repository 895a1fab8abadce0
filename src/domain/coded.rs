//! How an enum of stable codes is written once: its variants, its text form, the way back and the full list.

/// Declares an enum whose variants are stored, sent and shown by a stable code.
///
/// Gives `code()`, `parse()` (exact, after trimming), `all()` in the order of declaration, `Display`
/// and serde by the same codes, so that the code is written in one place only.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $code:literal),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $code)] $variant),+
        }

        impl $name {
            /// The stable code: what is stored, sent and named in files.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),+
                }
            }

            /// The value of a code; surrounding blanks don't matter, anything else does.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                match code.trim() {
                    $($code => Some(Self::$variant),)+
                    _ => None,
                }
            }

            /// Every value, in the order in which people should meet them.
            #[must_use]
            pub const fn all() -> &'static [Self] {
                &[$(Self::$variant),+]
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }
    };
}
