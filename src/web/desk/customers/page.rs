//! The page of one customer: who they are, what they bought, were asked, said, and were written.

use chrono_tz::Tz;
use maud::{Markup, html};

use super::{super::wording, asking::Asking};
use crate::{
    domain::{
        language::Language,
        nps::{NpsCategory, NpsScore},
        severity::Severity,
    },
    store::{
        customers::{AnswerTold, ComplaintTold, Customer, LetterTold},
        purchases::{Told, Total},
    },
    t,
    web::{
        links,
        ui::{self, Tone, badge},
    },
    words::format,
};

/// A purchase, and how asking about it stands.
pub struct PurchaseRow {
    pub told: Told,
    pub asking: Asking,
}

/// Everything on the page.
pub struct CustomerPage {
    pub customer: Customer,
    pub totals: Vec<Total>,
    pub purchases: Vec<PurchaseRow>,
    /// Where the newest purchases are, when others are shown.
    pub first: Option<String>,
    /// Where older ones are.
    pub next: Option<String>,
    pub letters: Vec<LetterTold>,
    pub more_letters: bool,
    pub answers: Vec<AnswerTold>,
    pub more_answers: bool,
    pub complaints: Vec<ComplaintTold>,
    pub more_complaints: bool,
    pub zone: Tz,
    /// What a customer without a language of their own is spoken to in.
    pub house_language: Language,
}

impl CustomerPage {
    /// Their name, or that it is forgotten or unknown.
    pub fn title(&self, language: Language) -> String {
        match self.customer.name.trim() {
            _ if self.customer.erased_at.is_some() => t!(language, "customers-forgotten").into_owned(),
            "" => t!(language, "customers-nameless", id = self.customer.external_id.as_str()).into_owned(),
            name => name.to_owned(),
        }
    }

    /// What everybody who writes to them must know.
    pub fn marks(&self, language: Language) -> Markup {
        let customer = &self.customer;
        let mark = |shown: bool, tone, id: &str| html! { @if shown { (badge(tone, &t!(language, id))) } };
        html! {
            div.badges-list {
                (mark(customer.erased_at.is_some(), Tone::Bad, "customers-mark-erased"))
                (mark(customer.unsubscribed_at.is_some(), Tone::Warning, "customers-mark-unsubscribed"))
                (mark(customer.bounced_at.is_some(), Tone::Bad, "customers-mark-bounced"))
                (mark(!customer.consent && customer.erased_at.is_none(), Tone::Plain, "customers-mark-no-consent"))
            }
        }
    }

