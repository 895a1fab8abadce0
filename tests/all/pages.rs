//! Pages as they are sent, word for word: a change of a page is seen before its readers see it.

use crate::support::{World, make};

/// One element a line, without the digests of assets, which change with every style.
fn plain(body: &str) -> String {
    let mut pieces = body.split("/assets/");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text.push_str("/assets/DIGEST/");
        text.push_str(piece.split_once('/').map_or(piece, |(_, rest)| rest));
    }
    text.replace("><", ">\n<")
}

/// A world with one invitation whose days never change; answers the path of its form.
async fn asked(language: &str) -> (World, String) {
    let world = World::new().await;
    let customer = make::customer(&world, "C-1").await;
    let purchase = make::purchase(&world, customer, "P-1", 3).await;
    let invitation = make::invitation(&world, customer, purchase).await;
    world
        .sql(&format!(
            "UPDATE purchases SET purchased_at = '2026-03-01 12:00+03';
             UPDATE invitations SET expires_at = '2099-04-01 12:00+03';
             UPDATE customers SET name = 'Вера <b>Орлова</b>', language = '{language}'"
        ))
        .await;
    let path = format!("/s/{}", world.shared.keys.sign(invitation));
    (world, path)
}

#[tokio::test]
async fn customers_pages_are_as_they_were() {
    for language in ["ru", "en"] {
        let (world, path) = asked(language).await;
        let visitor = world.stranger();
        let form = visitor.get(&format!("{path}?nps=2")).await;
        insta::assert_snapshot!(format!("form.{language}"), plain(&form.body));
        let asking = visitor.get(&format!("{path}/unsubscribe")).await;
        insta::assert_snapshot!(format!("unsubscribe.{language}"), plain(&asking.body));
        let refused = visitor.post(&path, &[("nps", "11"), ("comment", "<script>")]).await;
        assert_eq!(refused.status, 422);
        insta::assert_snapshot!(format!("form-refused.{language}"), plain(&refused.body));
        let fields =
            [("nps", "2"), ("rating[delivery]", "1"), ("comment", "Чай & \"коробка\""), ("contact_me", "1")];
        assert_eq!(visitor.post(&path, &fields).await.status, 303);
        let thanks = visitor.get(&format!("{path}/thanks")).await;
        insta::assert_snapshot!(format!("thanks.{language}"), plain(&thanks.body));
        world
            .sql(
                "UPDATE responses SET answered_at = '2026-03-05 12:00+03', changed_at = '2026-03-05 12:00+03';
                 UPDATE complaints SET opened_at = '2026-03-05 12:00+03', first_answer_due = '2099-03-05 16:00+03'",
            )
            .await;
        let afterwards = visitor.get(&path).await;
        insta::assert_snapshot!(format!("afterwards.{language}"), plain(&afterwards.body));
        let asking = visitor.get(&format!("{path}/withdraw")).await;
        insta::assert_snapshot!(format!("withdraw.{language}"), plain(&asking.body));
        world.sql("UPDATE invitations SET planned_at = '2026-01-01', expires_at = '2026-02-01'").await;
        let over = visitor.get(&path).await;
        assert_eq!(over.status, 200);
        insta::assert_snapshot!(format!("afterwards-over.{language}"), plain(&over.body));
        let closed = visitor.post(&path, &[("nps", "9")]).await;
        assert_eq!(closed.status, 410);
        insta::assert_snapshot!(format!("closed.{language}"), plain(&closed.body));
    }
}

#[tokio::test]
async fn the_way_in_is_as_it_was() {
    let world = World::new().await;
    let page = world.stranger().get("/sign-in?back=%2Fboard%2Fnps").await;
    insta::assert_snapshot!("sign-in.ru", plain(&page.body));
    let page = world.stranger().get("/none").await;
    insta::assert_snapshot!("not-found.ru", plain(&page.body));
}
