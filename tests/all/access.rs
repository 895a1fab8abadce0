//! Every address, and who may go there: a new route without a line here fails.

use std::collections::BTreeSet;

use otklik::{actions::sign_in::session_id, domain::role::Role};
use reqwest::Method;

use super::{
    support::{Visitor, World, world::PASSWORD},
    walls::rust_files,
};

/// For whom a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// Everybody, signed in or not.
    Everybody,
    /// Anybody signed in.
    Staff,
    /// Those who work on complaints.
    Handlers,
    /// Those who answer for the work of others.
    Leads,
    /// Those who read reports.
    Executives,
    /// Those who administer.
    Admins,
    /// Programs that hold the token of the house: nobody with a browser.
    MailServers,
}
use Audience::{Admins, Everybody, Executives, Handlers, Leads, MailServers, Staff};

impl Audience {
    /// Whether somebody of this role, or a stranger, is let in.
    fn admits(self, role: Option<Role>) -> bool {
        match (self, role) {
            (Everybody, _) | (Staff, Some(_)) => true,
            (_, None) | (MailServers, _) => false,
            (Handlers, Some(role)) => role.may_work_complaints(),
            (Leads, Some(role)) => role.may_take_over(),
            (Executives, Some(role)) => role.may_read_reports(),
            (Admins, Some(role)) => role.may_administer(),
        }
    }
}

