//! From what is stored to a letter with its envelope; or the reason why there is none.

use chrono::{DateTime, NaiveDate, Utc};
use url::Url;

use super::{About, Letters, Written};
use crate::{
    actions::{letter_manner::Manner, send_letters::Outcome},
    domain::{
        alert::Stage,
        complaint::State,
        digest,
        email::EmailAddress,
        language::Language,
        letter::{Departure, Facts, Kind, Why, departure},
        letterbox::{self, Purpose},
        questionnaire::SurveyKind,
    },
    mail::{
        Addressed, Alert, Case, Deadline, Letter, StaffWords, Survey, compose,
        post::{Enclosed, Outgoing, Party, is_message_id, message_id},
    },
    store::{
        deadline_alerts::Line,
        letters::{Asked, Linked, Material},
    },
};

/// Names of senders that nobody reads.
const UNREAD: [&str; 5] = ["noreply", "no-reply", "donotreply", "do-not-reply", "no_reply"];

impl Letters {
    pub(super) fn written(
        &self,
        material: &Material,
        thread: &[Linked],
        about: &About,
        files: &[Enclosed],
        manner: &Manner,
        now: DateTime<Utc>,
    ) -> Written {
        let refused = |words: String| Written::Ended(Outcome::Refused { words });
        let Some(kind) = Kind::parse(&material.kind) else {
            return refused(format!("no letter of kind {}", material.kind));
        };
        match departure(kind, &facts(material), now) {
            Departure::Goes => {}
            Departure::Cancelled(why) => return Written::Ended(Outcome::Cancelled(why)),
            Departure::Failed(why) => return Written::Ended(Outcome::Stopped(why)),
        }
        let Ok(address) = EmailAddress::parse(material.customer.email.as_deref().unwrap_or_default()) else {
            return Written::Ended(Outcome::Stopped(Why::BadAddress));
        };
        let alerts = &about.alerts;
        if kind == Kind::Digest && about.digest.is_none() {
            return Written::Ended(Outcome::Cancelled(Why::Unsubscribed));
        }
        if kind == Kind::Alert && !alerts.is_empty() && alerts.iter().all(is_over) {
            return Written::Ended(Outcome::Cancelled(Why::Over));
        }
        let Some(letter) = self.letter(kind, material, about) else {
            return refused(format!("what a letter of kind {kind} is about is missing"));
        };
        let form = material.invitation.as_ref().filter(|_| kind.is_survey()).map(|one| self.form(one));
        let from = self.sender(manner);
        let brand = manner.brand.as_ref();
        let addressed = Addressed {
            brand: brand.map_or(&self.config.company, |brand| &brand.name).clone(),
            colour: brand.and_then(|brand| brand.colour),
            language: self.language(material),
            recipient_name: Some(material.customer.name.clone()).filter(|name| !name.trim().is_empty()),
            pixel: form
                .as_ref()
                .filter(|_| manner.track_opens)
                .and_then(|form| Url::parse(&format!("{form}/o.gif")).ok()),
            unsubscribe: match &about.digest {
                Some((subscription, _)) => Some(self.end_of(*subscription)),
                None => form.and_then(|form| Url::parse(&format!("{form}/unsubscribe")).ok()),
            },
            answers_are_read: !is_unread(&from.address),
        };
        let mut composed = match compose(&letter, &addressed) {
            Ok(composed) => composed,
            Err(fault) => return refused(format!("the letter could not be written: {fault}")),
        };
        if let Some(subject) = material.subject.as_ref().filter(|subject| !subject.trim().is_empty()) {
            composed.subject.clone_from(subject);
        }
        let references: Vec<String> = thread
            .iter()
            .map(|linked| match linked {
                Linked::Ours(letter) => self.message_id(*letter),
                Linked::Theirs(id) => id.clone(),
            })
            .collect();
        let answered = material.in_reply_to.clone().or_else(|| references.last().cloned());
        let from_name = from.name.clone();
        Written::Letter(Box::new(Outgoing {
            message_id: self.message_id(material.id),
            from,
            reply_to: material.complaint.as_ref().filter(|_| kind.is_correspondence()).and_then(
                |complaint| {
                    let name = from_name.clone();
                    self.signed(self.config.mail_inbox.as_ref(), Purpose::Complaint, complaint.id)
                        .map(|address| Party { name, address })
                },
            ),
            return_path: self.signed(self.config.mail_return.as_ref(), Purpose::Bounce, material.id),
            unsubscribe_by_mail: material.invitation.as_ref().and_then(|invitation| {
                self.signed(self.config.mail_inbox.as_ref(), Purpose::Unsubscribe, invitation.id)
            }),
            to: Party { name: addressed.recipient_name.clone(), address: address.into() },
            composed,
            files: files.to_vec(),
            in_reply_to: answered.filter(|id| is_message_id(id)),
            references,
            date: now,
            auto_submitted: !kind.is_written_by_staff(),
        }))
    }

    /// Where one click ends a subscription.
    fn end_of(&self, subscription: i64) -> Url {
        let mut url = self.config.base_url.clone();
        url.set_path(&format!("/u/{}", digest::token(&self.keys, subscription)));
        url
    }

