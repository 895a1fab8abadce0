//! `/desk/keys`: the keys of whoever is signed in, to be changed or switched off.

use std::collections::BTreeMap;

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use maud::{Markup, html};

use crate::{
    domain::desk_keys::{BadKey, Command, Keys},
    store::staff,
    t,
    web::{
        entry::see_other,
        failure::Failure,
        guarded::Guarded,
        house::House,
        links,
        ui::{
            self, Frame, Tone,
            keys::{GROUPS, name},
        },
        visitor::{Handler, Person},
    },
};

pub async fn show(visitor: Handler, house: Data<House>) -> Result<HttpResponse, Failure> {
    let page = draw(&house, &visitor, &typed_of(&visitor.keys), visitor.keys.off, &[]);
    Ok(ui::respond(StatusCode::OK, page))
}

pub async fn change(
    visitor: Handler,
    house: Data<House>,
    form: Guarded<Vec<(String, String)>>,
) -> Result<HttpResponse, Failure> {
    let fields = form.0;
    let has = |name: &str, value: &str| fields.iter().any(|(field, given)| field == name && given == value);
    let off = !has("on", "yes");
    let typed: BTreeMap<Command, String> = fields
        .iter()
        .filter_map(|(name, value)| Some((Command::parse(name.strip_prefix("key-")?)?, value.clone())))
        .collect();
    let keys = if has("do", "usual") { Ok(Keys { off, ..Keys::default() }) } else { Keys::read(off, &typed) };
    match keys {
        Ok(keys) => {
            let mut connection = house.connection().await?;
            staff::like(&mut connection, visitor.id, &serde_json::json!({ "keys": keys })).await?;
            Ok(see_other(links::KEYS))
        }
        Err(wrong) => {
            let page = draw(&house, &visitor, &typed, off, &wrong);
            Ok(ui::respond(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

/// What the fields hold when nothing was typed yet.
fn typed_of(keys: &Keys) -> BTreeMap<Command, String> {
    let text = |command| keys.of(command).map(String::from).unwrap_or_default();
    Command::all().iter().map(|command| (*command, text(*command))).collect()
}

fn draw(
    house: &House,
    person: &Person,
    typed: &BTreeMap<Command, String>,
    off: bool,
    wrong: &[(Command, BadKey)],
) -> Markup {
    let language = person.language;
    let frame = Frame::new(house, person, links::DESK);
    let problem = |command: Command| {
        wrong.iter().find(|(known, _)| *known == command).map(|(_, problem)| match problem {
            BadKey::Unknown(_) => t!(language, "keys-unknown").into_owned(),
            BadKey::Taken(other) => t!(language, "keys-taken", command = name(language, *other)).into_owned(),
        })
    };
    let body = html! {
        nav.mb-3 { a href=(links::DESK) { "← " (t!(language, "desk-back")) } }
        @if !wrong.is_empty() { div #problem tabindex="-1" { (ui::notice(Tone::Bad, &t!(language, "keys-refused"))) } }
        form.card method="post" action=(links::KEYS) {
            (frame.csrf())
            div.card-body {
                p { (t!(language, "keys-how")) }
                label.form-check {
                    input.form-check-input type="checkbox" name="on" value="yes" checked[!off];
                    span.form-check-label { (t!(language, "keys-on")) }
                }
                div.keys-form {
                    @for (group, commands) in GROUPS {
                        fieldset {
                            legend { (t!(language, group)) }
                            @for command in commands {
                                @let id = format!("key-{}", command.code());
                                @let problem = problem(*command);
                                div.keys-field {
                                    label for=(id) { (name(language, *command)) }
                                    input.form-control.is-invalid[problem.is_some()] id=(id) name=(id) maxlength="20" autocomplete="off" spellcheck="false"
                                        value=(typed.get(command).map_or("", String::as_str)) aria-invalid=[problem.is_some().then_some("true")]
                                        aria-describedby=[problem.is_some().then(|| format!("{id}-problem"))];
                                    @if let Some(problem) = &problem { p.invalid-feedback id=(format!("{id}-problem")) { (problem) } }
                                }
                            }
                        }
                    }
                }
            }
            div.card-footer.d-flex.gap-2.flex-wrap {
                button.btn.btn-primary type="submit" { (t!(language, "keys-save")) }
                button.btn.btn-ghost-secondary type="submit" name="do" value="usual" { (t!(language, "keys-usual")) }
            }
        }
    };
    frame.page(&t!(language, "keys-title"), &html! {}, &body)
}
