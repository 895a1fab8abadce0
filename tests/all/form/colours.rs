//! The colours of customers' pages: contrast computed as WCAG 2.2 does, in light and in dark.

use std::collections::BTreeMap;

const STYLE: &str = include_str!("../../../src/web/form/style.css");

/// What stands on what, and the contrast it needs: 4.5 for text (1.4.3), 3 for edges of fields and marks of focus (1.4.11).
const PAIRS: &[(&str, &str, f64, &str)] = &[
    ("t", "b", 4.5, "text on the page"),
    ("t", "c", 4.5, "text on a card, and in a field"),
    ("t", "s", 4.5, "text under the pointer"),
    ("m", "b", 4.5, "quiet words on the page"),
    ("m", "c", 4.5, "quiet words on a card"),
    ("a", "b", 4.5, "a link on the page"),
    ("a", "c", 4.5, "a link on a card"),
    ("o", "a", 4.5, "words on a button and on a chosen score"),
    ("e", "c", 4.5, "what is wrong, beside its field"),
    ("e", "b", 3.0, "the edge of the summary of mistakes"),
    ("l", "c", 3.0, "the edge of a field"),
    ("a", "s", 3.0, "the mark of focus around what is under the pointer"),
];

/// The variables of one `:root{…}`.
fn variables(block: &str) -> BTreeMap<&str, &str> {
    let inside = block.split_once(":root{").expect("a root").1.split_once('}').expect("its end").0;
    inside.split(';').filter_map(|one| one.strip_prefix("--")?.split_once(':')).collect()
}

/// `#rgb` or `#rrggbb` as three numbers 0..=1.
fn channels(colour: &str) -> [f64; 3] {
    let digits = colour.strip_prefix('#').expect("a colour");
    let wide: String =
        if digits.len() == 3 { digits.chars().flat_map(|one| [one, one]).collect() } else { digits.into() };
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&wide[at..at + 2], 16).expect("hexadecimal")) / 255.0)
}

/// Relative luminance (WCAG 2.2, 'relative luminance').
fn luminance(colour: &str) -> f64 {
    let linear =
        channels(colour).map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

/// Contrast ratio (WCAG 2.2, 'contrast ratio'): 1 to 21.
fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrast_agrees_with_known_pairs() {
    assert!((contrast("#000", "#ffffff") - 21.0).abs() < 1e-9);
    assert!((contrast("#fff", "#fff") - 1.0).abs() < 1e-9);
    // The lightest grey that W3C's own material names as good enough on white.
    assert!((contrast("#767676", "#fff") - 4.54).abs() < 0.005);
}

#[test]
fn every_pair_can_be_read_in_light_and_in_dark() {
    let light = variables(STYLE);
    let dark = variables(STYLE.split_once("prefers-color-scheme:dark").expect("a dark theme").1);
    assert_eq!(
        light.keys().collect::<Vec<_>>(),
        dark.keys().collect::<Vec<_>>(),
        "both name the same colours"
    );
    let mut faint = Vec::new();
    for (theme, colours) in [("light", &light), ("dark", &dark)] {
        for (on, under, needed, what) in PAIRS {
            let found = contrast(colours[on], colours[under]);
            println!("{theme} {what}: {found:.2}");
            if found < *needed {
                faint.push(format!("{theme}, {what}: {found:.2}, {needed} needed"));
            }
        }
    }
    assert!(faint.is_empty(), "{}", faint.join("\n"));
}

#[test]
fn no_colour_is_used_past_the_palette() {
    let rest: String = STYLE.lines().filter(|line| !line.contains(":root{")).collect();
    let stray: Vec<&str> = rest
        .match_indices('#')
        .map(|(at, _)| rest[at..].split([';', '}', ' ', ':', ')', ',', '>']).next().unwrap_or_default())
        .filter(|one| one.len() > 3 && one[1..].chars().all(|digit| digit.is_ascii_hexdigit()))
        .collect();
    assert!(stray.is_empty(), "{stray:?}");
}
