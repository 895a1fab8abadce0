//! Keys of the desk: which stroke does what, and what somebody made of it.
//!
//! A stroke is named by the character that its key has on the US layout, so that the same key works whatever layout is
//! on: `j` is also the key of `о`. WCAG 2.1.4: keys of one character can be changed and switched off.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

coded! {
    /// What a key does. Where a page has nothing of the kind, the key does nothing.
    pub enum Command {
        /// The next row.
        Down = "down",
        /// The row before.
        Up = "up",
        /// The row under the focus.
        Open = "open",
        /// Ticks the row's box.
        Select = "select",
        /// Ticks and goes down.
        SelectDown = "select_down",
        /// Ticks and goes up.
        SelectUp = "select_up",
        /// Takes the most urgent free complaint.
        TakeNext = "take_next",
        /// Shows what came in meanwhile.
        Refresh = "refresh",
        /// Takes this one.
        Take = "take",
        /// Hands it to somebody.
        Assign = "assign",
        /// A letter to the customer.
        Reply = "reply",
        /// A note for colleagues.
        Note = "note",
        /// Ready answers.
        Canned = "canned",
        /// A macro.
        Macro = "macro",
        /// A reminder.
        Snooze = "snooze",
        /// How urgent it is.
        Severity = "severity",
        /// Its fields.
        Edit = "edit",
        /// A file.
        Attach = "attach",
        /// Another complaint that belongs to it.
        Link = "link",
        /// Puts it together with another.
        Merge = "merge",
        /// Ends the work on it.
        Resolve = "resolve",
        /// Takes the last deed back, while that can be done.
        Undo = "undo",
        /// Back to the list, to the same row.
        Back = "back",
        /// The search field.
        Search = "search",
        /// All open complaints.
        GoOpen = "go_open",
        /// One's own.
        GoMine = "go_mine",
        /// Those that nobody has.
        GoNobodys = "go_nobodys",
        /// Letters to be sorted.
        GoSorting = "go_sorting",
        /// What rang.
        GoAlerts = "go_alerts",
        /// The customers.
        GoCustomers = "go_customers",
        /// A complaint by telephone or at the counter.
        New = "new",
        /// Every command by its name.
        Palette = "palette",
        /// All keys.
        Help = "help",
    }
}

impl Command {
    /// The keys as they come: vim's rows, and the first letters of what others in the field use.
    #[must_use]
    pub const fn usual(self) -> &'static str {
        match self {
            Self::Down => "j",
            Self::Up => "k",
            Self::Open => "o",
            Self::Select => "x",
            Self::SelectDown => "shift+j",
            Self::SelectUp => "shift+k",
            Self::TakeNext => "t",
            Self::Refresh => ".",
            Self::Take => "i",
            Self::Assign => "a",
            Self::Reply => "r",
            Self::Note => "n",
            Self::Canned => "m",
            Self::Macro => "w",
            Self::Snooze => "s",
            Self::Severity => "p",
            Self::Edit => "c",
            Self::Attach => "f",
            Self::Link => "l",
            Self::Merge => "shift+m",
            Self::Resolve => "e",
            Self::Undo => "z",
            Self::Back => "u",
            Self::Search => "/",
            Self::GoOpen => "g o",
            Self::GoMine => "g m",
            Self::GoNobodys => "g n",
            Self::GoSorting => "g s",
            Self::GoAlerts => "g a",
            Self::GoCustomers => "g c",
            Self::New => "shift+n",
            Self::Palette => "shift+p",
            Self::Help => "shift+/",
        }
    }
}

/// Why a key can't be given to a command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// No key that every keyboard has.
    #[error("`{0}` is no key")]
    Unknown(String),
    /// It belongs to another command, or begins or ends one of its sequences.
    #[error("{0} has it already")]
    Taken(Command),
}

/// One or two strokes, one after the other: `j`, `shift+j`, `g m`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Strokes(String);