/// Method, address as the source writes it (a constant of `links` by its name), an address to try, audience.
/// POSTs are tried with the session's proof and without anything else: only the right to be there is asked.
const ROUTES: &[(&str, &str, &str, Audience)] = &[
    ("get", "/healthz", "/healthz", Everybody),
    ("get", "/readyz", "/readyz", Everybody),
    ("get", "/metrics", "/metrics", Everybody),
    ("get", "/assets/{digest}/{name}", "/assets/0/none.css", Everybody),
    ("get", "/", "/", Staff),
    ("get", "/sign-in", "/sign-in", Everybody),
    ("post", "/sign-in", "/sign-in", Everybody),
    ("post", "links::SIGN_OUT", "/sign-out", Staff),
    ("post", "links::LANGUAGE", "/language", Staff),
    ("get", "links::DESK", "/desk/complaints", Handlers),
    ("get", "links::KEYS", "/desk/keys", Handlers),
    ("post", "links::KEYS", "/desk/keys", Handlers),
    ("post", "links::TAKE_NEXT", "/desk/complaints/next", Handlers),
    ("get", "links::LIVE", "/desk/live", Handlers),
    ("get", "links::ROWS", "/desk/complaints/rows?ids=1001", Handlers),
    ("post", "links::VIEWS", "/desk/views", Handlers),
    ("post", "/desk/views/{id}", "/desk/views/1", Handlers),
    ("post", "links::FIRST_LIST", "/desk/first-list", Handlers),
    ("post", "links::DENSITY", "/desk/density", Handlers),
    ("get", "links::NEW_COMPLAINT", "/desk/complaints/new", Handlers),
    ("post", "links::NEW_COMPLAINT", "/desk/complaints/new", Handlers),
    ("get", "links::NEW_COMPLAINT_PEOPLE", "/desk/complaints/new/people", Handlers),
    ("get", "/desk/complaints/{number}", "/desk/complaints/1001", Handlers),
    ("post", "/desk/complaints/{number}/presence", "/desk/complaints/1001/presence", Handlers),
    ("post", "/desk/complaints/{number}/draft", "/desk/complaints/1001/draft", Handlers),
    ("post", "/desk/complaints/{number}/edit", "/desk/complaints/1001/edit", Handlers),
    ("post", "/desk/complaints/{number}/take", "/desk/complaints/1001/take", Handlers),
    ("post", "/desk/complaints/{number}/reply", "/desk/complaints/1001/reply", Handlers),
    ("post", "/desk/complaints/{number}/claim", "/desk/complaints/1001/claim", Handlers),
    ("get", "links::ALERTS", "/desk/alerts", Handlers),
    ("post", "links::ALERTS_SEEN", "/desk/alerts/seen", Handlers),
    ("post", "/desk/alerts/{id}/seen", "/desk/alerts/1/seen", Handlers),
    ("get", "links::LEGAL_TERMS", "/settings/legal-terms", Admins),
    ("post", "links::LEGAL_TERMS", "/settings/legal-terms", Admins),
    ("post", "links::ALERT_POLICY", "/settings/legal-terms/alerts", Admins),
    ("post", "/settings/legal-terms/{code}", "/settings/legal-terms/none", Admins),
    ("post", "/settings/legal-terms/{code}/switch", "/settings/legal-terms/none/switch", Admins),
    ("post", "/settings/legal-terms/{code}/confirm", "/settings/legal-terms/none/confirm", Admins),
    ("post", "/desk/complaints/{number}/attach", "/desk/complaints/1001/attach", Handlers),
    ("post", "/desk/complaints/{number}/detach", "/desk/complaints/1001/detach", Handlers),
    ("post", "/desk/complaints/{number}/canned", "/desk/complaints/1001/canned", Handlers),
    ("post", "/desk/complaints/{number}/macro", "/desk/complaints/1001/macro", Handlers),
    ("get", "links::CANNED", "/desk/canned", Handlers),
    ("post", "links::CANNED", "/desk/canned", Handlers),
    ("post", "links::CANNED_REMOVE", "/desk/canned/remove", Handlers),
    ("get", "/desk/attachments/{id}", "/desk/attachments/1", Handlers),
    ("post", "/desk/complaints/{number}/note", "/desk/complaints/1001/note", Handlers),
    ("post", "/desk/complaints/{number}/resolve", "/desk/complaints/1001/resolve", Handlers),
    ("post", "/desk/complaints/{number}/reject", "/desk/complaints/1001/reject", Handlers),
    ("post", "/desk/complaints/{number}/close", "/desk/complaints/1001/close", Handlers),
    ("post", "/desk/complaints/{number}/correct", "/desk/complaints/1001/correct", Handlers),
    ("post", "/desk/complaints/{number}/reopen", "/desk/complaints/1001/reopen", Handlers),
    ("post", "/desk/complaints/{number}/severity", "/desk/complaints/1001/severity", Handlers),
    ("get", "/desk/complaints/{number}/history", "/desk/complaints/1001/history", Handlers),
    ("get", "/desk/complaints/{number}/dossier", "/desk/complaints/1001/dossier", Handlers),
    ("get", "links::TEAM", "/desk/team", Leads),
    ("post", "/desk/complaints/{number}/recall", "/desk/complaints/1001/recall", Handlers),
    ("get", "links::SORTING", "/desk/sorting", Handlers),
    ("post", "/desk/sorting/{id}/put", "/desk/sorting/1/put", Handlers),
    ("post", "/desk/sorting/{id}/open", "/desk/sorting/1/open", Handlers),
    ("post", "/desk/sorting/{id}/aside", "/desk/sorting/1/aside", Handlers),
    ("post", "/desk/sorting/{id}/back", "/desk/sorting/1/back", Handlers),
    ("post", "/desk/sorting/{id}/out", "/desk/sorting/1/out", Handlers),
    ("get", "/desk/mail/{id}", "/desk/mail/1", Handlers),
    ("get", "/desk/mail/{id}/raw", "/desk/mail/1/raw", Handlers),
    ("get", "/desk/mail/{id}/files/{at}", "/desk/mail/1/files/0", Handlers),
    ("post", "/desk/complaints/{number}/assign", "/desk/complaints/1001/assign", Handlers),
    ("post", "/desk/complaints/{number}/snooze", "/desk/complaints/1001/snooze", Handlers),
    ("post", "/desk/complaints/{number}/wake", "/desk/complaints/1001/wake", Handlers),
    ("post", "/desk/complaints/{number}/link", "/desk/complaints/1001/link", Handlers),
    ("post", "/desk/complaints/{number}/unlink", "/desk/complaints/1001/unlink", Handlers),
    ("post", "/desk/complaints/{number}/merge", "/desk/complaints/1001/merge", Handlers),
    ("post", "/desk/complaints/{number}/unmerge", "/desk/complaints/1001/unmerge", Handlers),
    ("post", "links::BULK", "/desk/bulk", Handlers),
    ("get", "/desk/bulk/{id}", "/desk/bulk/1", Handlers),
    ("post", "/desk/bulk/{id}/undo", "/desk/bulk/1/undo", Handlers),
    ("get", "links::HANDOVER", "/desk/handover", Leads),
    ("post", "links::HANDOVER", "/desk/handover", Leads),
    ("get", "links::REMINDERS", "/desk/reminders", Handlers),
    ("post", "links::AWAY", "/desk/away", Handlers),
    ("get", "links::ASSIGNING", "/settings/assigning", Admins),
    ("post", "links::ASSIGNING", "/settings/assigning", Admins),
    ("get", "links::CUSTOMERS", "/desk/customers", Handlers),
    ("post", "/desk/customers/{external_id}/departures", "/desk/customers/C-1/departures", Handlers),
    (
        "post",
        "/desk/customers/{external_id}/departures/{id}/take-back",
        "/desk/customers/C-1/departures/1/take-back",
        Handlers,
    ),
    ("get", "/desk/customers/{external_id}", "/desk/customers/C-1", Handlers),
    ("get", "/board/{name}", "/board/nps", Executives),
    ("get", "/board/rows/departures", "/board/rows/departures", Executives),
    ("post", "/board/departures/{id}/reason", "/board/departures/1/reason", Executives),
    ("post", "/board/departures/{id}/undo", "/board/departures/1/undo", Executives),
    ("post", "links::BOARD_VIEWS", "/board/views", Executives),
    ("post", "/board/views/{id}", "/board/views/1", Executives),
    ("post", "links::BOARD_LETTER", "/board/letter", Executives),
    ("get", "/u/{token}", "/u/none", Everybody),
    ("post", "/u/{token}", "/u/none", Everybody),
    ("get", "/board/rows/{subject}", "/board/rows/answers", Executives),
    ("get", "links::LETTERS", "/settings/letters", Admins),
    ("post", "links::LETTERS_CHECK", "/settings/letters/check", Admins),
    ("post", "/settings/letters/{id}/retry", "/settings/letters/1/retry", Admins),
    ("post", "/settings/letters/{id}/give-up", "/settings/letters/1/give-up", Admins),
    ("get", "links::CHURN", "/settings/churn", Admins),
    ("post", "links::CHURN", "/settings/churn", Admins),
    ("post", "links::HORIZON", "/settings/churn/horizon", Admins),
    ("get", "links::REPORT_SETTINGS", "/settings/reports", Admins),
    ("post", "links::REPORT_SETTINGS", "/settings/reports", Admins),
    ("get", "links::CLOCKS", "/settings/clocks", Admins),
    ("post", "links::CLOCKS", "/settings/clocks", Admins),
    ("post", "links::CLOCKS_DAYS", "/settings/clocks/days", Admins),
    ("post", "links::CLOCKS_DAYS_REMOVE", "/settings/clocks/days/remove", Admins),
    ("get", "links::OUTCOMES", "/settings/outcomes", Admins),
    ("post", "links::OUTCOMES", "/settings/outcomes", Admins),
    ("get", "links::ROOT_CAUSES", "/settings/root-causes", Admins),
    ("post", "links::ROOT_CAUSES", "/settings/root-causes", Admins),
    ("post", "/settings/root-causes/{code}", "/settings/root-causes/none", Admins),
    ("get", "links::SURVEYS", "/settings/surveys", Admins),
    ("post", "/settings/surveys/{name}", "/settings/surveys/none", Admins),
    ("post", "/settings/surveys/{name}/defaults", "/settings/surveys/none/defaults", Admins),
    ("get", "links::INCOMING", "/settings/incoming", Admins),
    ("get", "/settings/incoming/{id}", "/settings/incoming/1", Admins),
    ("post", "/settings/incoming/{id}/seen", "/settings/incoming/1/seen", Admins),
    ("get", "links::SUPPRESSIONS", "/settings/suppressions", Admins),
    ("post", "links::SUPPRESSIONS", "/settings/suppressions", Admins),
    ("post", "/settings/suppressions/{id}/remove", "/settings/suppressions/1/remove", Admins),
    ("post", "links::MAIL_IN", "/mail/incoming", MailServers),
    ("post", "links::LETTERS_MANNER", "/settings/letters/manner", Admins),
    ("get", "links::BRAND", "/settings/brand", Admins),
    ("post", "links::BRAND", "/settings/brand", Admins),
    ("get", "/settings/brand/form", "/settings/brand/form", Admins),
    ("get", "/settings/brand/letter", "/settings/brand/letter", Admins),
    ("get", "links::ROADS", "/settings/links", Admins),
    ("post", "links::ROADS", "/settings/links", Admins),
    ("post", "/settings/links/{id}/revoke", "/settings/links/1/revoke", Admins),
    ("post", "/settings/links/{id}/restore", "/settings/links/1/restore", Admins),
    ("get", "/settings/links/{id}/print", "/settings/links/1/print", Admins),
    ("get", "/settings/links/{id}/code.svg", "/settings/links/1/code.svg", Admins),
    ("get", "links::MAILBOX", "/mailbox", Everybody),
    ("get", "/mailbox/{name}", "/mailbox/none.eml", Everybody),
    ("get", "/mailbox/{name}/html", "/mailbox/none.eml/html", Everybody),
    ("get", "/q/{code}", "/q/none", Everybody),
    ("get", "/o/{code}", "/o/none", Everybody),
    ("post", "/o/{code}", "/o/none", Everybody),
    ("get", "links::SIGNED_FORM", "/p", Everybody),
    ("post", "links::SIGNED_FORM", "/p", Everybody),
    ("get", "/s/{token}", "/s/none", Everybody),
    ("post", "/s/{token}", "/s/none", Everybody),
    ("post", "/s/{token}/keep", "/s/none/keep", Everybody),
    ("get", "/s/{token}/thanks", "/s/none/thanks", Everybody),
    ("get", "/s/{token}/withdraw", "/s/none/withdraw", Everybody),
    ("post", "/s/{token}/withdraw", "/s/none/withdraw", Everybody),
    ("post", "/s/{token}/add", "/s/none/add", Everybody),
    ("get", "/robots.txt", "/robots.txt", Everybody),
    ("get", "/s/{token}/o.gif", "/s/none/o.gif", Everybody),
    ("get", "/s/{token}/unsubscribe", "/s/none/unsubscribe", Everybody),
    ("post", "/s/{token}/unsubscribe", "/s/none/unsubscribe", Everybody),
];

