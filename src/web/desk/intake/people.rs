//! Who may be meant, and what is known of whom somebody chose.

use chrono_tz::Tz;
use maud::{Markup, html};

use crate::{
    domain::language::Language,
    store::{
        Connection, StoreError,
        customers::lookup::{self, Candidate, OpenOne, SHOWN},
        purchases::Bought,
    },
    t,
    web::{
        desk::{card::deeds::Typed, wording},
        links, ui,
    },
    words::format,
};

/// Candidates, each a radio button with what tells them apart.
pub struct People {
    people: Vec<Candidate>,
    more: bool,
    /// Whether somebody looked for anybody.
    looked: bool,
}

impl People {
    pub fn new(mut people: Vec<Candidate>, looked: bool) -> Self {
        let room = usize::try_from(SHOWN).unwrap_or(usize::MAX);
        let more = people.len() > room;
        people.truncate(room);
        Self { people, more, looked }
    }

    /// Whom somebody chose stands first.
    pub fn put_first(&mut self, chosen: &Candidate) {
        self.people.retain(|one| one.id != chosen.id);
        self.people.insert(0, chosen.clone());
    }

    pub fn render(&self, language: Language, zone: Tz, typed: &Typed) -> Markup {
        let chosen = typed.get("customer");
        html! {
            @if self.people.is_empty() {
                @if self.looked { p.text-secondary.mb-0 { (t!(language, "intake-none-found")) } }
            } @else {
                fieldset.intake-people {
                    legend.form-label { (t!(language, "intake-people")) }
                    @for one in &self.people { (candidate(language, zone, one, chosen)) }
                    div.form-check {
                        input.form-check-input #customer-new type="radio" name="customer" value="new" checked[chosen == "new"];
                        label.form-check-label for="customer-new" { (t!(language, "intake-someone-new")) }
                    }
                }
                @if self.more { p.form-hint { (t!(language, "intake-more-found", count = SHOWN)) } }
                button.btn.btn-outline-primary.btn-sm.intake-choose type="submit" name="do" value="choose" formnovalidate { (t!(language, "intake-choose")) }
            }
        }
    }
}

fn candidate(language: Language, zone: Tz, one: &Candidate, chosen: &str) -> Markup {
    let id = format!("customer-{}", one.id);
    let last = match one.last_purchase {
        Some(at) => t!(language, "intake-last-purchase", at = format::date(language, at, zone)),
        None => t!(language, "intake-no-purchase"),
    };
    let facts = [one.city.as_deref(), one.phone.as_deref(), one.email.as_deref(), Some(&*last)];
    let facts: Vec<&str> = facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect();
    html! {
        div.form-check {
            input.form-check-input #(id) type="radio" name="customer" value=(one.id) checked[chosen == one.id.to_string()];
            label.form-check-label for=(id) {
                strong { (wording::customer(&one.name, &one.external_id)) }
                @if !one.name.is_empty() { " " span.text-secondary { (one.external_id) } }
                @if one.open > 0 { " " (ui::badge(ui::Tone::Warning, &t!(language, "intake-open-count", count = one.open))) }
                span.q-under { (facts.join(" · ")) }
            }
        }
    }
}

/// A customer who was chosen: what they bought, and what is open.
pub struct Chosen {
    pub customer: Candidate,
    pub bought: Vec<Bought>,
    pub open: Vec<OpenOne>,
}

impl Chosen {
    pub async fn read(
        connection: &mut Connection,
        customer: i64,
        typed: &Typed,
    ) -> Result<Option<Self>, StoreError> {
        let Some(known) = lookup::candidate(connection, customer).await? else { return Ok(None) };
        let purchase = typed.get("purchase").parse().ok();
        Ok(Some(Self {
            customer: known,
            bought: lookup::bought(connection, customer, typed.get("q"), purchase).await?,
            open: lookup::open_ones(connection, customer).await?,
        }))
    }

    pub fn render(&self, language: Language, zone: Tz, typed: &Typed) -> Markup {
        let order = typed.get("q").trim().trim_start_matches(['№', '#']).trim();
        let picked = typed.get("purchase");
        html! {
            input type="hidden" name="shown" value=(self.customer.id);
            @if !self.open.is_empty() {
                section.intake-open aria-labelledby="intake-open-title" {
                    h3 #intake-open-title { (t!(language, "intake-open-ones")) }
                    p.form-hint { (t!(language, "intake-open-ones-hint")) }
                    ul { @for one in &self.open { li { (open_one(language, zone, one)) } } }
                }
            }
            div {
                label.form-label for="purchase" { (t!(language, "intake-purchase")) }
                select.form-select #purchase name="purchase" {
                    option value="" { (t!(language, "intake-purchase-none")) }
                    @for one in &self.bought {
                        @let named = if typed.has("purchase") { picked == one.id.to_string() } else { one.external_id == order };
                        option value=(one.id) selected[named] { (purchase(language, zone, one)) }
                    }
                }
            }
        }
    }
}

fn purchase(language: Language, zone: Tz, one: &Bought) -> String {
    let parts = [
        Some(format::date(language, one.purchased_at, zone)),
        one.category.clone(),
        Some(format::money(language, &one.amount, &one.currency)),
        one.store.clone(),
        Some(one.external_id.clone()),
    ];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn open_one(language: Language, zone: Tz, one: &OpenOne) -> Markup {
    let (tone, state) = wording::state(language, &one.state);
    let number = one.id.to_string();
    let facts = [
        one.subject.clone(),
        one.purchase.clone(),
        Some(format::date(language, one.opened_at, zone)),
        one.owner.clone(),
    ];
    html! {
        a href=(links::complaint(one.id)) target="_blank" { (t!(language, "desk-number", number = number.as_str())) } " "
        (ui::badge(tone, &state)) " "
        span.text-secondary { (facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")) } " "
        button.btn.btn-outline-primary.btn-sm type="submit" name="join" value=(one.id) { (t!(language, "intake-join", number = number.as_str())) }
    }
}
