//! Pages as they are sent, word for word: a change of a page is seen before its readers see it.

use otklik::domain::questionnaire::SurveyKind;

use crate::{
    form::asked_by,
    support::{World, make},
};

/// One element a line, without the style of customers' pages and the digests of assets: a change of style is seen on
/// screens, not in a text.
fn plain(body: &str) -> String {
    let body = match (body.find("<style>"), body.find("</style>")) {
        (Some(start), Some(end)) => format!("{}<style>{}", &body[..start], &body[end..]),
        _ => body.to_owned(),
    };
    let mut pieces = body.split("/assets/");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text.push_str("/assets/DIGEST/");
        text.push_str(piece.split_once('/').map_or(piece, |(_, rest)| rest));
    }
    text.replace(include_str!("../../src/web/form/form.js"), "SCRIPT").replace("><", ">\n<")
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

/// What somebody says who answers every question there is; a form reads what it asks.
const EVERYTHING: [(&str, &str); 16] = [
    ("nps", "9"),
    ("satisfaction", "90"),
    ("rating[price]", "8"),
    ("rating[delivery]", "na"),
    ("rating[handling]", "4"),
    ("rating[personal]", "7"),
    ("reason", "moved"),
    ("reason", "tastes_changed"),
    ("main_reason", "moved"),
    ("competitor", "Чай & \"кофе\""),
    ("bring_back", "Самовывоз\r\nи скидка"),
    ("heard_from", "friends"),
    ("wallet_share", "60"),
    ("solved", "yes"),
    ("still_here", "1"),
    ("comment", "<b>Всё</b> хорошо"),
];

#[tokio::test]
async fn the_form_and_the_thanks_of_every_kind_are_as_they_were() {
    let world = World::new().await;
    let visitor = world.stranger();
    for kind in SurveyKind::all().iter().copied().filter(|kind| *kind != SurveyKind::Purchase) {
        for language in ["ru", "en"] {
            let path = asked_by(&world, kind, &format!("{kind} {language}")).await;
            world
                .sql(&format!(
                    "UPDATE invitations SET expires_at = '2099-04-01 12:00+03';
                     UPDATE customers SET language = '{language}'"
                ))
                .await;
            let form = visitor.get(&path).await;
            insta::assert_snapshot!(format!("{kind}.form.{language}"), plain(&form.body));
            let answer = visitor.submit(&form, &path, &EVERYTHING).await;
            assert_eq!(answer.status, 303, "{}", answer.body);
            let thanks = visitor.get(answer.location()).await;
            insta::assert_snapshot!(format!("{kind}.thanks.{language}"), plain(&thanks.body));
        }
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
