//! The brake on POSTs of strangers: by link and by address, with every word kept.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use reqwest::Method;

use super::answered;
use crate::{form::asked, support::World};

#[tokio::test]
async fn one_link_is_slowed_down_and_keeps_the_words() {
    let world = World::new().await;
    let one = asked(&world, "k1").await;
    let other = asked(&world, "k2").await;
    let visitor = world.stranger();
    // The same again and again: nothing is written after the first, and still it is too much.
    let typed = [("nps", "9"), ("rating[price]", "7"), ("comment", "Так <и> останется")];
    let mut taken = 0;
    let page = loop {
        let page = visitor.post(&one.link, &typed).await;
        if page.status != 303 {
            break page;
        }
        taken += 1;
        assert!(taken < 1_000, "never braked");
    };
    assert!(taken >= 120, "braked after {taken}");
    assert_eq!(page.status, 429);
    assert_eq!(page.texts("[role=alert] h2"), ["Слишком много отправок подряд"]);
    assert_eq!(page.texts("textarea"), ["Так <и> останется"]);
    assert_eq!(page.attributes("input[name=nps][checked]", "value"), ["9"]);
    let wait: u64 = page.header("retry-after").parse().expect("seconds");
    assert!((1..=3).contains(&wait), "{wait}");
    // Others are not touched by it, and looking is free.
    assert_eq!(visitor.post(&other.link, &typed).await.status, 303);
    assert_eq!(visitor.get(&one.link).await.status, 200);
    // After the wait it goes through.
    tokio::time::sleep(std::time::Duration::from_secs(wait)).await;
    assert_eq!(visitor.submit(&page, &one.link, &typed).await.status, 303);
}

#[tokio::test]
async fn other_posts_of_the_link_come_back_with_their_words_too() {
    let world = World::new().await;
    let one = answered(&world, "k1", &[("nps", "2")]).await;
    world.sql("UPDATE customers SET language = 'en'").await;
    let visitor = world.stranger();
    let page = visitor.get(&one.link).await;
    let add = format!("{}/add", one.link);
    let words = "Две строки\r\nи <обе> на месте";
    let exhausted = Exhausted::sender(&world, None, Some(one.invitation));
    let braked = visitor.submit(&page, &add, &[("words", words), ("do", "add")]).await;
    drop(exhausted);
    assert_eq!(
        (braked.status, braked.texts("textarea")),
        (429, vec!["Две строки и <обе> на месте".to_owned()])
    );
    assert_eq!(braked.attributes("input[name=complaint]", "value"), ["1001"]);
    // In the language of the page that was sent: nobody asks the database for it.
    assert_eq!(braked.texts("h1"), ["Too many in a row"]);
    let wait: u64 = braked.header("retry-after").parse().expect("seconds");
    tokio::time::sleep(std::time::Duration::from_secs(wait)).await;
    assert_eq!(visitor.submit(&braked, &add, &[("words", words)]).await.status, 303);
    assert_eq!(
        world.value("SELECT body FROM complaint_events WHERE kind = 'customer'").await,
        "Две строки\nи <обе> на месте"
    );
}

/// While it lives, somebody sends all that one sender may: however slow the machine, nothing is left for others.
pub struct Exhausted {
    done: Arc<AtomicBool>,
    sender: Option<std::thread::JoinHandle<()>>,
}

impl Exhausted {
    pub fn sender(world: &World, address: Option<&str>, invitation: Option<i64>) -> Self {
        let address = address.map(|address| address.parse().expect("an address"));
        let (shared, done) = (Arc::clone(&world.shared), Arc::new(AtomicBool::new(false)));
        while address.is_none_or(|address: IpAddr| !address.is_loopback())
            && shared.limits.count(address, invitation).is_ok()
        {}
        let stop = Arc::clone(&done);
        let sender = std::thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                let _ = shared.limits.count(address, invitation);
            }
        });
        Self { done, sender: Some(sender) }
    }
}

impl Drop for Exhausted {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        let _ = self.sender.take().map(std::thread::JoinHandle::join);
    }
}

/// How many of ten POSTs are braked, as the proxy tells their address, while `exhausted` sends all it may.
async fn braked(world: &World, exhausted: &str, forwarded: &str) -> usize {
    let _exhausted = Exhausted::sender(world, Some(exhausted), None);
    let visitor = world.stranger();
    let headers = [("X-Forwarded-For", forwarded)];
    let mut braked = 0;
    for _ in 0..10 {
        let page = visitor.send(Method::POST, "/s/none/withdraw", Some(&[("nps", "1")]), &headers).await;
        assert!(matches!(page.status, 404 | 429), "{}", page.status);
        braked += usize::from(page.status == 429);
    }
    braked
}

#[tokio::test]
async fn one_address_is_slowed_down_and_the_proxy_says_which_it_is() {
    let world = World::with(&[("OTKLIK_PROXY", "yes")]).await;
    let address = "198.51.100.7".parse().expect("an address");
    let taken = (0..10_000).take_while(|_| world.shared.limits.count(Some(address), None).is_ok()).count();
    assert!((600..1_000).contains(&taken), "{taken}");
    // What a visitor puts before our proxy's own word is not believed.
    assert!(braked(&world, "198.51.100.7", "1.1.1.1, 198.51.100.7").await > 0);
    // One connection has a /64 of its own to choose from.
    braked(&world, "2001:db8:0:1::1", "2001:db8:0:1::1").await;
    assert!(braked(&world, "2001:db8:0:1::1", "[2001:db8:0:1:ffff::2]:4711").await > 0);
    // Others never notice.
    for other in ["198.51.100.8", "198.51.100.7, 203.0.113.5", "2001:db8:0:2::1"] {
        assert_eq!(braked(&world, "198.51.100.7", other).await, 0, "{other}");
    }
}

#[tokio::test]
async fn without_a_proxy_nobody_chooses_their_address_and_this_machine_is_not_locked_out() {
    let world = World::new().await;
    assert_eq!(braked(&world, "198.51.100.7", "198.51.100.7").await, 0);
    assert_eq!(braked(&world, "127.0.0.1", "").await, 0);
}
