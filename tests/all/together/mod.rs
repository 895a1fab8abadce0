//! Several people at one desk: nobody overwrites anybody, and everybody sees what the others do.

mod drafts;
mod edits;
mod live;
mod many;
mod screens;
mod seen;

use std::time::Duration;

use otklik::domain::role::Role;

use crate::support::{World, visitor::Page, visitor::Visitor};

/// The card of a complaint.
async fn card(visitor: &Visitor, number: i64) -> Page {
    let page = visitor.get(&format!("/desk/complaints/{number}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

/// Presses a button of a form of a card that was opened before.
async fn press(visitor: &Visitor, page: &Page, number: i64, step: &str, typed: &[(&str, &str)]) -> Page {
    visitor.submit(page, &format!("/desk/complaints/{number}/{step}"), typed).await
}

/// Opens the card and presses, and it is done.
async fn does(visitor: &Visitor, number: i64, step: &str, typed: &[(&str, &str)]) {
    let page = press(visitor, &card(visitor, number).await, number, step, typed).await;
    assert_eq!(page.status, 303, "{step}: {}", page.body);
}

/// Presses the button of a form that saves its words as a draft.
async fn saves(visitor: &Visitor, page: &Page, number: i64, step: &str, typed: &[(&str, &str)]) -> Page {
    let hidden = page.hidden_fields(&format!("/desk/complaints/{number}/{step}"));
    let mut fields: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| !typed.iter().any(|(typed, _)| typed == name));
    fields.extend_from_slice(typed);
    visitor.post(&format!("/desk/complaints/{number}/draft"), &fields).await
}

/// What the form of a step holds as its text.
fn text_of(page: &Page, step: &str) -> String {
    let selector =
        scraper::Selector::parse(&format!("form[action$='/{step}'] textarea")).expect("a selector");
    let html = page.html();
    let area = html.select(&selector).next().unwrap_or_else(|| panic!("no form {step}"));
    area.text().collect::<String>().trim_start_matches('\n').to_owned()
}

/// A stream of a signed-in visitor that is read event by event.
struct Stream {
    response: reqwest::Response,
    read: String,
}

impl Stream {
    async fn open(visitor: &Visitor, query: &str, headers: &[(&str, &str)]) -> Self {
        let response = visitor.stream(&format!("/desk/live{query}"), headers).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream; charset=utf-8");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        assert!(!response.headers().contains_key("content-encoding"));
        Self { response, read: String::new() }
    }

    /// The next block of the stream; none where it ended.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.read.split_once("\n\n") {
                let block = block.to_owned();
                self.read = rest.to_owned();
                return Some(block);
            }
            let piece = tokio::time::timeout(Duration::from_secs(30), self.response.chunk()).await;
            let piece = piece.expect("the stream says something").ok().flatten()?;
            self.read.push_str(std::str::from_utf8(&piece).expect("UTF-8"));
        }
    }

    /// The data of the next event of this kind.
    async fn next(&mut self, kind: &str) -> serde_json::Value {
        loop {
            let block = self.block().await.unwrap_or_else(|| panic!("the stream ended before {kind}"));
            if !block.lines().any(|line| line == format!("event: {kind}")) {
                continue;
            }
            let data = block.lines().find_map(|line| line.strip_prefix("data: ")).expect("data");
            return serde_json::from_str(data).expect("JSON");
        }
    }
}

/// Waits until the process hears the database, so that what follows is announced and not told again.
async fn heard(world: &World) {
    world
        .becomes(
            "SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND application_name = 'otklik live' AND query LIKE 'LISTEN%' AND state = 'idle'",
            "1",
        )
        .await;
}

async fn both(world: &World) -> (Visitor, Visitor) {
    (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await)
}
