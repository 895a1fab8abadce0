//! Who is at a complaint.

use super::{both, card};
use crate::support::{World, make, visitor::Page, visitor::Visitor};

async fn says(visitor: &Visitor, card: &Page, number: i64, doing: &str) -> Page {
    let page = card.attributes("#live", "data-page").remove(0);
    let csrf = card.attributes("#live [name=csrf]", "value").remove(0);
    let fields = [("csrf", csrf.as_str()), ("page", page.as_str()), ("doing", doing)];
    visitor.post(&format!("/desk/complaints/{number}/presence"), &fields).await
}

#[tokio::test]
async fn who_looks_and_who_writes_is_shown_on_the_card_and_in_the_list_to_others_alone() {
    // Asked for in chatwoot#775, #1576 and #11062.
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, maria) = both(&world).await;
    let his = card(&ivan, number).await;
    assert_eq!(his.texts("#presence .present"), Vec::<String>::new());
    let hers = card(&maria, number).await;
    assert_eq!(hers.texts("#presence .present"), ["Иван Петров смотрит"]);
    let told = says(&ivan, &his, number, "writes").await;
    assert_eq!((told.status, told.texts(".present")), (200, vec!["Мария Лебедева смотрит".to_owned()]));
    let list = maria.get("/desk/complaints").await;
    assert_eq!(list.texts("tr .present .visually-hidden"), ["Иван Петров пишет"]);
    assert_eq!(list.texts("tr .present [aria-hidden=true]:not(svg)"), ["ИП"]);
    // A second page of the same person is one person, and leaving one is not leaving the other.
    let second = card(&ivan, number).await;
    assert_eq!(says(&ivan, &his, number, "leaves").await.status, 204);
    assert_eq!(card(&maria, number).await.texts("#presence .present"), ["Иван Петров смотрит"]);
    assert_eq!(says(&ivan, &second, number, "leaves").await.status, 204);
    assert_eq!(card(&maria, number).await.texts("#presence .present"), Vec::<String>::new());
    assert_eq!(says(&ivan, &his, number, "dances").await.status, 400);
    assert_eq!(says(&ivan, &his, 999_999, "looks").await.status, 404);
}

#[tokio::test]
async fn whoever_is_not_heard_of_for_half_a_minute_is_gone_and_nobody_is_ever_locked_out() {
    // osTicket#5533, #2504, #2371, #1434, #2107: a lock that is seen as expired, or held by a page nobody looks at.
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let (ivan, maria) = both(&world).await;
    let his = card(&ivan, number).await;
    says(&ivan, &his, number, "writes").await;
    let hers = card(&maria, number).await;
    let action = format!("/desk/complaints/{number}/note");
    assert_eq!(maria.submit(&hers, &action, &[("body", "Пока он пишет")]).await.status, 303);
    world.sql("UPDATE complaint_presence SET at = at - interval '31 seconds'").await;
    assert_eq!(card(&maria, number).await.texts("#presence .present"), Vec::<String>::new());
    let mut connection = world.connection().await;
    let swept =
        otklik::store::complaint_presence::sweep(&mut connection, chrono::Utc::now()).await.expect("a sweep");
    assert_eq!(swept, 2);
}
