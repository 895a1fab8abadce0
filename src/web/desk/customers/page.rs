//! The page of one customer: who they are, what they bought, were asked, said and were written, and whether they left.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::{Markup, html};

use super::{
    super::{card::unfinished, wording},
    asking::Asking,
    kinds::Kinds,
    leaving::Leaving,
    said::Answers,
};
use crate::{
    domain::{departure::Standing, language::Language, severity::Severity},
    store::{
        customers::{ComplaintTold, Customer, LetterTold, Suppressed},
        link_visits::Discarded,
        partial_answers::Unfinished,
        purchases::{Bought, Total},
    },
    t,
    web::{
        links,
        ui::{self, Frame, Tone, badge},
    },
    words::format,
};

/// A purchase, and how asking about it stands.
pub struct PurchaseRow {
    pub told: Bought,
    pub asking: Asking,
}

/// A piece of a list, with the ways to its beginning and onward.
pub struct Part<T> {
    pub rows: Vec<T>,
    /// Where the newest rows are, when others are shown.
    pub first: Option<String>,
    /// Where older ones are.
    pub next: Option<String>,
}

impl<T> Part<T> {
    /// The ways onward below the list.
    pub fn ways(&self, language: Language) -> Markup {
        html! {
            @if self.first.is_some() || self.next.is_some() {
                div.px-3.pb-3 { (ui::pages(language, self.first.as_deref(), self.next.as_deref())) }
            }
        }
    }
}

/// Everything on the page.
pub struct CustomerPage {
    pub customer: Customer,
    pub suppressed: Vec<Suppressed>,
    pub totals: Vec<Total>,
    pub purchases: Part<PurchaseRow>,
    pub kinds: Kinds,
    pub letters: Part<LetterTold>,
    /// Answers begun and not sent.
    pub begun: Vec<Unfinished>,
    /// Looks at their links that were robots'.
    pub robots: Vec<Discarded>,
    pub answers: Answers,
    pub complaints: Part<ComplaintTold>,
    pub leaving: Leaving,
    pub now: DateTime<Utc>,
    pub zone: Tz,
    /// What a customer without a language of their own is spoken to in.
    pub house_language: Language,
}

impl CustomerPage {
    pub fn render(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        frame.page(&self.title(language), &self.marks(language), &self.body(frame))
    }

    /// Their name, or that it is forgotten or unknown.
    fn title(&self, language: Language) -> String {
        match self.customer.name.trim() {
            _ if self.customer.erased_at.is_some() => t!(language, "customers-forgotten").into_owned(),
            "" => t!(language, "customers-nameless", id = self.customer.external_id.as_str()).into_owned(),
            name => name.to_owned(),
        }
    }

    /// Whether no letter at all may go to the address, for another reason than that none arrives.
    fn is_forbidden(&self) -> bool {
        self.suppressed.iter().any(|one| !one.surveys_only && one.reason != "hard_bounce")
    }

