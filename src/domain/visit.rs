//! Whether a look at a survey's link was a person's or a robot's. No look is ever an answer, whatever the verdict.

use chrono::{DateTime, TimeDelta, Utc};

coded! {
    /// What a look at a link is taken for.
    ///
    /// | verdict | rule |
    /// | --- | --- |
    /// | head | the method is HEAD: no page was asked for |
    /// | prefetch | the browser says that nobody looks yet: `Sec-Purpose: prefetch` (HTML and Fetch standards), and what came before it: `Purpose: prefetch` or `preview`, `X-Purpose: preview`, `X-Moz: prefetch` |
    /// | scanner | no `User-Agent`, or one that names a robot, a mail filter, a link preview, a program library or a browser without a screen |
    /// | burst | several different scores of one link within a moment: [`is_burst`] |
    /// | person | nothing of all that |
    ///
    /// The order is that of the table: the first rule that holds decides, but for bursts, which are found afterwards.
    pub enum Verdict {
        /// Nothing speaks for a robot.
        Person = "person",
        /// Headers alone were asked for.
        Head = "head",
        /// Fetched before anybody asked.
        Prefetch = "prefetch",
        /// A program that says what it is.
        Scanner = "scanner",
        /// More scores at once than a hand presses.
        Burst = "burst",
    }
}

coded! {
    /// What stands behind the fields of a form that were not sent.
    pub enum Sign {
        /// A score from a letter stood on a page that was visible and in front for some moments: provisional.
        Seen = "seen",
        /// A pointer or a key touched the form.
        Touched = "touched",
    }
}

/// What a request says of who sent it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look<'a> {
    /// The method is HEAD.
    pub head: bool,
    /// The values of `Sec-Purpose`, `Purpose`, `X-Purpose` and `X-Moz`, those that were there.
    pub purposes: [Option<&'a str>; 4],
    /// The value of `User-Agent`.
    pub user_agent: Option<&'a str>,
}

/// Parts of the `User-Agent` of what is no person, in lower case: search robots and link previews by their published
/// names, mail filters and Office's own check of a link before it opens the browser, libraries of programs, and
/// browsers without a screen. Most filters call themselves an ordinary browser: those are found by what they do.
const ROBOTS: &[&str] = &[
    "bot/",
    "bot;",
    "bot)",
    "+http",
    "crawler",
    "spider",
    "googlebot",
    "google-safety",
    "googleimageproxy",
    "yahoomailproxy",
    "bingpreview",
    "facebookexternalhit",
    "whatsapp/",
    "telegrambot",
    "skypeuripreview",
    "microsoftpreview",
    "vkshare",
    "slackbot",
    "microsoft office",
    "ms-office",
    "existence discovery",
    "barracuda",
    "mimecast",
    "proofpoint",
    "symantec",
    "messagelabs",
    "trendmicro",
    "trend micro",
    "forcepoint",
    "fortiguard",
    "ironport",
    "sophos",
    "fireeye",
    "trellix",
    "virustotal",
    "urlscan",
    "headlesschrome",
    "phantomjs",
    "curl/",
    "wget/",
    "python",
    "aiohttp",
    "httpx",
    "go-http-client",
    "java/",
    "apache-httpclient",
    "okhttp",
    "libwww-perl",
    "node-fetch",
    "axios/",
    "guzzle",
    "winhttp",
    "reqwest",
];

/// Different scores of one link this close to each other are no hand's: two.
///
/// Mail programs that fetch all links of a letter were seen to give several scores within a second (PostHog #43690).
pub const AT_ONCE: TimeDelta = TimeDelta::seconds(2);
/// And so are three within this time: a person who pressed the wrong one goes back once.
pub const IN_A_ROW: TimeDelta = TimeDelta::seconds(60);

/// What one request is taken for by itself; a burst is seen only beside others.
#[must_use]
pub fn verdict(look: &Look<'_>) -> Verdict {
    let ahead = |value: &str| {
        let value = value.to_ascii_lowercase();
        value.contains("prefetch") || value.contains("prerender") || value.contains("preview")
    };
    if look.head {
        Verdict::Head
    } else if look.purposes.iter().flatten().any(|value| ahead(value)) {
        Verdict::Prefetch
    } else if is_robot(look.user_agent) {
        Verdict::Scanner
    } else {
        Verdict::Person
    }
}

