//! The sheet of keys and the palette of commands: drawn into every page of the desk, opened by `keys.js`.

use maud::{Markup, html};

use super::parts::icon;
use crate::{
    domain::{
        desk_keys::{Command, Keys},
        language::Language,
    },
    t,
    web::{assets, links},
};

/// Commands by where they act.
pub const GROUPS: [(&str, &[Command]); 4] = [
    (
        "keys-group-list",
        &[
            Command::Down,
            Command::Up,
            Command::Open,
            Command::Select,
            Command::SelectDown,
            Command::SelectUp,
            Command::TakeNext,
            Command::Refresh,
        ],
    ),
    (
        "keys-group-card",
        &[
            Command::Take,
            Command::Assign,
            Command::Reply,
            Command::Note,
            Command::Canned,
            Command::Macro,
            Command::Snooze,
            Command::Severity,
            Command::Edit,
            Command::Attach,
            Command::Link,
            Command::Merge,
            Command::Resolve,
            Command::Undo,
            Command::Back,
        ],
    ),
    (
        "keys-group-go",
        &[
            Command::Search,
            Command::GoOpen,
            Command::GoMine,
            Command::GoNobodys,
            Command::GoSorting,
            Command::GoAlerts,
            Command::GoCustomers,
            Command::New,
        ],
    ),
    ("keys-group-help", &[Command::Palette, Command::Help]),
];

/// What a command is called.
pub fn name(language: Language, command: Command) -> String {
    t!(language, &format!("keys-command-{}", command.code())).into_owned()
}

/// Where a command goes, if it is a place.
fn address(command: Command) -> Option<String> {
    match command {
        Command::GoOpen => Some(links::queue("open", None)),
        Command::GoMine => Some(links::queue("mine", None)),
        Command::GoNobodys => Some(links::queue("nobodys", None)),
        Command::GoCustomers => Some(links::CUSTOMERS.to_owned()),
        _ => None,
    }
}

/// Whether it is a deed of one complaint, which a row of the list leads to.
fn is_deed(command: Command) -> bool {
    let ends = [Command::Undo, Command::Back];
    GROUPS.get(1).is_some_and(|(_, deeds)| deeds.contains(&command) && !ends.contains(&command))
}

/// Whether it needs something on the page: the palette offers it only where that is.
fn needs_place(command: Command) -> bool {
    let everywhere = [Command::Back, Command::Palette, Command::Help, Command::Down, Command::Up];
    !everywhere.contains(&command)
}

/// Both dialogs, the region that says what a key did, and the script.
pub fn keys(language: Language, keys: &Keys) -> Markup {
    let russian = language == Language::Russian;
    html! {
        dialog.keys-sheet #keys aria-labelledby="keys-title" data-on=(!keys.off)
            data-nothing=(t!(language, "keys-nothing")) data-ended=(t!(language, "keys-ended", number = 0)) {
            div.keys-head {
                h2 #keys-title { (t!(language, "keys-title")) }
                button.btn.btn-icon type="button" data-close aria-label=(t!(language, "keys-close")) { (icon("close")) }
            }
            @if keys.off { p.text-secondary { (t!(language, "keys-are-off")) } }
            div.keys-groups {
                @for (group, commands) in GROUPS {
                    section {
                        h3 { (t!(language, group)) }
                        dl {
                            @for command in commands {
                                @let strokes = keys.of(*command);
                                div data-command=(command.code()) data-strokes=(strokes.as_ref().map_or("", |strokes| strokes.as_str()))
                                    data-card[is_deed(*command)] {
                                    dt {
                                        @match address(*command) {
                                            Some(address) => a href=(address) data-do=(command.code()) { (name(language, *command)) },
                                            None => (name(language, *command)),
                                        }
                                    }
                                    dd { @match &strokes {
                                        Some(strokes) => kbd { (strokes.shown(russian)) },
                                        None => span.text-secondary { "—" },
                                    } }
                                }
                            }
                        }
                    }
                }
            }
            p.keys-foot { (t!(language, "keys-send")) " " a href=(links::KEYS) { (t!(language, "keys-change")) } }
        }
        dialog.keys-palette #palette aria-label=(t!(language, "keys-palette")) {
            input.form-control type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" autocomplete="off"
                aria-label=(t!(language, "keys-palette")) placeholder=(t!(language, "keys-palette-hint"));
            ul #palette-list role="listbox" aria-label=(t!(language, "keys-palette")) {
                @for command in Command::all().iter().filter(|command| **command != Command::Palette) {
                    li id=(format!("palette-{}", command.code())) role="option" aria-selected="false" data-command=(command.code())
                        data-place[needs_place(*command)] {
                        span { (name(language, *command)) }
                        @if let Some(strokes) = keys.of(*command) { " " kbd { (strokes.shown(russian)) } }
                    }
                }
            }
        }
        p.visually-hidden #keys-status role="status" {}
        script src=(assets::path("keys.js")) {}
    }
}