    /// What everybody who writes to them must know.
    fn marks(&self, language: Language) -> Markup {
        let customer = &self.customer;
        let mark = |shown: bool, tone, id: &str| html! { @if shown { (badge(tone, &t!(language, id))) } };
        let left = self.leaving.open().map(|open| format::date(language, open.left_at, self.zone));
        let standing = self.kinds.standing(self.now);
        let silent = left.is_none() && customer.standing == "customer";
        html! {
            div.badges-list {
                @if customer.erased_at.is_none() && customer.standing != "employee" {
                    a.btn.btn-outline-primary.btn-sm href=(links::new_complaint_of(customer.id)) data-do="new" { (t!(language, "intake-new")) }
                }
                @if let Some(left) = left { (badge(Tone::Bad, &t!(language, "customers-mark-left", at = left))) }
                (mark(silent && standing == Some(Standing::Inactive), Tone::Warning, "customers-mark-inactive"))
                (mark(silent && standing == Some(Standing::Lost), Tone::Bad, "customers-mark-lost"))
                (mark(customer.standing == "guest", Tone::Plain, "customers-mark-guest"))
                (mark(customer.standing == "employee", Tone::Notice, "customers-mark-employee"))
                (mark(customer.erased_at.is_some(), Tone::Bad, "customers-mark-erased"))
                (mark(customer.unsubscribed_at.is_some(), Tone::Warning, "customers-mark-unsubscribed"))
                (mark(customer.bounced_at.is_some() && !self.is_forbidden(), Tone::Bad, "customers-mark-bounced"))
                (mark(self.is_forbidden(), Tone::Bad, "customers-mark-suppressed"))
                (mark(!customer.consent && customer.erased_at.is_none(), Tone::Plain, "customers-mark-no-consent"))
            }
        }
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        let language = frame.language;
        let form = self.leaving.render(frame, &self.customer, self.zone, self.now);
        let surveys = self.kinds.render(language, self.zone, self.now);
        html! {
            div.row.row-cards {
                div.col-lg-4 {
                    div.row.row-cards {
                        div.col-12 { (self.who(language)) }
                        div.col-12 { (self.bought(language)) }
                        div.col-12 { (card(language, "customers-departures", form)) }
                        div.col-12 { (self.complaints(language)) }
                    }
                }
                div.col-lg-8 {
                    div.row.row-cards {
                        div.col-12 { (self.purchases(language)) }
                        div.col-12 { (card(language, "customers-surveys", surveys)) }
                        div.col-12 { (card(language, "customers-answers", self.answers.render(language, self.zone))) }
                        @if !self.begun.is_empty() || !self.robots.is_empty() {
                            div.col-12 { (unfinished::card(language, self.zone, &self.begun, &self.robots)) }
                        }
                        div.col-12 { (card(language, "customers-letters", super::said::letters(language, &self.letters, self.zone))) }
                    }
                }
            }
        }
    }