/// Whether a `User-Agent` names what is no person; none at all does.
#[must_use]
pub fn is_robot(user_agent: Option<&str>) -> bool {
    let name = user_agent.unwrap_or_default().trim().to_ascii_lowercase();
    name.is_empty() || ROBOTS.iter().any(|robot| name.contains(robot))
}

/// Whether looks at one link, each with the score that its address chose, are more than a hand does: two different
/// scores within [`AT_ONCE`] of each other, or three within [`IN_A_ROW`]. The order does not matter.
#[must_use]
pub fn is_burst(scores: &[(DateTime<Utc>, &str)]) -> bool {
    let apart = |a: DateTime<Utc>, b: DateTime<Utc>| (a - b).abs();
    scores.iter().any(|(at, score)| {
        scores.iter().any(|(other_at, other)| other != score && apart(*at, *other_at) <= AT_ONCE) || {
            let mut seen: Vec<&str> = scores
                .iter()
                .filter(|(other_at, _)| *other_at >= *at && apart(*at, *other_at) <= IN_A_ROW)
                .map(|(_, score)| *score)
                .collect();
            seen.sort_unstable();
            seen.dedup();
            seen.len() >= 3
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: &str =
        "Mozilla/5.0 (Linux; Android 14; CUBOT X70) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36";

    fn of(head: bool, purpose: Option<&str>, user_agent: Option<&str>) -> Verdict {
        verdict(&Look { head, purposes: [None, purpose, None, None], user_agent })
    }

    #[test]
    fn a_browser_in_a_hand_is_a_person() {
        for name in [
            PHONE,
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 YaBrowser/24.12 Safari/537.36",
        ] {
            assert_eq!(of(false, None, Some(name)), Verdict::Person, "{name}");
        }
    }

    #[test]
    fn robots_that_say_so_are_believed() {
        for name in [
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36",
            "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
            "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0; Pro)",
            "TelegramBot (like TwitterBot)",
            "WhatsApp/2.24",
            "curl/8.5.0",
            "Python-urllib/3.12",
            " ",
        ] {
            assert_eq!(of(false, None, Some(name)), Verdict::Scanner, "{name}");
        }
        assert_eq!(of(false, None, None), Verdict::Scanner);
    }

    #[test]
    fn what_nobody_looks_at_yet_is_no_look() {
        for value in ["prefetch", "prefetch;prerender", "prefetch; anonymous-client-ip", "Preview"] {
            assert_eq!(of(false, Some(value), Some(PHONE)), Verdict::Prefetch, "{value}");
        }
        assert_eq!(of(true, Some("prefetch"), Some(PHONE)), Verdict::Head);
        assert_eq!(of(false, Some("u=1"), Some(PHONE)), Verdict::Person);
    }

    #[test]
    fn several_scores_at_once_are_a_burst_and_a_second_thought_is_none() {
        let at = |tenths: i64, score: &'static str| {
            (DateTime::<Utc>::default() + TimeDelta::milliseconds(tenths * 100), score)
        };
        let cases: [(&[(i64, &'static str)], bool); 8] = [
            (&[], false),
            (&[(0, "nps=3"), (1, "nps=3"), (2, "nps=3")], false),
            (&[(0, "nps=3"), (19, "nps=4")], true),
            (&[(19, "nps=4"), (0, "nps=3")], true),
            (&[(0, "nps=3"), (21, "nps=4")], false),
            (&[(0, "nps=3"), (200, "nps=4"), (590, "nps=3")], false),
            (&[(0, "nps=3"), (200, "nps=4"), (590, "nps=5")], true),
            (&[(0, "nps=3"), (310, "nps=4"), (610, "nps=5")], false),
        ];
        for (looks, burst) in cases {
            let looks: Vec<_> = looks.iter().map(|(tenths, score)| at(*tenths, score)).collect();
            assert_eq!(is_burst(&looks), burst, "{looks:?}");
        }
    }
}
