//! axe-core in a real browser: what a page does against WCAG 2.2 AA and good practice.

use serde_json::{Value, json};

use super::browser::Browser;

/// The rules of axe-core, run inside the page by the driver, whatever the page itself allows.
const AXE: &str = include_str!("../../vendored/axe.min.js");

/// Each violation in a line: its rule, the element, and what is wrong with it.
pub async fn violations(browser: &Browser) -> Vec<String> {
    let there = browser.client.execute("return 'axe' in window", vec![]).await.expect("a look");
    if there != json!(true) {
        browser.client.execute(AXE, vec![]).await.expect("axe is there");
    }
    let run = "const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'],
                            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
           .then(found => done(found.violations), problem => done(String(problem)));";
    let found = browser.client.execute_async(run, vec![]).await.expect("axe runs");
    let Value::Array(found) = found else { panic!("axe: {found}") };
    let lines = found.iter().flat_map(|one| {
        let rule = one["id"].as_str().unwrap_or_default().to_owned();
        let nodes = one["nodes"].as_array().cloned().unwrap_or_default();
        nodes.into_iter().map(move |node| {
            format!("{rule} {}: {}", node["target"], node["failureSummary"].as_str().unwrap_or_default())
        })
    });
    lines.collect()
}

/// Fails with all that is wrong with the page, in light and in dark.
pub async fn passes(browser: &Browser, page: &str) {
    for scheme in ["light", "dark"] {
        browser.prefers(scheme).await;
        let found = violations(browser).await;
        assert!(found.is_empty(), "{page}, {scheme}:\n{}", found.join("\n"));
    }
    browser.prefers("light").await;
}

/// What Chromium is told of the reader's wishes.
pub fn media(scheme: &str) -> Value {
    json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme },
                         { "name": "prefers-reduced-motion", "value": "reduce" }] })
}
