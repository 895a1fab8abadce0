//! The files of a complaint on its card: from whom, how large, to download, remove and put back; and a form for more.

use maud::{Markup, html};

use super::page::CardPage;
use crate::{
    domain::{
        attachment::{LARGEST_DAY, LARGEST_FILE, LARGEST_LETTER, MOST_AT_ONCE, Refused},
        language::Language,
    },
    store::attachments::Listed,
    t,
    web::{links, ui},
    words::format,
};

/// What a chooser of files offers; the server looks into the bytes.
const OFFERED: &str = ".pdf,.jpg,.jpeg,.png,.webp,.heic,.heif,.gif,.txt,.csv,.docx,.xlsx,.odt,.zip";

impl CardPage<'_> {
    /// All files, and the form that adds more.
    pub fn files(&self) -> Markup {
        let language = self.frame.language;
        let (removed, kept): (Vec<&Listed>, Vec<&Listed>) =
            self.loaded.files.iter().partition(|file| file.removed);
        let number = self.loaded.card.id;
        html! {
            section.card.files #files {
                div.card-header { h2.card-title { (t!(language, "files-title")) } }
                @if !kept.is_empty() {
                    ul.list-group.list-group-flush { @for file in kept { (self.file(file)) } }
                }
                @if !removed.is_empty() {
                    details.files-removed {
                        summary { (t!(language, "files-removed", count = removed.len())) }
                        ul.list-group.list-group-flush { @for file in removed { (self.file(file)) } }
                    }
                }
                details.card-body.attach data-do="attach" open[self.lacks("new")] {
                    summary { (t!(language, "files-attach-more")) }
                    form.mt-2 method="post" action=(links::complaint_step(number, "attach")) enctype="multipart/form-data" {
                        (self.frame.csrf())
                        (self.chooser("attach-files", &t!(language, "files-choose")))
                        button.btn.btn-outline-secondary type="submit" { (ui::icon("up")) (t!(language, "files-attach")) }
                    }
                }
            }
        }
    }

    /// A field for files, with its limits in words.
    pub fn chooser(&self, id: &str, label: &str) -> Markup {
        let language = self.frame.language;
        let hint = format!("{id}-hint");
        html! {
            div.mb-2 {
                label.form-label for=(id) { (label) }
                input.form-control id=(id) type="file" name="new" multiple accept=(OFFERED) aria-describedby=(hint) aria-invalid=[(id == "attach-files" && self.lacks("new")).then_some("true")] data-most=(LARGEST_FILE) data-most-words=(t!(language, "files-not-too-large", size = megabytes(language, LARGEST_FILE)));
                p.form-hint.mb-0 id=(hint) {
                    (t!(language, "files-limits", files = MOST_AT_ONCE, file = megabytes(language, LARGEST_FILE), day = megabytes(language, LARGEST_DAY)))
                }
            }
        }
    }

    /// What goes out with the letter of a deed: files that are here already, and new ones; nothing where no letter can go.
    pub fn enclosures(&self, deed: &str, goes: bool) -> Markup {
        let language = self.frame.language;
        let ticked: Vec<&str> = if self.deed == deed { self.typed.all("file").collect() } else { Vec::new() };
        if !goes && ticked.is_empty() {
            return html! {};
        }
        let here: Vec<&Listed> = self.loaded.files.iter().filter(|file| !file.removed).collect();
        html! {
            details.enclosures open[!ticked.is_empty()] {
                summary { (t!(language, "files-enclose")) }
                @if !here.is_empty() {
                    fieldset.mb-2 {
                        legend.form-label { (t!(language, "files-enclose-these")) }
                        @for file in here {
                            label.form-check {
                                input.form-check-input type="checkbox" name="file" value=(file.id) checked[ticked.contains(&file.id.to_string().as_str())];
                                span.form-check-label.text-break { (file.name) " " span.text-secondary { (size(language, file.bytes)) } }
                            }
                        }
                    }
                }
                (self.chooser(&format!("{deed}-files"), &t!(language, "files-enclose-new")))
                p.form-hint { (t!(language, "files-enclose-limit", size = megabytes(language, LARGEST_LETTER))) }
            }
        }
    }

    fn file(&self, file: &Listed) -> Markup {
        let language = self.frame.language;
        let number = self.loaded.card.id;
        html! {
            li.list-group-item.file {
                div.file-what {
                    @if file.removed { span.file-name.text-break { (file.name) } }
                    @else { a.file-name.text-break href=(links::attachment(file.id)) download { (ui::icon("download")) (file.name) } }
                    div.q-under {
                        (size(language, file.bytes)) " · "
                        @match (&file.staff, file.incoming_letter_id) {
                            (Some(name), _) => (name),
                            (None, Some(letter)) => a href=(links::mail(letter)) { (t!(language, "files-from-letter")) },
                            (None, None) => (t!(language, "desk-by-customer")),
                        }
                        " · " (format::moment(language, file.added_at, self.zone))
                        @if file.goes_out { " · " (t!(language, "files-went-out")) }
                    }
                }
                form method="post" action=(links::complaint_step(number, "detach")) {
                    (self.frame.csrf())
                    input type="hidden" name="file" value=(file.id);
                    @if file.removed {
                        input type="hidden" name="back" value="true";
                        button.btn.btn-sm.btn-ghost-secondary type="submit" aria-label=(t!(language, "files-restore-this", name = file.name.as_str())) { (t!(language, "files-restore")) }
                    } @else {
                        button.btn.btn-sm.btn-ghost-secondary type="submit" aria-label=(t!(language, "files-remove-this", name = file.name.as_str())) { (t!(language, "files-remove")) }
                    }
                }
            }
        }
    }

    /// Why files were not taken.
    pub fn refused_files(&self, files: &[(String, Refused)]) -> Markup {
        let language = self.frame.language;
        html! {
            div.alert.alert-danger #problem role="alert" {
                p.mb-0 { (ui::icon("alert")) strong { (t!(language, "files-problem")) } }
                ul.mb-0 { @for (name, why) in files { li.text-break { (not_taken(language, name, *why)) } } }
            }
        }
    }
}

/// Why a file was not taken, in a line.
pub fn not_taken(language: Language, name: &str, why: Refused) -> String {
    let words = match why {
        Refused::TooLarge => t!(language, "files-not-too-large", size = megabytes(language, LARGEST_FILE)),
        Refused::TooMany => t!(language, "files-not-too-many", count = MOST_AT_ONCE),
        Refused::DayFull => t!(language, "files-not-day-full", size = megabytes(language, LARGEST_DAY)),
        Refused::Empty | Refused::Kind | Refused::Macros => {
            t!(language, &format!("files-not-{}", why.code()))
        }
    };
    let name = if name.is_empty() { "?" } else { name };
    format!("{name}: {words}")
}

fn megabytes(language: Language, bytes: usize) -> String {
    format::whole(language, bytes >> 20)
}

/// `12 КБ`.
fn size(language: Language, bytes: i32) -> String {
    let kilobytes = usize::try_from(bytes).unwrap_or_default().div_ceil(1024);
    t!(language, "post-kilobytes", size = format::whole(language, kilobytes)).into_owned()
}
