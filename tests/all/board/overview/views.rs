//! Views under names: whose they are, what may be done to them, and what is refused.

use otklik::domain::role::Role;

use super::{WEEK, two_weeks};
use crate::support::{Page, Visitor, World};

async fn save(visitor: &Visitor, address: &str, name: &str, shared: bool) -> Page {
    let page = visitor.get(&format!("/board/{address}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let mut typed = vec![("name", name)];
    if shared {
        typed.push(("shared", "1"));
    }
    visitor.submit(&page, "/board/views", &typed).await
}

fn names(page: &Page) -> Vec<String> {
    page.texts(".board-view-head a")
}

#[tokio::test]
async fn a_view_is_saved_opened_renamed_shared_removed_and_brought_back() {
    let world = World::new().await;
    two_weeks(&world).await;
    let executive = world.signed_in(Role::Executive).await;
    let lead = world.signed_in(Role::Lead).await;
    let address = "nps?period=last_30_days&store=%D0%A6%D0%B5%D0%BD%D1%82%D1%80&by=segment";
    let saved = save(&executive, address, "  Центр,\tпо сегментам ", false).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    // The preset stays one: the view moves on with the calendar.
    assert_eq!(saved.location(), format!("/board/{address}&saved=1"));
    let page = executive.get(saved.location()).await;
    assert_eq!(names(&page), ["Центр, по сегментам"]);
    assert_eq!(page.attributes(".board-view-head a", "href"), [format!("/board/{address}")]);
    assert!(!page.has("form[action='/board/views']"), "what is saved is not saved again");
    assert!(names(&lead.get("/board/overview").await).is_empty(), "it is nobody else's");

    let id = world.count("SELECT id FROM saved_views WHERE room = 'board'").await;
    let form = format!("/board/views/{id}");
    let renamed = executive.submit(&page, &form, &[("deed", "rename"), ("name", "Наш Центр")]).await;
    assert_eq!(renamed.status, 303);
    executive.submit(&page, &form, &[("deed", "share")]).await;
    let theirs = lead.get("/board/overview").await;
    assert_eq!(names(&theirs), ["Наш Центр"]);
    assert!(!theirs.has(&format!("form[action='{form}']")), "others may open it, and no more");

    let removed = executive.submit(&page, &form, &[("deed", "remove")]).await;
    assert_eq!(removed.location(), format!("/board/{address}&removed={id}"));
    let after = executive.get(removed.location()).await;
    assert!(names(&after).is_empty() && names(&lead.get("/board/nps").await).is_empty());
    let undone = executive.submit(&after, &form, &[("deed", "restore")]).await;
    assert_eq!(undone.status, 303);
    assert_eq!(names(&executive.get("/board/nps").await), ["Наш Центр"]);
    // The desk's lists know nothing of it.
    let desk = lead.get("/desk/complaints").await;
    assert!(!desk.body.contains("Наш Центр"));
}

#[tokio::test]
async fn views_of_others_forgeries_and_nonsense_are_refused() {
    let world = World::new().await;
    two_weeks(&world).await;
    let executive = world.signed_in(Role::Executive).await;
    let lead = world.signed_in(Role::Lead).await;
    save(&executive, &format!("nps?{WEEK}"), "Моё", false).await;
    let id = world.count("SELECT id FROM saved_views WHERE room = 'board'").await;
    let page = lead.get("/board/overview").await;
    let csrf = page.attributes("form input[name=csrf]", "value").pop().unwrap();
    let form = format!("/board/views/{id}");
    for deed in ["rename", "share", "keep", "remove", "restore"] {
        let refused = lead.post(&form, &[("csrf", &csrf), ("deed", deed), ("name", "Чужое")]).await;
        assert_eq!(refused.status, 404, "{deed}");
    }
    let hidden =
        lead.post("/board/letter", &[("csrf", &csrf), ("view", &id.to_string()), ("wanted", "yes")]).await;
    assert_eq!(hidden.status, 404, "a letter would tell of what is not shared");
    assert_eq!(executive.post(&form, &[("deed", "remove")]).await.status, 403, "no proof");
    assert_eq!(executive.post("/board/views", &[("name", "x"), ("address", "nps")]).await.status, 403);
    assert_eq!(executive.post("/board/letter", &[("wanted", "yes")]).await.status, 403);
    for address in ["nothing?from=2026-01-01", "nps?from=zzz", "nps?kind=none", "", "../desk"] {
        let refused =
            lead.post("/board/views", &[("csrf", &csrf), ("name", "x"), ("address", address)]).await;
        assert_eq!(refused.status, 400, "{address}");
    }
    let nameless = lead.post("/board/views", &[("csrf", &csrf), ("name", " "), ("address", "nps")]).await;
    assert_eq!(nameless.location(), "/board/nps?refused=name");
    assert!(lead.get(nameless.location()).await.texts("[role=alert]")[0].contains("нужно название"));
    assert_eq!(
        lead.post("/board/views", &[("csrf", &csrf), ("name", "x"), ("address", "nps?store=")]).await.status,
        303
    );
    let long = format!("nps?store={}", "x".repeat(2_100));
    let long = lead.post("/board/views", &[("csrf", &csrf), ("name", "x"), ("address", &long)]).await;
    assert_eq!(long.location(), "/board/overview?refused=long");
    assert_eq!(world.value("SELECT name FROM saved_views WHERE shared OR name = 'Моё'").await, "Моё");
    let back =
        lead.post("/board/letter", &[("csrf", &csrf), ("wanted", "yes"), ("back", "//evil.example")]).await;
    assert_eq!(back.location(), "/board/overview");
}