/// The keys that have one character on every keyboard, and what they are in Russian.
const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,./1234567890-=`";
const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбю.1234567890-=ё";

impl Strokes {
    /// Reads what somebody typed: either layout, either case, `Shift+` before a character.
    ///
    /// # Errors
    /// [`BadKey::Unknown`] names what is no key.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let unknown = || BadKey::Unknown(text.trim().chars().take(20).collect());
        let strokes: Vec<String> =
            text.split_whitespace().map(stroke).collect::<Option<_>>().ok_or_else(unknown)?;
        if matches!(strokes.len(), 1 | 2) { Ok(Self(strokes.join(" "))) } else { Err(unknown()) }
    }

    /// As kept and as the script knows it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As shown: `Shift + J`, `G, M`; with what the same keys are in Russian, where asked for.
    #[must_use]
    pub fn shown(&self, in_russian: bool) -> String {
        let all: Vec<String> = self.0.split(' ').map(|one| shown(one, false)).collect();
        let latin = all.join(", ");
        let cyrillic: Vec<String> = self.0.split(' ').map(|one| shown(one, true)).collect();
        let cyrillic = cyrillic.join(", ");
        if in_russian && cyrillic != latin { format!("{latin} ({cyrillic})") } else { latin }
    }

    /// Whether pressing one would be in the way of the other.
    fn clashes(&self, other: &Self) -> bool {
        let first = |strokes: &Self| strokes.0.split(' ').next().map(str::to_owned);
        let single = |strokes: &Self| !strokes.0.contains(' ');
        self == other || (first(self) == first(other) && (single(self) || single(other)))
    }
}

/// `Shift+О` → `shift+j`.
fn stroke(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let (shift, key) = match text.strip_prefix("shift+") {
        Some(key) => (true, key),
        None => (false, text.as_str()),
    };
    let (shift, key) = if key == "?" { (true, "/") } else { (shift, key) };
    let mut letters = key.chars();
    let letter = letters.next().filter(|_| letters.next().is_none())?;
    let letter = if LATIN.contains(letter) {
        letter
    } else {
        CYRILLIC.chars().zip(LATIN.chars()).find(|(russian, _)| *russian == letter)?.1
    };
    Some(if shift { format!("shift+{letter}") } else { letter.to_string() })
}

fn shown(stroke: &str, in_russian: bool) -> String {
    let (shift, key) = match stroke.strip_prefix("shift+") {
        Some(key) => (true, key),
        None => (false, stroke),
    };
    if (shift, key, in_russian) == (true, "/", false) {
        return "?".to_owned();
    }
    let letter = key.chars().next().unwrap_or(' ');
    let letter = if in_russian && letter.is_alphabetic() {
        LATIN.chars().zip(CYRILLIC.chars()).find(|(latin, _)| *latin == letter).map_or(letter, |pair| pair.1)
    } else {
        letter
    };
    let letter: String = letter.to_uppercase().collect();
    if shift { format!("Shift + {letter}") } else { letter }
}

impl fmt::Display for Strokes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Strokes {
    type Error = BadKey;

    fn try_from(text: String) -> Result<Self, BadKey> {
        Self::parse(&text)
    }
}

impl From<Strokes> for String {
    fn from(strokes: Strokes) -> Self {
        strokes.0
    }
}

/// Somebody's keys: those that they changed, and whether keys do anything at all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// No key does anything but what the browser makes of it.
    #[serde(default)]
    pub off: bool,
    /// What differs from the usual; nothing: the command has no key.
    #[serde(default)]
    pub own: BTreeMap<Command, Option<Strokes>>,
}

impl Keys {
    /// The strokes of a command, if it has any.
    #[must_use]
    pub fn of(&self, command: Command) -> Option<Strokes> {
        match self.own.get(&command) {
            Some(own) => own.clone(),
            None => Some(Strokes(command.usual().to_owned())),
        }
    }

    /// From what somebody typed for each command; an empty text takes its key away, an absent one leaves the usual.
    ///
    /// # Errors
    /// Every command whose text is no key or is taken by one before it.
    pub fn read(off: bool, typed: &BTreeMap<Command, String>) -> Result<Self, Vec<(Command, BadKey)>> {
        let mut keys = Self { off, own: BTreeMap::new() };
        let mut wrong = Vec::new();
        let mut given: Vec<(Command, Strokes)> = Vec::new();
        for command in Command::all().iter().copied() {
            let text = typed.get(&command).map_or_else(|| command.usual(), String::as_str);
            if text.trim().is_empty() {
                keys.own.insert(command, None);
                continue;
            }
            match Strokes::parse(text) {
                Ok(strokes) => match given.iter().find(|(_, known)| known.clashes(&strokes)) {
                    Some((other, _)) => wrong.push((command, BadKey::Taken(*other))),
                    None => {
                        if strokes.as_str() != command.usual() {
                            keys.own.insert(command, Some(strokes.clone()));
                        }
                        given.push((command, strokes));
                    }
                },
                Err(problem) => wrong.push((command, problem)),
            }
        }
        if wrong.is_empty() { Ok(keys) } else { Err(wrong) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(Command, &str)]) -> BTreeMap<Command, String> {
        pairs.iter().map(|(command, text)| (*command, (*text).to_owned())).collect()
    }

    #[test]
    fn the_usual_keys_are_keys_and_do_not_clash() {
        assert_eq!(Keys::read(false, &BTreeMap::new()), Ok(Keys::default()));
        assert_eq!(LATIN.chars().count(), CYRILLIC.chars().count());
    }

    #[test]
    fn one_key_has_one_name_on_both_layouts() {
        for text in ["j", "J", "о", "О"] {
            assert_eq!(Strokes::parse(text).map(|strokes| strokes.to_string()), Ok("j".to_owned()), "{text}");
        }
        assert_eq!(Strokes::parse("Shift+П ь").map(String::from), Ok("shift+g m".to_owned()));
        assert_eq!(Strokes::parse("?"), Strokes::parse("shift+/"));
        for text in ["", "jj", "g g g", "shift+", "é", "ctrl+k"] {
            assert!(Strokes::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn keys_are_shown_as_they_are_written_on_the_keyboard() {
        let shown = |text: &str| Strokes::parse(text).map(|strokes| strokes.shown(true));
        assert_eq!(shown("j"), Ok("J (О)".to_owned()));
        assert_eq!(shown("g m"), Ok("G, M (П, Ь)".to_owned()));
        assert_eq!(shown("shift+k"), Ok("Shift + K (Shift + Л)".to_owned()));
        assert_eq!(shown("?"), Ok("? (Shift + /)".to_owned()));
        assert_eq!(shown("."), Ok(".".to_owned()));
        assert_eq!(Strokes::parse("j").map(|strokes| strokes.shown(false)), Ok("J".to_owned()));
    }

    #[test]
    fn a_changed_key_is_kept_a_taken_one_is_refused_and_an_empty_one_is_none() {
        let keys = Keys::read(false, &typed(&[(Command::Reply, "в"), (Command::Note, "")]));
        let keys = keys.unwrap_or_default();
        assert_eq!(keys.of(Command::Reply).map(String::from), Some("d".to_owned()));
        assert_eq!(keys.of(Command::Note), None);
        assert_eq!(keys.of(Command::Down).map(String::from), Some("j".to_owned()));
        let back: Keys = serde_json::from_value(serde_json::json!(keys)).unwrap_or_default();
        assert_eq!(back, keys);
        for text in ["j", "g", "g o"] {
            let refused = Keys::read(false, &typed(&[(Command::Help, text)]));
            assert!(
                matches!(refused.as_ref().map_err(Vec::as_slice), Err([(Command::Help, BadKey::Taken(_))])),
                "{text}"
            );
        }
    }
}
