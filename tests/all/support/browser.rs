//! A real browser: headless Chromium, driven over WebDriver, at the size of a phone or a desk. Missing is a failure.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
};

use fantoccini::{Client, ClientBuilder, Locator, wd::WebDriverCompatibleCommand};
use otklik::domain::role::Role;
use serde_json::json;
use url::Url;

use super::{World, world::PASSWORD};

/// One browser with a profile of its own; it ends with the test.
pub struct Browser {
    pub client: Client,
    driver: Child,
    _profile: tempfile::TempDir,
}

/// How wide the screen is, and whether scripts run.
#[derive(Clone, Copy)]
pub struct Screen {
    pub width: u32,
    pub height: u32,
    pub scripts: bool,
}

pub const PHONE: Screen = Screen { width: 375, height: 812, scripts: true };
pub const PHONE_WITHOUT_SCRIPTS: Screen = Screen { scripts: false, ..PHONE };
pub const DESK: Screen = Screen { width: 1280, height: 900, scripts: true };
pub const DESK_WITHOUT_SCRIPTS: Screen = Screen { scripts: false, ..DESK };

impl Browser {
    /// One that says of itself that a program drives it and that it has no screen.
    pub async fn open(screen: Screen) -> Self {
        Self::start(screen, false).await
    }

    /// One that looks to pages as in somebody's hand.
    pub async fn open_in_hand(screen: Screen) -> Self {
        Self::start(screen, true).await
    }