    fn who(&self, language: Language) -> Markup {
        let customer = &self.customer;
        let day = |at| format::date(language, at, self.zone);
        let spoken = customer.language.as_deref().and_then(Language::parse);
        let spoken_words =
            t!(language, &format!("customers-language-{}", spoken.unwrap_or(self.house_language)));
        let language_words = match spoken {
            Some(_) => spoken_words.into_owned(),
            None => t!(language, "customers-language-default", language = spoken_words).into_owned(),
        };
        let suppressed = self.suppressed.iter().map(|one| {
            let why = t!(language, &format!("customers-suppressed-{}", one.reason));
            let at = day(one.created_at);
            let words =
                if one.surveys_only { "customers-suppressed-surveys" } else { "customers-suppressed-all" };
            t!(language, words, why = why, at = at).into_owned()
        });
        let suppressed = suppressed.collect::<Vec<_>>().join("; ");
        let consent = if customer.consent { "customers-consent-yes" } else { "customers-consent-no" };
        let facts = [
            ("customers-id", Some(customer.external_id.clone())),
            ("customers-email", customer.email.clone()),
            ("customers-phone", customer.phone.clone()),
            ("customers-city", customer.city.clone()),
            ("customers-language", Some(language_words)),
            ("customers-zone", customer.time_zone.clone()),
            ("customers-consent", Some(t!(language, consent).into_owned())),
            ("customers-segment", customer.segment.clone()),
            ("customers-manager", customer.manager.clone()),
            ("customers-channel", customer.channel.clone()),
            ("customers-registered", customer.registered_at.map(day)),
            ("customers-unsubscribed", customer.unsubscribed_at.map(day)),
            ("customers-bounced", customer.bounced_at.map(day)),
            ("customers-suppressed", Some(suppressed)),
            ("customers-erased", customer.erased_at.map(day)),
        ];
        card(
            language,
            "customers-who",
            html! {
                div.card-body {
                    dl.customer-facts.mb-0 {
                        @for (label, value) in &facts {
                            @if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                                dt { (t!(language, label)) }
                                dd { (breakable(value)) }
                            }
                        }
                    }
                }
            },
        )
    }

    fn bought(&self, language: Language) -> Markup {
        let count: i64 = self.totals.iter().map(|total| total.count).sum();
        let since = self.totals.iter().map(|total| total.first_at).min();
        card(
            language,
            "customers-totals",
            html! {
                div.card-body {
                    @if let Some(since) = since {
                        @for total in &self.totals {
                            div.h2.mb-1 { (format::money(language, &total.amount, &total.currency)) }
                        }
                        div.text-secondary {
                            (t!(language, "customers-totals-words", count = count, since = format::date(language, since, self.zone)))
                        }
                    } @else {
                        div.text-secondary { (t!(language, "customers-no-purchases")) }
                    }
                }
            },
        )
    }

    fn complaints(&self, language: Language) -> Markup {
        card(
            language,
            "customers-complaints",
            html! {
                @if self.complaints.rows.is_empty() {
                    div.card-body.text-secondary { (t!(language, "customers-no-complaints")) }
                } @else {
                    div.list-group.list-group-flush {
                        @for one in &self.complaints.rows { (self.complaint(language, one)) }
                    }
                    (self.complaints.ways(language))
                }
            },
        )
    }

    fn complaint(&self, language: Language, one: &ComplaintTold) -> Markup {
        let (tone, state) = wording::state(language, &one.state);
        html! {
            a.list-group-item.list-group-item-action href=(links::complaint(one.id)) {
                div.d-flex.justify-content-between.align-items-start.gap-2.mb-1 {
                    strong { (t!(language, "customers-number", number = one.id.to_string())) }
                    (badge(tone, &state))
                }
                div.text-secondary {
                    (format::date(language, one.opened_at, self.zone))
                    @if let Some(severity) = Severity::from_rank(one.severity) {
                        " · " (t!(language, "customers-severity", severity = t!(language, &format!("severity-{severity}"))))
                    }
                    @if let Some(purchase) = &one.purchase { " · " (order(language, purchase)) }
                    @if let Some(owner) = &one.owner { " · " (owner) }
                }
            }
        }
    }

    fn purchases(&self, language: Language) -> Markup {
        card(
            language,
            "customers-purchases",
            html! {
                @if self.purchases.rows.is_empty() {
                    div.card-body.text-secondary { (t!(language, "customers-no-purchases")) }
                } @else {
                    div.list-group.list-group-flush {
                        @for row in &self.purchases.rows { (self.purchase(language, row)) }
                    }
                    (self.purchases.ways(language))
                }
            },
        )
    }

    fn purchase(&self, language: Language, PurchaseRow { told, asking }: &PurchaseRow) -> Markup {
        let delivered = told.delivered_at.map(|at| format::date(language, at, self.zone));
        html! {
            div.list-group-item.purchase {
                div.d-flex.justify-content-between.gap-3 {
                    div {
                        strong { (format::date(language, told.purchased_at, self.zone)) }
                        " " span.text-secondary { (order(language, &told.external_id)) }
                    }
                    strong.text-nowrap { (format::money(language, &told.amount, &told.currency)) }
                }
                div.text-secondary {
                    @for (place, part) in [told.store.as_ref(), told.category.as_ref()].into_iter().flatten().enumerate() {
                        @if place > 0 { " · " } (part)
                    }
                    @if let Some(delivered) = delivered {
                        @if told.store.is_some() || told.category.is_some() { " · " }
                        (t!(language, "customers-delivered", at = delivered))
                    }
                }
                div.asking {
                    (badge(asking.tone(), &asking.mark(language)))
                    span { (asking.words(language, self.zone)) }
                }
            }
        }
    }
}

fn card(language: Language, title: &str, inside: Markup) -> Markup {
    html! {
        section.card aria-labelledby=(title) {
            div.card-header { h2.card-title #(title) { (t!(language, title)) } }
            (inside)
        }
    }
}

/// The company's number of a purchase, never broken where it fits a line.
pub fn order(language: Language, external_id: &str) -> Markup {
    html! { span.whole { (t!(language, "customers-of-purchase", id = external_id)) } }
}

/// An address breaks after its @ before it breaks anywhere else.
fn breakable(value: &str) -> Markup {
    html! {
        @if let Some((name, domain)) = value.split_once('@') { (name) "@" wbr; (domain) } @else { (value) }
    }
}
