# The overview: what changed and what to look at. Saved views and the Monday letter.

board-overview-title = Overview: what changed
board-overview-short = Overview

overview-topic-nps = NPS
overview-topic-satisfaction = Satisfaction

overview-of-kind = survey “{ $value }”
overview-of-store = store “{ $value }”
overview-of-segment = segment “{ $value }”
overview-of-value_class = { $value }
overview-of-manager = manager { $value }
overview-of-channel = channel “{ $value }”
overview-of-category = category “{ $value }”
overview-of-language = language: { $value }

overview-said-nps = { $moved ->
    [up] NPS rose by { $difference }: more than chance.
    [down] NPS fell by { $difference }: more than chance.
    [chance] NPS moved no more than chance would move it: { $difference }.
   *[unknown] NPS can’t be compared: too few answers.
}
overview-said-satisfaction = { $moved ->
    [up] Satisfaction rose by { $difference } percentage points: more than chance.
    [down] Satisfaction fell by { $difference } percentage points: more than chance.
    [chance] Satisfaction moved no more than chance would move it: { $difference } percentage points.
   *[unknown] Satisfaction can’t be compared: too few answers.
}
overview-most = Most of all: { $place } ({ $difference }).
overview-calm = Nothing changed in this period by more than chance.
overview-better = Better
overview-worse = Worse
overview-chance = No more than chance
overview-none-better = Nothing got better by more than chance.
overview-none-worse = Nothing got worse by more than chance.
overview-none-chance = All that can be compared has changed.
overview-not-compared = Comparison is switched off, or there are too few answers for it.
overview-more = { $count ->
    [one] And { $count } more figure in the file to download.
   *[other] And { $count } more figures in the file to download.
}
overview-was = was { $figure }
overview-n = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
overview-base = 95% interval: { $interval }; { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}.
overview-open = More
overview-open-of = , { $title }
overview-picture = { $title }: the last steps up to the end of the period, by { $grain ->
    [week] week
    [month] month
   *[quarter] quarter
}; from { $first } to { $last }.
overview-definition = The overview looks at NPS and overall satisfaction as a whole, at each parameter, and at each value of each dimension with enough answers to compare (up to { $most } values with the most answers of a dimension). The tests are those of the reports; the figures of parts are corrected together by Holm’s method, so fewer are marked here than may be in a single report. The biggest changes come first, as a part of the figure’s scale; among those of chance, the figures with the most answers. Intervals are 95%, time zone { $zone }.

views-title = Saved views
views-none = Nothing is saved yet. Set up a report and give it a name: it will open from here.
views-name = Name
views-save-label = Save what is on the screen
views-save-shared = show it to everybody who reads reports
views-save = Save
views-of = by { $name }
views-shared = everybody sees it
views-share = Show to everybody
views-keep = Only for me
views-rename = Rename
views-rename-do = Done
views-remove = Remove
views-removed = The view is removed.
views-undo = Bring it back
views-refused-name = The view is not saved: it needs a name.
views-refused-many = The view is not saved: there are { $most } already. Remove some first.
views-refused-long = The view is not saved: it has too many conditions.
views-monday = Send me this on Mondays
views-monday-on = Comes on Mondays
views-end-title = Stop this letter?
views-end-words = The letter with the figures of the week comes on Mondays. The reports stay on their pages.
views-end = Stop it
views-ended = We will not send it again
views-ended-words = The letter with the figures of the week is cancelled. You can begin it again here or on the page of the report.
views-begin-again = Send it again
