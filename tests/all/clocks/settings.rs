//! `/settings/clocks`: hours, limits and special days, set with a trace, refused with every word kept.

use otklik::domain::role::Role;

use crate::support::{Visitor, World, make, visitor::Page};

const SAVE: &str = "/settings/clocks";
const DAYS: &str = "/settings/clocks/days";

const GOOD: [(&str, &str); 16] = [
    ("zone", "Asia/Yekaterinburg"),
    ("day1", "9:00-13:00, 14:00-18:00"),
    ("day2", "9-18"),
    ("day3", "9–18"),
    ("day4", "9-18"),
    ("day5", "9-17"),
    ("day6", ""),
    ("day7", ""),
    ("critical-first", "1:30"),
    ("critical-last", "8"),
    ("high-first", "4"),
    ("high-last", "16"),
    ("normal-first", "8"),
    ("normal-last", "40"),
    ("low-first", "16"),
    ("low-last", "80:00"),
];

async fn save(visitor: &Visitor, change: &[(&'static str, &'static str)]) -> Page {
    let page = visitor.get(SAVE).await;
    let mut fields: Vec<(&str, &str)> = GOOD.to_vec();
    for (name, value) in change {
        fields.retain(|(other, _)| other != name);
        fields.push((name, value));
    }
    visitor.submit(&page, SAVE, &fields).await
}

#[tokio::test]
async fn hours_and_limits_are_set_and_open_complaints_follow() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(SAVE).await;
    assert_eq!(page.attributes("#day6", "value"), ["0:00–24:00"]);
    assert_eq!(page.attributes("#critical-first", "value"), ["4:00"]);
    let saved = save(&admin, &[]).await;
    assert_eq!((saved.status, saved.location()), (303, "/settings/clocks?done=saved"));
    let page = admin.get(saved.location()).await;
    assert!(page.has(".alert-success"));
    assert_eq!(page.attributes("#day1", "value"), ["9:00–13:00, 14:00–18:00"]);
    assert_eq!(page.attributes("#day6", "value"), [""]);
    assert_eq!(page.attributes("#low-last", "value"), ["80:00"]);
    assert_eq!(page.attributes("#zone", "value"), ["Asia/Yekaterinburg"]);
    assert_eq!(page.texts(".clocks-preview tbody tr").len(), 4);
    let audit = "SELECT string_agg(subject, ', ' ORDER BY id) FROM audit_events
                 WHERE action = 'settings.put' AND staff_id IS NOT NULL AND detail ? 'from'";
    assert_eq!(world.value(audit).await, "complaints.calendar, complaints.targets");
    let version = "SELECT value::text FROM settings WHERE key = 'complaints.clockwork'";
    let before = world.value(version).await;
    // The same again is no change.
    save(&admin, &[]).await;
    assert_eq!(world.value(version).await, before);
    let mut connection = world.connection().await;
    let settled = otklik::actions::settle_complaints::settle_complaints(&mut connection, chrono::Utc::now());
    assert_eq!(settled.await.expect("settled"), 1);
    let moved = format!(
        "SELECT count(*) FROM complaint_events WHERE complaint_id = {number} AND staff_id IS NULL
         AND field IN ('first_answer_due', 'resolution_due')"
    );
    assert_eq!(world.count(&moved).await, 2);
    let card = world.signed_in(Role::Handler).await.get(&format!("/desk/complaints/{number}")).await;
    assert!(card.texts(".history-field").iter().any(|line| line.starts_with("Срок решения:")));
}

#[tokio::test]
async fn what_cannot_be_followed_is_shown_again_as_typed() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    for (change, field, words) in [
        (&[("zone", "Москва")][..], "zone", "часового пояса"),
        (&[("day2", "с 9 до 18")], "day2", "вторника не читаются"),
        (&[("day3", "18-9")], "day3", "В среду промежуток кончается"),
        (&[("day4", "9-13, 12-18")], "day4", "В четверг промежутки пересекаются"),
        (&[("day5", "0-1,2-3,4-5,6-7,8-9,10-11,12-13")], "day5", "больше шести"),
        (
            &[("day1", ""), ("day2", ""), ("day3", ""), ("day4", " "), ("day5", "")],
            "day1",
            "нет ни одного рабочего часа",
        ),
        (&[("high-last", "два дня")], "high-last", "высокая"),
        (&[("low-first", "0")], "low-first", "от одной минуты до года"),
        (&[("normal-last", "7")], "normal-last", "не может быть раньше"),
        (&[("critical-first", "<script>alert(1)</script>")], "critical-first", "критическая"),
    ] {
        let refused = save(&admin, change).await;
        assert_eq!(refused.status, 422, "{change:?}");
        assert!(refused.texts(".alert-danger")[0].contains(words), "{:?}", refused.texts(".alert-danger"));
        assert!(refused.attributes(".is-invalid", "name").contains(&field.to_owned()), "{change:?}");
        for (name, value) in
            GOOD.iter().filter(|(name, _)| !change.iter().any(|(other, _)| other == name)).chain(change)
        {
            assert_eq!(refused.attributes(&format!("#{name}"), "value"), [*value], "{change:?}");
        }
    }
    assert_eq!(world.count("SELECT count(*) FROM audit_events WHERE action = 'settings.put'").await, 0);
}