    pub fn body(&self, language: Language) -> Markup {
        html! {
            div.row.row-cards {
                div.col-lg-4 {
                    div.row.row-cards {
                        div.col-12 { (self.who(language)) }
                        div.col-12 { (self.bought(language)) }
                        div.col-12 { (self.complaints(language)) }
                    }
                }
                div.col-lg-8 {
                    div.row.row-cards {
                        div.col-12 { (self.purchases(language)) }
                        div.col-12 { (self.answers(language)) }
                        div.col-12 { (self.letters(language)) }
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
        let consent = if customer.consent { "customers-consent-yes" } else { "customers-consent-no" };
        let facts = [
            ("customers-id", Some(customer.external_id.clone())),
            ("customers-email", customer.email.clone()),
            ("customers-phone", customer.phone.clone()),
            ("customers-city", customer.city.clone()),
            ("customers-language", Some(language_words)),
            ("customers-consent", Some(t!(language, consent).into_owned())),
            ("customers-segment", customer.segment.clone()),
            ("customers-manager", customer.manager.clone()),
            ("customers-channel", customer.channel.clone()),
            ("customers-registered", customer.registered_at.map(day)),
            ("customers-unsubscribed", customer.unsubscribed_at.map(day)),
            ("customers-bounced", customer.bounced_at.map(day)),
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
                @if self.complaints.is_empty() {
                    div.card-body.text-secondary { (t!(language, "customers-no-complaints")) }
                } @else {
                    div.list-group.list-group-flush {
                        @for one in &self.complaints { (self.complaint(language, one)) }
                    }
                    (self.newest(language, self.more_complaints, self.complaints.len()))
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
                @if self.purchases.is_empty() {
                    div.card-body.text-secondary { (t!(language, "customers-no-purchases")) }
                } @else {
                    div.list-group.list-group-flush {
                        @for row in &self.purchases { (self.purchase(language, row)) }
                    }
                    @if self.first.is_some() || self.next.is_some() {
                        div.px-3.pb-3 { (ui::pages(language, self.first.as_deref(), self.next.as_deref())) }
                    }
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

    fn answers(&self, language: Language) -> Markup {
        card(
            language,
            "customers-answers",
            html! {
                @if self.answers.is_empty() {
                    div.card-body.text-secondary { (t!(language, "customers-no-answers")) }
                } @else {
                    div.list-group.list-group-flush {
                        @for one in &self.answers { (self.answer(language, one)) }
                    }
                    (self.newest(language, self.more_answers, self.answers.len()))
                }
            },
        )
    }

    fn answer(&self, language: Language, one: &AnswerTold) -> Markup {
        let titles = match language {
            Language::Russian => &one.titles_ru,
            Language::English => &one.titles_en,
        };
        html! {
            div.list-group-item.answer {
                div.d-flex.flex-wrap.gap-2.align-items-center.mb-1 {
                    @if let Some(nps) = one.nps { (badge(nps_tone(nps), &t!(language, "customers-nps", score = nps))) }
                    @if let Some(percent) = one.satisfaction {
                        (badge(Tone::Plain, &t!(language, "customers-satisfaction", percent = percent)))
                    }
                    @if one.contact_me { (badge(Tone::Warning, &t!(language, "customers-contact-me"))) }
                    @if one.withdrawn { (badge(Tone::Plain, &t!(language, "customers-withdrawn"))) }
                    span.text-secondary.ms-auto {
                        (format::moment(language, one.answered_at, self.zone))
                        @if let Some(purchase) = &one.purchase { " · " (order(language, purchase)) }
                    }
                }
                @if let Some(comment) = &one.comment { blockquote.customer-words.mb-1 { (comment) } }
                @if !one.ratings.is_empty() {
                    div.text-secondary {
                        @for (place, (title, rating)) in titles.iter().zip(&one.ratings).enumerate() {
                            @if place > 0 { " · " }
                            span.text-nowrap { (title) " " strong.text-body { (rating) } }
                        }
                        " " (t!(language, "customers-of-scale", high = one.scale_high))
                    }
                }
            }
        }
    }

    fn letters(&self, language: Language) -> Markup {
        card(
            language,
            "customers-letters",
            html! {
                @if self.letters.is_empty() {
                    div.card-body.text-secondary { (t!(language, "customers-no-letters")) }
                } @else {
                    div.list-group.list-group-flush {
                        @for one in &self.letters { (self.letter(language, one)) }
                    }
                    (self.newest(language, self.more_letters, self.letters.len()))
                }
            },
        )
    }

    fn letter(&self, language: Language, one: &LetterTold) -> Markup {
        let tone = match one.state.as_str() {
            "sent" => Tone::Good,
            "failed" | "unknown" => Tone::Bad,
            "queued" | "sending" => Tone::Notice,
            _ => Tone::Plain,
        };
        let when = format::moment(language, one.sent_at.unwrap_or(one.due_at), self.zone);
        html! {
            div.list-group-item.letter {
                div.d-flex.justify-content-between.align-items-start.gap-2 {
                    div {
                        (t!(language, &format!("customers-letter-{}", one.kind)))
                        @if let Some(purchase) = &one.purchase {
                            span.text-secondary { " · " (order(language, purchase)) }
                        }
                        @if let Some(number) = one.complaint_id {
                            " · " a href=(links::complaint(number)) { (t!(language, "customers-number", number = number.to_string())) }
                        }
                    }
                    (badge(tone, &t!(language, &format!("customers-letter-state-{}", one.state))))
                }
                div.text-secondary {
                    (t!(language, if one.sent_at.is_some() { "customers-letter-sent" } else { "customers-letter-due" }, at = when))
                    @if one.attempts > 1 { " · " (t!(language, "customers-letter-attempts", count = one.attempts)) }
                }
                @if let Some(failure) = &one.failure { div.text-secondary.customer-words { (failure) } }
            }
        }
    }

    fn newest(&self, language: Language, more: bool, count: usize) -> Markup {
        html! {
            @if more { div.card-footer.text-secondary { (t!(language, "customers-newest", count = count)) } }
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
fn order(language: Language, external_id: &str) -> Markup {
    html! { span.whole { (t!(language, "customers-of-purchase", id = external_id)) } }
}

/// An address breaks after its @ before it breaks anywhere else.
fn breakable(value: &str) -> Markup {
    html! {
        @if let Some((name, domain)) = value.split_once('@') { (name) "@" wbr; (domain) } @else { (value) }
    }
}

fn nps_tone(nps: i16) -> Tone {
    match NpsScore::try_from(i64::from(nps)).map(NpsScore::category) {
        Ok(NpsCategory::Promoter) => Tone::Good,
        Ok(NpsCategory::Detractor) => Tone::Bad,
        _ => Tone::Plain,
    }
}
