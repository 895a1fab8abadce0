//! The pages of this room in a real browser: readable by everybody, on a phone too, light and dark.

use otklik::domain::role::Role;

use super::{set, settle};
use crate::support::{
    World, axe,
    browser::{Browser, DESK, PHONE},
    make,
    world::PASSWORD,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn team_card_dossier_and_history_pass_axe_and_fit_their_width() {
    let world = World::new().await;
    let number = make::complaint(&world, "one", 5).await;
    settle(&world).await;
    assert_eq!(set(&world.signed_in(Role::Handler).await, number, "low", "Ждёт отпуска").await.status, 303);
    world
        .sql(&format!(
            "INSERT INTO complaint_events (complaint_id, at, kind, body)
             SELECT {number}, now() + make_interval(secs => n), 'note', 'Заметка' FROM generate_series(1, 40) n;
             UPDATE complaints SET next_deadline = now() + interval '1 second'"
        ))
        .await;
    let card = format!("/desk/complaints/{number}");
    for screen in [DESK, PHONE] {
        let browser = Browser::open(screen).await;
        browser.go(&format!("{}/sign-in", world.base)).await;
        browser.type_into("#email", "lead@otklik.example").await;
        browser.type_into("#password", PASSWORD).await;
        browser.press("button[type=submit]").await;
        browser.arrives_at("/desk/complaints").await;
        let (dossier, history) = (format!("{card}/dossier?notes=yes"), format!("{card}/history"));
        for page in ["/desk/team", card.as_str(), dossier.as_str(), history.as_str()] {
            for scheme in ["light", "dark"] {
                browser.prefers(scheme).await;
                browser.go(&format!("{}{page}", world.base)).await;
                axe::passes(&browser, &format!("{page} {scheme} {}", screen.width)).await;
            }
            assert!(browser.fits_its_width().await, "{page} at {}", screen.width);
        }
    }
}
