//! Questions answered in own words, 'contact me', and the one press of who is still here.

use maud::{Markup, html};

use super::{
    super::typed::{Field, LONGEST_NAME},
    FormPage,
};
use crate::{
    domain::{questionnaire::Phrase, text::Text},
    t,
};

impl FormPage<'_> {
    pub(super) fn comment(&self, mark: &Markup, with_contact: bool) -> Markup {
        let heading = html! { (mark) (self.says(Phrase::Comment, "form-comment")) };
        html! {
            div.card {
                (self.area(&Field::Comment, "comment", &heading, &self.typed.comment))
                @if with_contact { (self.contact_me()) }
            }
        }
    }

    pub(super) fn bring_back(&self, mark: &Markup) -> Markup {
        let heading = html! { (mark) (self.says(Phrase::BringBack, "form-bring-back")) };
        html! { div.card { (self.area(&Field::BringBack, "bring_back", &heading, &self.typed.bring_back)) } }
    }

    fn area(&self, field: &Field, name: &str, heading: &Markup, typed: &str) -> Markup {
        let problem = self.problem(field);
        // A typed text past the limit stays whole: a browser would not take back more than it shows.
        let limit = problem.is_none().then_some(Text::LIMIT);
        html! {
            h2 { label for=(name) { (heading) } }
            // HTML drops one line break after the tag; this is that one, so that theirs stays.
            textarea id=(name) name=(name) rows="4" placeholder=" " maxlength=[limit] aria-invalid=[problem.as_ref().map(|_| "true")]
                aria-describedby=[problem.as_ref().map(|_| format!("{name}-e"))] { "\n" (typed) }
            @if let Some(words) = problem { p.e id={ (name) "-e" } { (words) } }
        }
    }

    pub(super) fn competitor(&self, mark: &Markup) -> Markup {
        let problem = self.problem(&Field::Competitor);
        let limit = problem.is_none().then_some(LONGEST_NAME);
        html! {
            div.card {
                h2 { label for="competitor" { (mark) (self.says(Phrase::Competitor, "form-competitor")) } }
                input #competitor type="text" name="competitor" value=(self.typed.competitor) placeholder=" " maxlength=[limit]
                    aria-invalid=[problem.as_ref().map(|_| "true")]
                    aria-describedby=[problem.as_ref().map(|_| "competitor-e")];
                @if let Some(words) = problem { p.e #competitor-e { (words) } }
            }
        }
    }

    pub(super) fn contact_me(&self) -> Markup {
        html! {
            label.w {
                input type="checkbox" name="contact_me" value="1" checked[self.typed.contact_me];
                span { (self.says(Phrase::ContactMe, "form-contact")) }
            }
        }
    }

    /// A button that is a whole answer; once pressed, a tick that can be taken back.
    pub(super) fn still_here(&self) -> Markup {
        let words = self.says(Phrase::StillHere, "form-still-here");
        html! {
            div.card {
                @if self.typed.still_here {
                    label.w {
                        input #still_here type="checkbox" name="still_here" value="1" checked;
                        span { (words) }
                    }
                } @else {
                    button #still_here type="submit" name="still_here" value="1" { (words) }
                    p.n { (t!(self.language, "form-still-here-hint")) }
                }
            }
        }
    }
}