/// The routes that the source declares: `.route("…", web::get()…)` and `web::resource("…").route(web::post()…)`.
fn declared() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (_, source) in rust_files("src/web") {
        let squeezed: String = source
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .flat_map(|line| line.chars().chain([' ']))
            .filter(|letter| !letter.is_whitespace())
            .collect();
        let mut resource = None;
        let mut rest = squeezed.as_str();
        loop {
            let at = [".route(", "web::resource("]
                .into_iter()
                .filter_map(|mark| rest.find(mark).map(|at| (at, mark)))
                .min();
            let Some((at, mark)) = at else { break };
            rest = &rest[at + mark.len()..];
            if mark == "web::resource(" {
                resource = Some(argument(rest));
                continue;
            }
            let (path, handler) = if rest.starts_with("web::") {
                (resource.clone().expect("a route of a resource"), rest)
            } else {
                let path = argument(rest);
                let comma = rest.find(',').expect("a handler after the address");
                (path, &rest[comma + 1..])
            };
            let method = handler
                .strip_prefix("web::")
                .and_then(|handler| handler.split_once('('))
                .map(|(method, _)| method.to_owned())
                .unwrap_or_else(|| panic!("{path}: a route whose method this test does not read"));
            found.insert((method, path));
        }
    }
    found
}

