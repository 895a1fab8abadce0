//! The overview as axe-core and a narrow screen find it, with everything unfolded.

use otklik::domain::role::Role;

use super::{
    WEEK,
    joined::{DAYS, everything},
    two_weeks,
};
use crate::support::{
    World, axe,
    browser::{Browser, DESK, PHONE},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_overview_passes_axe_and_fits_its_width() {
    let world = World::new().await;
    two_weeks(&world).await;
    everything(&world).await;
    for (screen, language, scheme) in [(PHONE, "ru", "light"), (DESK, "en", "dark")] {
        world.sql(&format!("UPDATE staff SET language = '{language}'")).await;
        let browser = Browser::open(screen).await;
        browser.prefers(scheme).await;
        browser.signs_in(&world, Role::Admin).await;
        // The answers of one week alone, and one in which all reports have something to tell.
        for days in [WEEK, DAYS] {
            browser.go(&format!("{}/board/overview?{days}&saved=1&removed=1", world.base)).await;
            let unfold = "for (const one of document.querySelectorAll('main details')) one.open = true;";
            browser.client.execute(unfold, vec![]).await.expect("unfolded");
            assert!(browser.fits_its_width().await, "{days}, {language} is wider than the screen");
            axe::passes(&browser, &format!("the overview of {days}, {language}, {scheme}")).await;
        }
    }
}
