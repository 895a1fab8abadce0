//! Looks at a link: judged by what the request says, and written down beside answering it. A look is never an answer.

use std::cell::Cell;

use actix_web::{
    HttpRequest,
    http::{Method, header},
    rt,
    web::Data,
};
use url::form_urlencoded;

use crate::{
    actions::record_visit::{Visit, record_visit},
    domain::{
        nps::NpsScore,
        questionnaire::Code,
        visit::{Look, Verdict, verdict},
    },
    web::house::House,
};

/// Looks of one thread that are being written; past it they are counted and let go, so that a storm of robots takes no
/// connection from people.
const MOST_AT_ONCE: u32 = 64;

thread_local! {
    static WRITING: Cell<u32> = const { Cell::new(0) };
}

/// Writes a look down once the answer is on its way: every one whose address chooses a score, and the first open.
pub(super) fn note(request: &HttpRequest, house: &Data<House>, invitation_id: i64, opened: bool) {
    let verdict = judged(request);
    let score = chosen(request.query_string());
    if score.is_none() && opened && verdict == Verdict::Person {
        return;
    }
    if WRITING.get() >= MOST_AT_ONCE {
        metrics::counter!("otklik_visits_unwritten_total").increment(1);
        return;
    }
    WRITING.set(WRITING.get() + 1);
    let (house, now) = (house.clone(), house.now());
    rt::spawn(async move {
        let visit = Visit { invitation_id, score: score.as_deref(), verdict };
        let done = match house.connection().await {
            Ok(mut connection) => record_visit(&mut connection, visit, now).await,
            Err(away) => Err(away),
        };
        WRITING.set(WRITING.get().saturating_sub(1));
        match done {
            Ok(Some(found)) => {
                let visits = u64::try_from(found.visits).unwrap_or_default();
                metrics::counter!("otklik_visits_discarded_total", "verdict" => found.verdict.code())
                    .increment(visits);
            }
            Ok(None) => {}
            Err(cause) => tracing::warn!(%cause, "a look at a link was not written down"),
        }
    });
}

fn judged(request: &HttpRequest) -> Verdict {
    let said = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    verdict(&Look {
        head: request.method() == Method::HEAD,
        purposes: [said("Sec-Purpose"), said("Purpose"), said("X-Purpose"), said("X-Moz")],
        user_agent: said(header::USER_AGENT.as_str()),
    })
}

/// What an address chooses, as `name=value`; only what a form could take.
fn chosen(query: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes()).find_map(|(name, value)| match name.as_ref() {
        "nps" => NpsScore::parse(&value).ok().map(|found| score("nps", found.get())),
        "solved" => matches!(value.as_ref(), "yes" | "no").then(|| score("solved", value)),
        "reason" => Code::parse(&value).ok().map(|code| score("reason", code)),
        _ => None,
    })
}

/// A choice as looks name it.
pub(super) fn score(name: &str, value: impl std::fmt::Display) -> String {
    format!("{name}={value}")
}

#[cfg(test)]
mod tests {
    use super::chosen;

    #[test]
    fn only_what_a_form_could_take_is_a_choice() {
        for (query, choice) in [
            ("nps=3", Some("nps=3")),
            ("x=1&nps=%2010", Some("nps=10")),
            ("nps=11", None),
            ("solved=no", Some("solved=no")),
            ("solved=perhaps", None),
            ("reason=too_dear", Some("reason=too_dear")),
            ("reason=%00", None),
            ("", None),
        ] {
            assert_eq!(chosen(query).as_deref(), choice, "{query}");
        }
    }
}