#[tokio::test]
async fn what_comes_of_it_is_shown_before_it_is_saved() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(SAVE).await;
    let mut fields = GOOD.to_vec();
    fields.push(("try", "yes"));
    let tried = admin.submit(&page, SAVE, &fields).await;
    assert_eq!(tried.status, 200);
    assert_eq!(tried.attributes("#day1", "value"), ["9:00-13:00, 14:00-18:00"]);
    assert_ne!(tried.texts(".clocks-preview tbody"), page.texts(".clocks-preview tbody"));
    assert_eq!(admin.get(SAVE).await.attributes("#day6", "value"), ["0:00–24:00"]);
}

#[tokio::test]
async fn special_days_are_added_changed_and_removed() {
    let world = World::new().await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get("/settings/clocks?year=2030").await;
    assert!(page.has("#days .empty"));
    let typed = [("day", "2030-03-07"), ("kind", "hours"), ("hours", "10-13, 14-15"), ("note", "Учёт <b>")];
    let put = admin.submit(&page, DAYS, &typed).await;
    assert_eq!((put.status, put.location()), (303, "/settings/clocks?year=2030&done=day"));
    let page = admin.get(put.location()).await;
    assert_eq!(page.texts(".clocks-days tbody th"), ["чт 7 марта 2030"]);
    assert_eq!(page.texts(".clocks-kind"), ["10:00–13:00, 14:00–15:00"]);
    assert!(page.texts(".clocks-days tbody td")[1].contains("Учёт <b>"));
    let change = admin.get("/settings/clocks?day=2030-03-07").await;
    assert_eq!(change.attributes("#hours", "value"), ["10:00–13:00, 14:00–15:00"]);
    assert_eq!(change.attributes("#kind option[selected]", "value"), ["hours"]);
    let typed = [("day", "2030-03-07"), ("kind", "like2-shortened"), ("hours", ""), ("note", "")];
    assert_eq!(admin.submit(&change, DAYS, &typed).await.status, 303);
    assert_eq!(
        world.value("SELECT otherwise::text || ' ' || source FROM calendar_days").await,
        r#"{"kind": "like", "weekday": 2, "shortened": true} staff"#
    );
    let page = admin.get("/settings/clocks?year=2030").await;
    assert_eq!(page.texts(".clocks-kind"), ["как вторник, на час короче"]);
    let removed = admin.submit(&page, "/settings/clocks/days/remove", &[]).await;
    assert_eq!(removed.location(), "/settings/clocks?year=2030&done=removed");
    assert!(admin.get(removed.location()).await.has("#days .empty"));
    for (typed, field) in [
        ([("day", "2030-02-30"), ("kind", "closed"), ("hours", ""), ("note", "Масленица")], "day"),
        ([("day", "1999-01-01"), ("kind", "closed"), ("hours", ""), ("note", "Масленица")], "day"),
        (
            [("day", "2030-01-05"), ("kind", "hours"), ("hours", "9-13, 12-14"), ("note", "Масленица")],
            "hours",
        ),
        ([("day", "2030-01-05"), ("kind", "hours"), ("hours", "утром"), ("note", "Масленица")], "hours"),
    ] {
        let refused = admin.submit(&page, DAYS, &typed).await;
        assert_eq!(refused.status, 422, "{typed:?}");
        assert!(refused.has(".alert-danger"));
        assert_eq!(refused.attributes(".is-invalid", "name"), [field]);
        assert_eq!(refused.attributes("#day", "value"), [typed[0].1]);
        assert_eq!(refused.attributes("#hours", "value"), [typed[2].1]);
        assert_eq!(refused.attributes("#note", "value"), ["Масленица"]);
    }
}

#[tokio::test]
async fn exceptions_that_close_everything_are_told() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    world
        .sql(
            r#"INSERT INTO calendar_days (day, otherwise) SELECT current_date + n, '{"kind": "closed"}'
               FROM generate_series(-10, 3000) n"#,
        )
        .await;
    let admin = world.signed_in(Role::Admin).await;
    let page = admin.get(SAVE).await;
    assert!(page.texts(".alert-warning")[0].contains("сроки не наступят"), "{:?}", page.texts(".alert"));
    assert_eq!(page.texts(".clocks-preview td"), ["срок не наступит"; 8]);
    let mut connection = world.connection().await;
    let settled = otklik::actions::settle_complaints::settle_complaints(&mut connection, chrono::Utc::now());
    assert_eq!(settled.await.expect("settled"), 1);
    let handler = world.signed_in(Role::Handler).await;
    let never = "срок не наступит: в календаре нет рабочих часов";
    let card = handler.get(&format!("/desk/complaints/{number}")).await;
    assert_eq!(card.texts(".clocks-panel .clock"), [never; 2]);
    assert!(handler.get("/desk/complaints").await.body.contains(never));
}
