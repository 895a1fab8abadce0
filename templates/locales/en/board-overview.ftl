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
overview-open = More
overview-open-of = , { $title }
overview-picture = { $title }: the last steps up to the end of the period, by { $grain ->
    [week] week
    [month] month
   *[quarter] quarter
}; from { $first } to { $last }.
overview-definition = The overview looks at NPS and overall satisfaction as a whole, at each parameter, and at each value of each dimension with enough answers to compare (up to { $most } values with the most answers of a dimension). The tests are those of the reports; the figures of parts are corrected together by Holm’s method, so fewer are marked here than may be in a single report. The biggest changes come first, as a part of the figure’s scale. Intervals are 95%, time zone { $zone }.
