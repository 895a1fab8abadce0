//! What a complaint has to do with others: the one it was merged into, its links, its reminder, who could have it.

use maud::{Markup, html};

use super::page::CardPage;
use crate::{
    store::{
        Connection, StoreError,
        complaint_cards::Card,
        complaint_links::{self, Linked},
        complaint_lists::COUNTED,
        complaints,
        reminders::{self, Reminder},
        workload::{self, Colleague},
    },
    t,
    web::{
        desk::wording,
        links,
        ui::{self, Tone},
    },
    words::format,
};

/// Read beside the card.
pub struct Together {
    /// What stands for it, where it was merged.
    pub standing: Option<i64>,
    pub linked: Vec<Linked>,
    pub reminder: Option<Reminder>,
    pub colleagues: Vec<Colleague>,
}

impl Together {
    pub async fn read(connection: &mut Connection, card: &Card) -> Result<Self, StoreError> {
        let standing = match card.merged_into_id {
            Some(_) => complaints::standing_for(connection, card.id).await?,
            None => None,
        };
        Ok(Self {
            standing,
            linked: complaint_links::of_complaint(connection, card.id).await?,
            reminder: reminders::of_complaint(connection, card.id).await?,
            colleagues: workload::holders(connection, COUNTED).await?,
        })
    }
}

impl CardPage<'_> {
    /// Over the card: where a merged one went, and the reminder.
    pub fn standing(&self) -> Markup {
        let language = self.frame.language;
        let card = &self.loaded.card;
        html! {
            @if let Some(standing) = self.loaded.together.standing {
                div.alert.alert-warning.standing role="status" {
                    p.mb-0 {
                        (t!(language, "work-merged-into")) " "
                        a.alert-link href=(links::complaint(standing)) { (t!(language, "desk-number", number = standing.to_string())) }
                        ". " (t!(language, "work-merged-follows"))
                    }
                    form method="post" action=(links::complaint_step(card.id, "unmerge")) {
                        (self.frame.csrf())
                        button.btn.btn-sm.btn-outline-secondary type="submit" { (t!(language, "work-unmerge")) }
                    }
                }
            }
            @if let (Some(reminder), None) = (&self.loaded.together.reminder, self.loaded.together.standing) { (self.reminder(reminder)) }
        }
    }

    fn reminder(&self, reminder: &Reminder) -> Markup {
        let language = self.frame.language;
        let mine = self.loaded.card.owner_id == Some(self.me.id) || self.me.role.may_take_over();
        let staff = reminder.staff.as_deref().unwrap_or("—");
        let until = format::moment(language, reminder.until, self.zone);
        html! {
            div.alert.standing.alert-info[reminder.waits].alert-warning[!reminder.waits] role="status" {
                div {
                    p.mb-0 {
                        (ui::icon("clock"))
                        @if reminder.waits { (t!(language, "work-snoozed", until = until, staff = staff)) }
                        @else { (t!(language, "work-rang", until = until, staff = staff)) }
                    }
                    @if let Some(note) = &reminder.note { p.mb-0.prose { (note) } }
                }
                @if mine {
                    form method="post" action=(links::complaint_step(self.loaded.card.id, "wake")) {
                        (self.frame.csrf())
                        button.btn.btn-sm.btn-outline-secondary type="submit" {
                            @if reminder.waits { (t!(language, "work-wake")) } @else { (t!(language, "work-seen-to")) }
                        }
                    }
                }
            }
        }
    }

    /// On the right: links, and what was merged into it.
    pub fn linked(&self) -> Markup {
        let language = self.frame.language;
        let linked = &self.loaded.together.linked;
        if linked.is_empty() {
            return html! {};
        }
        html! {
            section.card {
                div.card-header { h2.card-title { (t!(language, "work-linked")) } }
                ul.list-group.list-group-flush { @for one in linked { (self.one_linked(one)) } }
            }
        }
    }

    fn one_linked(&self, one: &Linked) -> Markup {
        let language = self.frame.language;
        let (tone, state) = wording::state(language, &one.state);
        let number = one.id.to_string();
        html! {
            li.list-group-item {
                div.d-flex.justify-content-between.gap-2 {
                    a href=(links::complaint(one.id)) { (t!(language, "desk-number", number = number.as_str())) }
                    (ui::badge(tone, &state))
                }
                div.d-flex.justify-content-between.gap-2.align-items-center {
                    span.q-under {
                        (wording::coded(language, "work-tie", &one.kind))
                        @if one.stranger { " · " (one.customer) " " (ui::badge(Tone::Warning, &t!(language, "work-other-customer"))) }
                    }
                    @if one.kind != "merged" && self.loaded.card.merged_into_id.is_none() {
                        form method="post" action=(links::complaint_step(self.loaded.card.id, "unlink")) {
                            (self.frame.csrf())
                            input type="hidden" name="other" value=(one.id);
                            button.btn.btn-sm.btn-ghost-secondary type="submit" aria-label=(t!(language, "work-unlink-from", number = number.as_str())) { (t!(language, "work-unlink")) }
                        }
                    }
                }
            }
        }
    }
}
