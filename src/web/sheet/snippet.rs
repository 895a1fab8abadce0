//! What a shop puts on its 'thank you' page: a signed link as HTML, and how to make one in its own language.

use maud::html;
use url::Url;

use crate::{
    domain::{language::Language, snippet::Signed},
    t,
    web::links,
};

/// The whole address of a signed link, in the language of the shop's page.
#[must_use]
pub fn address(base: &Url, signed: &Signed, key: &str, language: Language) -> String {
    let mut url = base.clone();
    url.set_path(links::SIGNED_FORM);
    url.set_query(Some(&format!("{}&l={language}", signed.query(key))));
    url.into()
}

/// The link as HTML, ready to be put into a page: no frame, no script, nothing that the shop's page waits for.
#[must_use]
pub fn ready(language: Language, company: &str, address: &str) -> String {
    html! {
        p lang=(language.code()) {
            (t!(language, "snippet-lead", company = company)) " "
            a href=(address) rel="nofollow noreferrer" { (t!(language, "snippet-link")) }
        }
    }
    .into_string()
}

/// A few lines of code that sign a link.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// How the language is called.
    pub name: &'static str,
    code: &'static str,
}

impl Sample {
    /// The code, with the house's address in it. The key is read from where the shop keeps its secrets.
    #[must_use]
    pub fn code(&self, base: &Url) -> String {
        self.code.replace("BASE", base.as_str().trim_end_matches('/'))
    }
}

/// The same link by three languages.
pub const SAMPLES: [Sample; 3] = [
    Sample {
        name: "PHP",
        code: r#"$kind = 'purchase';
$expires = time() + 14 * 86400;
$sign = hash_hmac('sha256', "$kind\n$customer\n$order\n$expires", getenv('OTKLIK_PAGE_KEY'));
$link = 'BASE/p?' . http_build_query(
    ['c' => $customer, 'o' => $order, 'e' => $expires, 'k' => $kind, 's' => $sign]);"#,
    },
    Sample {
        name: "Python",
        code: r#"import hashlib, hmac, os, time, urllib.parse

kind, expires = "purchase", int(time.time()) + 14 * 86400
message = f"{kind}\n{customer}\n{order}\n{expires}"
sign = hmac.new(os.environ["OTKLIK_PAGE_KEY"].encode(), message.encode(), hashlib.sha256).hexdigest()
link = "BASE/p?" + urllib.parse.urlencode(
    {"c": customer, "o": order, "e": expires, "k": kind, "s": sign})"#,
    },
    Sample {
        name: "JavaScript (Node.js)",
        code: r#"import { createHmac } from "node:crypto";

const kind = "purchase", expires = Math.floor(Date.now() / 1000) + 14 * 86400;
const message = [kind, customer, order, expires].join("\n");
const sign = createHmac("sha256", process.env.OTKLIK_PAGE_KEY).update(message).digest("hex");
const link = "BASE/p?" + new URLSearchParams(
  { c: customer, o: order, e: expires, k: kind, s: sign });"#,
    },
];
