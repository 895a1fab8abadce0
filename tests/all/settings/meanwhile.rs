//! Two administrators at the same page: the second is told of both values, loses nothing typed, and decides.

use otklik::domain::role::Role;
use scraper::Selector;

use crate::support::{Page, World};

/// The form that has a field: its action, and what a browser would send of it.
fn form(page: &Page, field: &str) -> (String, Vec<(String, String)>) {
    assert!(matches!(page.status, 200 | 409), "{}", page.body);
    let html = page.html();
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let forms = select(&format!("form:has([name={field}])"));
    let form = html.select(&forms).next().expect("a form");
    let mut fields = Vec::new();
    for input in form.select(&select("input, textarea, select option[selected]")) {
        let name = input.attr("name").map_or_else(
            || {
                input
                    .ancestors()
                    .find_map(|above| above.value().as_element()?.attr("name"))
                    .expect("a name")
                    .to_owned()
            },
            str::to_owned,
        );
        let unticked = input.attr("type") == Some("checkbox") && input.attr("checked").is_none();
        if unticked || name == "csrf" || name == "shown" {
            continue;
        }
        let value = match input.value().name() {
            "textarea" => input.text().collect::<String>().trim_start_matches('\n').to_owned(),
            _ => input.attr("value").unwrap_or_default().to_owned(),
        };
        fields.push((name, value));
    }
    (form.attr("action").expect("an action").to_owned(), fields)
}

/// A value of a field as it stands on a page.
fn value(page: &Page, field: &str) -> String {
    let (_, fields) = form(page, field);
    fields.into_iter().find(|(name, _)| name == field).expect("the field").1
}

#[tokio::test]
async fn nobody_saves_over_what_somebody_else_saved_meanwhile() {
    let world = World::new().await;
    let one = world.signed_in(Role::Admin).await;
    let other = world.signed_in(Role::Admin).await;
    for (address, field, first, second) in [
        ("/settings/outcomes", "days", "10", "20"),
        ("/settings/outcomes", "ru", "Напишите\r\nдиректору", "Позвоните <b>нам</b>"),
        ("/settings/assigning", "capacity", "5", "7"),
        ("/settings/clocks", "day1", "09:00-18:00", "10:00-19:00"),
        ("/settings/legal-terms", "share_percent", "30", "40"),
        ("/settings/legal-terms", "title_ru", "Возврат", "Замена"),
    ] {
        let before = other.get(address).await;
        let press = async |page: &Page, to: &str| {
            let (action, mut fields) = form(page, field);
            fields.iter_mut().filter(|(name, _)| name == field).for_each(|(_, value)| to.clone_into(value));
            let typed: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            other.submit(page, &action, &typed).await
        };
        // Somebody saves by a page of their own.
        let done = press(&other.get(address).await, first).await;
        assert_eq!(done.status, 303, "{address} {field} {}", done.body);
        let stored = value(&one.get(address).await, field);
        let met = press(&before, second).await;
        assert_eq!(met.status, 409, "{address} {field} {}", met.body);
        let told = met.texts(".meanwhile td");
        assert_eq!(told.len(), 2, "{address} {field} {told:?}");
        assert_eq!(told[1], second, "{address}");
        assert_eq!(value(&met, field), second, "{address}");
        assert_eq!(value(&one.get(address).await, field), stored, "{address}");
        // Seen, it is their own decision.
        let done = press(&met, second).await;
        assert_eq!(done.status, 303, "{address} {field} {}", done.body);
        // The same again, by whatever page, is no conflict.
        let kept = value(&one.get(address).await, field);
        assert_ne!(kept, stored, "{address}");
        assert_eq!(press(&before, &kept).await.status, 303, "{address} {field}");
    }
}
