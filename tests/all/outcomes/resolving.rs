//! Resolving: what must be known, what is refused with every word kept, and that of two at once one wins.

use otklik::domain::role::Role;

use super::{WHOLE, card, chosen, does, kept, outcome, press, taken, told};
use crate::support::World;

#[tokio::test]
async fn everything_is_kept_in_its_field_and_in_the_history() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    does(&handler, number, "resolve", &WHOLE).await;
    assert_eq!(outcome(&world, number).await, "resolved delivery.late upheld refund refund 1500.50RUB");
    assert_eq!(
        told(
            &world,
            number,
            "field IN ('root_cause', 'resolution', 'remedy_sought', 'remedy_given', 'compensation')"
        )
        .await,
        [
            "field root_cause - delivery.late",
            "field resolution - upheld",
            "field remedy_sought - refund",
            "field remedy_given - refund",
            "field compensation - 1500.50 RUB",
        ]
    );
    let page = card(&handler, number).await;
    let facts = page.texts(".facts dd");
    for words in ["Доставка: позже срока", "Клиент прав", "Вернуть деньги", "Возврат денег", "1500,50 ₽"]
    {
        assert!(facts.iter().any(|fact| fact.replace('\u{a0}', " ") == words), "{words}: {facts:?}");
    }
    let list = handler.get("/desk/complaints?list=finished").await;
    assert!(list.texts("td.q-state")[0].contains("Клиент прав"));
    // zammad#2579, chatwoot#10178: the moment of the resolution is kept, and no clock runs any more.
    assert_eq!(
        world.value("SELECT concat_ws(' ', resolved_at IS NOT NULL, next_deadline = '9999-01-01Z') FROM complaints").await,
        "t t"
    );
    world.sql("UPDATE complaints SET resolution_due = now() - interval '1 day'").await;
    assert!(!card(&handler, number).await.has(".clock-soon"));
    let overdue = handler.get("/desk/complaints").await;
    assert!(!overdue.has(".queue-lists .clock-late"));
}

#[tokio::test]
async fn what_is_missing_is_named_and_the_first_of_it_has_the_focus() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    let page = card(&handler, number).await;
    let refused =
        press(&handler, &page, number, "resolve", &[("resolution", "upheld"), ("body", "Слова")]).await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.texts("[role=alert]"),
        ["Заполните или выберите: Причина, Чего просил клиент, Что клиент получил"]
    );
    assert_eq!(
        refused.attributes("[role=alert] a", "href"),
        ["#resolve-cause", "#resolve-sought", "#resolve-given"]
    );
    assert_eq!(refused.attributes("[autofocus]", "id"), ["resolve-cause"]);
    assert_eq!(kept(&refused, "resolve"), "Слова");
    assert_eq!(chosen(&refused, "resolve", "resolution"), ["upheld"]);
    let mut unpaid = WHOLE.to_vec();
    unpaid.retain(|(name, _)| *name != "amount");
    let refused = press(&handler, &page, number, "resolve", &unpaid).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.texts("[role=alert]"), ["Заполните или выберите: Компенсация"]);
    assert_eq!(refused.attributes("[autofocus]", "id"), ["resolve-amount"]);
    assert_eq!(world.value("SELECT state FROM complaints").await, "in_progress");
}

#[tokio::test]
async fn money_is_exact_and_what_is_none_stays_as_typed() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    let page = card(&handler, number).await;
    for (amount, currency, words) in [
        ("много", "RUB", "не сумма"),
        ("-5", "RUB", "отрицательной"),
        ("1,234", "RUB", "двояко"),
        ("0,125", "RUB", "двух знаков"),
        ("=1+1", "RUB", "не сумма"),
        ("1e9", "RUB", "не сумма"),
        ("5", "<b>", "не валюта"),
        ("5", "", "не валюта"),
    ] {
        let mut typed = WHOLE.to_vec();
        typed.retain(|(name, _)| !["amount", "currency"].contains(name));
        typed.extend([("amount", amount), ("currency", currency)]);
        let refused = press(&handler, &page, number, "resolve", &typed).await;
        assert_eq!(refused.status, 422, "{amount}");
        assert!(refused.texts("[role=alert]")[0].contains(words), "{:?}", refused.texts("[role=alert]"));
        assert_eq!(refused.attributes("#resolve-amount", "value"), [amount]);
        assert_eq!(refused.attributes("#resolve-currency", "value"), [currency]);
        assert_eq!(chosen(&refused, "resolve", "cause"), ["delivery.late"]);
        assert_eq!(refused.attributes("[autofocus]", "id").len(), 1);
    }
    assert_eq!(world.value("SELECT state FROM complaints").await, "in_progress");
}