    fn letter(&self, kind: Kind, material: &Material, about: &About) -> Option<Letter> {
        let words = || {
            Some(StaffWords {
                number: material.complaint.as_ref()?.id.to_string(),
                staff_name: material.staff_name.clone().unwrap_or_default(),
                text: material.body.clone()?,
            })
        };
        match kind {
            Kind::Invitation | Kind::Reminder => {
                let invitation = material.invitation.as_ref()?;
                let purchase = material.purchase.as_ref();
                let survey = Survey {
                    kind: SurveyKind::parse(&invitation.kind)?,
                    form: self.form(invitation),
                    store: purchase.and_then(|purchase| purchase.store.clone()),
                    purchased_on: purchase.map(|purchase| self.day(purchase.purchased_at)),
                    complaint: invitation.complaint_id.map(|number| number.to_string()),
                    open_until: last_whole_day(self.day(invitation.expires_at)),
                };
                Some(match kind {
                    Kind::Reminder => Letter::Reminder(survey),
                    _ => Letter::Invitation(survey),
                })
            }
            Kind::Acknowledgement => {
                let complaint = material.complaint.as_ref()?;
                let answered = complaint.first_answered_at.is_some();
                Some(Letter::Acknowledgement(Case {
                    number: complaint.id.to_string(),
                    answer_by: (!answered).then(|| self.day(complaint.first_answer_due)),
                }))
            }
            Kind::Reply => words().map(Letter::Reply),
            Kind::Resolved => words().map(Letter::Resolved),
            Kind::Rejected => words().map(Letter::Rejected),
            Kind::Alert => self.alert(self.language(material), &about.alerts).map(Letter::Alert),
            Kind::Digest => about.digest.as_ref().map(|(_, digest)| Letter::Digest(Box::new(digest.clone()))),
        }
    }

    /// What staff are told of deadlines, without complaints that are over by now.
    fn alert(&self, language: Language, alerts: &[Line]) -> Option<Alert> {
        let deadlines: Vec<Deadline> = alerts
            .iter()
            .filter(|line| !is_over(line))
            .map(|line| {
                let local = line.due_at.with_timezone(&self.config.time_zone);
                let law = line.clock.starts_with("claim");
                let title = match language {
                    Language::Russian => &line.title_ru,
                    Language::English => &line.title_en,
                };
                // The midnight that ends a legal term is said as the day before it.
                let day = local.date_naive();
                Deadline {
                    number: line.complaint_id.to_string(),
                    customer: if line.customer.is_empty() {
                        &line.customer_external_id
                    } else {
                        &line.customer
                    }
                    .clone(),
                    clock: match line.clock.as_str() {
                        "first_answer" => "first_answer",
                        "resolution" => "resolution",
                        _ => "claim",
                    },
                    claim: title.clone().unwrap_or_default(),
                    missed: line.stage == Stage::Missed.code(),
                    day: if law { day.pred_opt().unwrap_or(day) } else { day },
                    time: (!law).then(|| local.time()),
                }
            })
            .collect();
        let page = match deadlines.as_slice() {
            [] => return None,
            [one] => format!("/desk/complaints/{}", one.number),
            _ => "/desk/alerts".to_owned(),
        };
        let mut url = self.config.base_url.clone();
        url.set_path(&page);
        Some(Alert { deadlines, page: url })
    }

    /// Who letters come from: as set on the page of the brand, or as the process was told.
    fn sender(&self, manner: &Manner) -> Party {
        let Some(brand) = &manner.brand else { return self.from.clone() };
        let own = brand.sender_address.as_ref().map(|address| address.as_str().to_owned());
        Party {
            name: Some(brand.sender_name.clone().unwrap_or_else(|| brand.name.clone())),
            address: own.unwrap_or_else(|| self.from.address.clone()),
        }
    }

    fn form(&self, invitation: &Asked) -> Url {
        self.config.form_url(self.keys.sign(invitation.id).as_str())
    }

    /// The address of an inbox for one letter or invitation, where there is an inbox.
    fn signed(&self, inbox: Option<&EmailAddress>, purpose: Purpose, id: i64) -> Option<String> {
        letterbox::address(&self.keys, inbox?, purpose, id).map(String::from)
    }

    fn message_id(&self, letter: i64) -> String {
        let host = self.config.base_url.host_str().unwrap_or("localhost");
        message_id(letter, host, &self.keys.mac("message-id", b""))
    }

    pub(super) fn language(&self, material: &Material) -> Language {
        material.customer.language.as_deref().and_then(Language::parse).unwrap_or(self.config.language)
    }

    fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.config.time_zone).date_naive()
    }
}

fn is_over(alert: &Line) -> bool {
    !State::parse(&alert.state).is_some_and(State::is_open)
}

fn facts(material: &Material) -> Facts {
    let customer = &material.customer;
    let invitation = material.invitation.as_ref();
    Facts {
        has_address: customer.email.as_deref().is_some_and(|address| !address.trim().is_empty()),
        bounced: customer.bounced_at.is_some(),
        unsubscribed: customer.unsubscribed_at.is_some(),
        erased: customer.erased_at.is_some(),
        revoked: invitation.is_some_and(|invitation| invitation.revoked_at.is_some()),
        answered: invitation.is_some_and(|invitation| invitation.answered_at.is_some()),
        over: material.is_over,
        expires_at: invitation.map(|invitation| invitation.expires_at),
    }
}

/// The link stops in the course of its last day, so the day before is the last whole one.
fn last_whole_day(expires_on: NaiveDate) -> NaiveDate {
    expires_on.pred_opt().unwrap_or(expires_on)
}

fn is_unread(address: &str) -> bool {
    let name = address.split('@').next().unwrap_or_default().to_lowercase();
    UNREAD.contains(&name.as_str())
}