/// An address as it is written: the words inside the quotes, or the name of a constant.
fn argument(rest: &str) -> String {
    match rest.strip_prefix('"') {
        Some(text) => text.split('"').next().unwrap_or_default().to_owned(),
        None => rest.split([',', ')']).next().unwrap_or_default().to_owned(),
    }
}

#[test]
fn rights_are_those_of_the_roles() {
    for audience in [Everybody, Staff, Handlers, Leads, Executives, Admins] {
        assert!(audience.admits(Some(Role::Admin)), "{audience:?}");
        assert_eq!(audience.admits(None), audience == Everybody, "{audience:?}");
        assert_eq!(
            audience.admits(Some(Role::Handler)),
            !matches!(audience, Leads | Executives | Admins),
            "{audience:?}"
        );
        assert_eq!(
            audience.admits(Some(Role::Executive)),
            !matches!(audience, Handlers | Leads | Admins),
            "{audience:?}"
        );
        assert_eq!(audience.admits(Some(Role::Lead)), audience != Admins, "{audience:?}");
    }
    assert!(Leads.admits(Some(Role::Lead)) && Leads.admits(Some(Role::Admin)));
    assert!(!Leads.admits(Some(Role::Handler)) && !Leads.admits(Some(Role::Executive)));
}

#[test]
fn every_route_says_for_whom_it_is() {
    let declared = declared();
    let listed: BTreeSet<(String, String)> =
        ROUTES.iter().map(|(method, path, _, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    let unlisted: Vec<_> = declared.difference(&listed).filter(|(method, _)| method != "head").collect();
    assert!(unlisted.is_empty(), "routes without an audience in tests/all/access.rs: {unlisted:?}");
    let gone: Vec<_> = listed.difference(&declared).collect();
    assert!(gone.is_empty(), "audiences of routes that are gone: {gone:?}");
}

#[tokio::test]
async fn everybody_is_let_in_where_they_belong_and_nowhere_else() {
    let world = World::new().await;
    let mut broken = Vec::new();
    for role in [None].into_iter().chain(Role::all().iter().copied().map(Some)) {
        let mut entered = enter(&world, role).await;
        for (method, declared, path, audience) in ROUTES {
            let (visitor, proof) = &entered;
            let page = if *method == "post" {
                visitor.send(Method::POST, path, Some(&fields(proof)), &[]).await
            } else {
                visitor.get(path).await
            };
            let turned_away = page.status == 403
                || page.status == 401
                || (page.status == 303 && page.location().starts_with("/sign-in?"));
            let who = role.map_or("a stranger", Role::code);
            if page.status >= 500 {
                broken.push(format!("{method} {path} answers {} to {who}", page.status));
            } else if turned_away == audience.admits(role) {
                let deed = if turned_away { "turns away" } else { "admits" };
                broken
                    .push(format!("{method} {path} is for {audience:?} and {deed} {who} ({})", page.status));
            }
            if *declared == "links::SIGN_OUT" {
                entered = enter(&world, role).await;
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[tokio::test]
async fn no_form_of_staff_is_taken_without_its_sessions_proof() {
    let world = World::new().await;
    let (visitor, _) = enter(&world, Some(Role::Admin)).await;
    let (_, of_another) = enter(&world, Some(Role::Lead)).await;
    for (method, _, path, audience) in ROUTES {
        if *method != "post" || matches!(audience, Everybody | MailServers) {
            continue;
        }
        for proof in ["", "forged", of_another.as_str()] {
            let page = visitor.send(Method::POST, path, Some(&fields(proof)), &[]).await;
            assert_eq!(page.status, 403, "{path} with {proof:?}");
        }
        let page = visitor.send(Method::POST, path, Some(&[("version", "1"), ("seen", "0")]), &[]).await;
        assert_eq!(page.status, 403, "{path} without any");
    }
    assert_eq!(world.count("SELECT count(*) FROM sessions").await, 2);
}

/// What the forms of these routes carry at least, so that only the visitor's right decides.
fn fields(proof: &str) -> [(&'static str, &str); 3] {
    [("csrf", proof), ("version", "1"), ("seen", "0")]
}

/// Somebody of this role, and what the forms of their session prove themselves with.
async fn enter(world: &World, role: Option<Role>) -> (Visitor, String) {
    let visitor = world.stranger();
    let Some(role) = role else { return (visitor, String::new()) };
    let email = format!("{}@otklik.example", role.code());
    let page = visitor.post("/sign-in", &[("email", &email), ("password", PASSWORD)]).await;
    let cookie = page.header("set-cookie").split([';', '=']).nth(1).expect("a session").to_owned();
    let proof = world.shared.keys.mac("csrf", &session_id(&cookie));
    (visitor, base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, proof))
}