    async fn start(screen: Screen, in_hand: bool) -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver (Debian: chromium-driver; scripts/test installs it)");
        let mut words =
            BufReader::new(driver.stdout.take().expect("its words")).lines().map_while(Result::ok);
        let port: u16 = words
            .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok())
            .expect("chromedriver names its port");
        // It goes on talking; a pipe that nobody empties would stop it.
        std::thread::spawn(move || words.for_each(drop));
        let profile = tempfile::tempdir().expect("a folder");
        let mut args = vec![
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            "--hide-scrollbars".to_owned(),
            // A page that glides to its place is missed by a click on the way.
            "--force-prefers-reduced-motion".to_owned(),
            format!("--window-size={},{}", screen.width, screen.height),
            format!("--user-data-dir={}", profile.path().display()),
        ];
        if in_hand {
            args.push("--disable-blink-features=AutomationControlled".to_owned());
            args.push("--user-agent=Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36".to_owned());
        }
        let mut options = json!({ "args": args });
        // Touch and no scripts together stop the driver; without scripts the window is merely narrow.
        if screen.width < 600 && screen.scripts {
            options["mobileEmulation"] = json!({ "deviceMetrics":
                { "width": screen.width, "height": screen.height, "pixelRatio": 2.0, "touch": true } });
        }
        let capabilities = json!({ "goog:chromeOptions": options });
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities.as_object().expect("an object").clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("a browser");
        if !screen.scripts {
            // Told to the page's engine alone: the driver's own look at the page goes on working.
            let off = Devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
            client.issue_cmd(off).await.expect("scripts are off");
        }
        Self { client, driver, _profile: profile }
    }

    pub async fn go(&self, url: &str) {
        self.client.goto(url).await.expect("a page");
    }

    /// Signs staff of a role in through the page; ends where they begin their day.
    pub async fn signs_in(&self, world: &World, role: Role) {
        self.go(&format!("{}/sign-in", world.base)).await;
        self.type_into("#email", &format!("{}@otklik.example", role.code())).await;
        self.type_into("#password", PASSWORD).await;
        self.press("form button[type=submit]").await;
        self.arrives_at("/desk/complaints").await;
    }

    /// Takes the network away, or gives it back.
    pub async fn network(&self, there: bool) {
        self.client.issue_cmd(Network(there)).await.expect("another network");
    }

    /// The text of the first element that a selector finds; waits for it to appear.
    pub async fn text(&self, css: &str) -> String {
        let found = self.client.wait().for_element(Locator::Css(css)).await;
        found.unwrap_or_else(|_| panic!("no {css}")).text().await.expect("text")
    }

    pub async fn has(&self, css: &str) -> bool {
        self.client.find(Locator::Css(css)).await.is_ok()
    }

    /// Presses what a selector finds, as a pointer would.
    pub async fn press(&self, css: &str) {
        let found = self.client.wait().for_element(Locator::Css(css)).await;
        let element = found.unwrap_or_else(|_| panic!("no {css}"));
        element.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    pub async fn type_into(&self, css: &str, words: &str) {
        let found = self.client.wait().for_element(Locator::Css(css)).await;
        let element = found.unwrap_or_else(|_| panic!("no {css}"));
        element.send_keys(words).await.expect("typing");
    }

    /// Writes into a field instead of what is there.
    pub async fn fill(&self, css: &str, words: &str) {
        let element = self.client.find(Locator::Css(css)).await.unwrap_or_else(|_| panic!("no {css}"));
        element.clear().await.expect("emptied");
        element.send_keys(words).await.expect("typing");
    }

    /// Waits until what a selector finds says this.
    pub async fn says(&self, css: &str, words: &str) {
        let patience = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
        let script =
            "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent).join(' | ')";
        loop {
            let said = self.client.execute(script, vec![css.into()]).await.expect("a look");
            let said = said.as_str().unwrap_or_default().to_owned();
            if said.contains(words) {
                return;
            }
            assert!(tokio::time::Instant::now() < patience, "{css} says {said:?} and never {words:?}");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }

    pub async fn attribute(&self, css: &str, name: &str) -> String {
        let element = self.client.find(Locator::Css(css)).await.unwrap_or_else(|_| panic!("no {css}"));
        element.attr(name).await.expect("an attribute").unwrap_or_default()
    }

    /// Waits until the address is this path: a press returns before the next page is there.
    pub async fn arrives_at(&self, path: &str) {
        let patience = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
        while self.path().await != path {
            assert!(tokio::time::Instant::now() < patience, "at {} instead of {path}", self.path().await);
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    pub async fn path(&self) -> String {
        self.client.current_url().await.expect("an address").path().to_owned()
    }

    /// Presses a key by its place on the keyboard (`KeyJ`), with what the layout makes of it (`j`, or `о` in Russian).
    /// Names of parts before it, as in `Shift+KeyJ` or `Control+Enter`, are held meanwhile.
    pub async fn stroke(&self, place: &str, makes: &str) {
        let (held, code) = place.rsplit_once('+').unwrap_or(("", place));
        let bit = |name: &str, bit: u8| if held.contains(name) { bit } else { 0 };
        let modifiers = bit("Alt", 1) | bit("Control", 2) | bit("Shift", 8);
        let number = match code {
            "Enter" => 13,
            "Escape" => 27,
            "ArrowDown" => 40,
            _ => 0,
        };
        let text = match (code, modifiers & 2) {
            ("Enter", 0) => "\r",
            _ if makes.chars().count() == 1 && modifiers & 2 == 0 => makes,
            _ => "",
        };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "code": code, "key": makes, "text": if kind == "keyDown" { text } else { "" },
                "modifiers": modifiers, "windowsVirtualKeyCode": number });
            self.client.issue_cmd(Devtools("Input.dispatchKeyEvent", event)).await.expect("a stroke");
        }
    }

    /// Types where the focus is; `\u{E004}` is Tab and `\u{E007}` Enter, as WebDriver names them.
    pub async fn types(&self, words: &str) {
        let element = self.client.active_element().await.expect("a focus");
        element.send_keys(words).await.expect("typing");
    }

    /// What the focus is on: the value of one of its attributes.
    pub async fn focused(&self, attribute: &str) -> String {
        let element = self.client.active_element().await.expect("a focus");
        element.attr(attribute).await.expect("an attribute").unwrap_or_default()
    }

    /// Waits until the page says yes to an expression of JavaScript.
    pub async fn waits_for(&self, expression: &str) {
        let patience = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
        let script = format!("return Boolean({expression})");
        while self.client.execute(&script, vec![]).await.expect("an answer") != serde_json::json!(true) {
            assert!(tokio::time::Instant::now() < patience, "never {expression}");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Shows pages as a reader with a light or a dark system sees them.
    pub async fn prefers(&self, scheme: &str) {
        let wish = Devtools("Emulation.setEmulatedMedia", super::axe::media(scheme));
        self.client.issue_cmd(wish).await.expect("a wish");
    }

    /// Whether nothing is cut off at the right: the page is no wider than the screen.
    pub async fn fits_its_width(&self) -> bool {
        // A phone zooms out of a page that is too wide: its window would say that it fits.
        let wide = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
        self.client.execute(wide, vec![]).await.expect("a measure").as_bool().expect("yes or no")
    }
}

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct Devtools(&'static str, serde_json::Value);

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        let body = json!({ "cmd": self.0, "params": self.1 });
        (http::Method::POST, Some(body.to_string()))
    }
}

/// Chromium's own command that there is no network, or is again.
#[derive(Debug)]
struct Network(bool);

impl WebDriverCompatibleCommand for Network {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/chromium/network_conditions", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        let conditions =
            json!({ "offline": !self.0, "latency": 0, "download_throughput": -1, "upload_throughput": -1 });
        (http::Method::POST, Some(json!({ "network_conditions": conditions }).to_string()))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The whole group: the browser's own processes too, which outlive their driver.
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.driver.wait();
    }
}
