//! Why they left: checkboxes by category in an order of this person's own, and which reason counts most.

use maud::{Markup, html};

use super::{super::typed::Field, FormPage};
use crate::{
    domain::{
        questionnaire::Phrase,
        reason::{Shown, shown},
    },
    t,
};

impl FormPage<'_> {
    pub(super) fn reasons(&self, mark: &Markup) -> Markup {
        let language = self.language;
        let shown = shown(&self.definition.reasons, self.seed);
        let problem = self.problem(&Field::Reasons);
        html! {
            fieldset #reasons aria-describedby=[problem.as_ref().map(|_| "reasons-e")]
                tabindex=[problem.as_ref().map(|_| "-1")] {
                legend { (mark) (self.says(Phrase::Reasons, "form-reasons")) }
                @if let Some(words) = problem { p.e #reasons-e { (words) } }
                @for Shown { category, reasons } in &shown {
                    fieldset.g {
                        legend { (category.title.get(language)) }
                        @for reason in reasons {
                            label.w {
                                input type="checkbox" name="reason" value=(reason.code)
                                    checked[self.typed.chose(reason.code.as_str())];
                                span { (reason.title.get(language)) }
                            }
                        }
                    }
                }
                (self.main_reason(&shown))
            }
        }
    }

    /// A select of all reasons, so that it works without a script; the style shows it once something is ticked, and a
    /// script may leave only what is ticked.
    fn main_reason(&self, shown: &[Shown<'_>]) -> Markup {
        let language = self.language;
        let main = self.typed.main_reason.trim();
        let problem = self.problem(&Field::MainReason);
        let described = if problem.is_some() { "main_reason-e main_reason-n" } else { "main_reason-n" };
        html! {
            div.o {
                label for="main_reason" { (t!(language, "form-main-reason")) }
                select #main_reason name="main_reason" aria-describedby=(described)
                    aria-invalid=[problem.as_ref().map(|_| "true")] {
                    option value="" { (t!(language, "form-not-chosen")) }
                    @for Shown { category, reasons } in shown {
                        optgroup label=(category.title.get(language)) {
                            @for reason in reasons {
                                option value=(reason.code) selected[reason.code.as_str() == main] {
                                    (reason.title.get(language))
                                }
                            }
                        }
                    }
                }
                p.n #main_reason-n { (t!(language, "form-main-reason-hint")) }
                @if let Some(words) = problem { p.e #main_reason-e { (words) } }
            }
        }
    }
}