#[tokio::test]
async fn the_currency_is_that_of_the_purchase_else_the_houses_newest() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    world.sql("UPDATE purchases SET currency = 'KZT'").await;
    assert_eq!(card(&handler, number).await.attributes("#resolve-currency", "value"), ["KZT"]);
    world
        .sql(
            "WITH buyer AS (INSERT INTO customers (external_id) VALUES ('other') RETURNING id)
              INSERT INTO purchases (external_id, customer_id, purchased_at, amount, currency)
              SELECT 'newest', id, now(), 1, 'EUR' FROM buyer;
              WITH alone AS (INSERT INTO customers (external_id) VALUES ('alone') RETURNING id)
              UPDATE complaints SET customer_id = alone.id, purchase_id = NULL FROM alone",
        )
        .await;
    assert_eq!(card(&handler, number).await.attributes("#resolve-currency", "value"), ["EUR"]);
}

#[tokio::test]
async fn it_ends_as_rejected_only_by_rejecting_and_as_no_complaint_without_a_remedy() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    let page = card(&handler, number).await;
    assert!(!page.has("#resolve-resolution option[value=rejected]"));
    let mut typed = WHOLE.to_vec();
    typed.retain(|(name, _)| *name != "resolution");
    typed.push(("resolution", "rejected"));
    assert_eq!(press(&handler, &page, number, "resolve", &typed).await.status, 422);
    for cause in ["delivery", "nonsense", ""] {
        let typed = [("cause", cause), ("resolution", "withdrawn")];
        assert_eq!(press(&handler, &page, number, "resolve", &typed).await.status, 422, "{cause}");
    }
    does(&handler, number, "resolve", &[("cause", "other"), ("resolution", "not_a_complaint")]).await;
    assert_eq!(outcome(&world, number).await, "resolved other not_a_complaint nothing nothing -");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_resolve_at_once_one_wins_and_the_other_sees_both() {
    let world = World::new().await;
    let (handler, lead) = (world.signed_in(Role::Handler).await, world.signed_in(Role::Lead).await);
    let number = taken(&world, &handler, "one").await;
    let (mine, theirs) = (card(&handler, number).await, card(&lead, number).await);
    let other = [
        ("cause", "delivery.lost"),
        ("resolution", "goodwill"),
        ("sought", "refund"),
        ("given", "voucher"),
        ("amount", "300"),
        ("currency", "RUB"),
        ("body", "Слова ведущей"),
    ];
    let mut own = WHOLE.to_vec();
    own.push(("body", "Слова сотрудника"));
    let (a, b) = tokio::join!(
        press(&handler, &mine, number, "resolve", &own),
        press(&lead, &theirs, number, "resolve", &other),
    );
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    let (loser, their_own, won, words) = if a.status == 409 {
        (&a, "delivery.late", "Доставка: не доставлено", "Слова сотрудника")
    } else {
        (&b, "delivery.lost", "Доставка: позже срока", "Слова ведущей")
    };
    assert!(loser.texts("[role=alert]")[0].contains(won), "{:?}", loser.texts("[role=alert]"));
    assert_eq!(chosen(loser, "resolve", "cause"), [their_own]);
    assert_eq!(kept(loser, "resolve"), words);
    assert_eq!(world.count("SELECT count(*) FROM complaint_events WHERE kind = 'resolved'").await, 1);
    assert_eq!(world.count("SELECT count(*) FROM letters WHERE kind = 'resolved'").await, 1);
}

#[tokio::test]
async fn pressed_twice_it_is_resolved_once_and_otherwise_it_is_told() {
    let world = World::new().await;
    let handler = world.signed_in(Role::Handler).await;
    let number = taken(&world, &handler, "one").await;
    let page = card(&handler, number).await;
    for _ in 0..2 {
        assert_eq!(press(&handler, &page, number, "resolve", &WHOLE).await.status, 303);
    }
    let mut other = WHOLE.to_vec();
    other.retain(|(name, _)| *name != "amount");
    other.push(("amount", "1500,51"));
    assert_eq!(press(&handler, &page, number, "resolve", &other).await.status, 409);
    assert_eq!(world.count("SELECT version FROM complaints").await, 3);
}
