# The overview: what changed and what to look at. Saved views and the Monday letter.

board-overview-title = Overview: what changed
board-overview-short = Overview

overview-topic-nps = NPS
overview-topic-satisfaction = Satisfaction
overview-topic-response = Response rate
overview-topic-departures = Customers who left
overview-topic-money = Lost with them
overview-topic-unexplained = Left without a reason
overview-topic-kept = Share of customers kept
overview-topic-lost = Customers lost
overview-topic-complaints = New complaints
overview-topic-backlog = Open complaints
overview-topic-answered = Answered in time
overview-topic-reopened = Opened again
overview-topic-reason = Reason for leaving: { $title }
overview-topic-cause = Cause of complaints: { $title }

overview-area-voice = What customers say
overview-area-departures = Who leaves
overview-area-complaints = Complaints

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
overview-said-response = { $moved ->
    [up] More of those asked answer: by { $difference } percentage points, more than chance.
    [down] Fewer of those asked answer: by { $difference } percentage points, more than chance.
    [chance] The response rate moved no more than chance would move it: { $difference } percentage points.
    [untested] It was { $before }. { $why }
   *[unknown] It can’t be compared: too few invitations.
}
overview-said-departures = { $moved ->
    [up] { $difference } more left than at the pace before: more than chance.
    [down] { $difference } fewer left than at the pace before: more than chance.
    [chance] No more than chance away from the pace before: { $difference }.
   *[unknown] It can’t be compared: too few departures.
}
overview-said-money = It was { $before }. { $why }
overview-said-unexplained = { $moved ->
    [untested] It was { $before }. { $why }
   *[unknown] It can’t be compared: too few departures.
}
overview-said-complaints = { $moved ->
    [up] { $difference } more complaints than at the pace before: more than chance.
    [down] { $difference } fewer complaints than at the pace before: more than chance.
    [chance] No more than chance away from the pace before: { $difference }.
   *[unknown] It can’t be compared: too few complaints.
}
overview-said-backlog = It was { $before } when the period began. { $why }
overview-said-answered = { $moved ->
    [up] More are answered in time: by { $difference } percentage points, more than chance.
    [down] Fewer are answered in time: by { $difference } percentage points, more than chance.
    [chance] The change is no more than chance: { $difference } percentage points.
   *[unknown] It can’t be compared: too few complaints.
}
overview-said-reopened = { $moved ->
    [untested] It was { $before }. { $why }
   *[unknown] It can’t be compared: too few complaints.
}
overview-said-kept = { $moved ->
    [up] More customers stay: by { $difference } percentage points, more than chance.
    [down] Fewer customers stay: by { $difference } percentage points, more than chance.
    [chance] The share moved no more than chance would move it: { $difference } percentage points.
   *[unknown] It can’t be compared: too few customers.
}
overview-said-lost = { $moved ->
    [untested] It was { $before }. { $why }
   *[unknown] It can’t be compared: too few customers.
}
overview-together = Its own report calls this more than chance; corrected for the { $count } figures tested together here, it is not.
overview-of-days = Whole months: { $from } – { $till }

# Why a change is not tested: the same in the overview and in the reports.
board-untested-sum = No verdict: a few large customers move such a sum more than all the others.
board-untested-stock = What is left is no sample, so chance is not tested.
board-untested-waiting = No verdict: some invitations still wait for an answer, so it is too soon to compare.
board-untested-unsaid = No verdict: those who left lately may still say why.
board-untested-reopening = No verdict: complaints of late may yet be opened again.
board-untested-goes_on = No verdict: the last month is not over, so it is too soon to compare.
board-untested-of_share = No verdict: the number hangs on how many customers there were. It is the share kept that is tested.

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
overview-n-answers = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
overview-n-invitations = { $count ->
    [one] { $count } invitation
   *[other] { $count } invitations
}
overview-n-departures = { $count ->
    [one] { $count } departure
   *[other] { $count } departures
}
overview-n-customers = { $count ->
    [one] { $count } customer
   *[other] { $count } customers
}
overview-n-complaints = { $count ->
    [one] { $count } complaint
   *[other] { $count } complaints
}
overview-base = 95% interval: { $interval }; { $of }.
overview-too-few = Too few to tell
overview-empty = Nothing happened: { $days }
overview-empty-words = There are no answers, departures or complaints in this period with these filters. Other periods have some.
overview-empty-nothing = There is nothing yet. Figures appear with the first answers, departures and complaints.
overview-picture = { $title }: the last steps up to the end of the period, by { $grain ->
    [week] week
    [month] month
   *[quarter] quarter
}; from { $first } to { $last }.
overview-definition = The overview shows the main figures of the reports and looks through their parts: each parameter, the reasons for leaving, the causes of complaints, and the values of each dimension with enough facts to compare (up to { $most } most frequent values of each). The tests are those of the reports, corrected by Holm’s method: the main figures together, and the parts together. So fewer are marked here than may be in a single report; where only the report marks a main figure, the words beside it say so. Where no honest test fits, the words say that too. The biggest changes come first, as a part of the figure’s scale; among those of chance, the figures with the most facts. Days that have not come are compared with nothing. Retention is counted over whole calendar months, without the one that still runs. Intervals are 95%, time zone { $zone }.
overview-how = How this is counted: { $title }
overview-how-nps = Share of promoters (9–10) minus share of detractors (0–6), from −100 to 100. Interval: adjusted Wald.
overview-how-satisfaction = Mean of the answers in per cent. Interval: Student.
overview-how-response = Answered ÷ sent invitations; an answer that its customer took back is not counted. Interval: Wilson.
overview-how-departures = How many times customers left, by the day they did; who left twice counts twice. Numbers are compared by the day.
overview-how-money = All that the customer spent since the departure before and up to this one (returns taken off), divided by the calendar months from the first purchase to the last, both counted, times { $months } months. Currencies are never added up: each has a figure of its own.
overview-how-unexplained = Share of departures whose reason neither the survey nor the company knows. Interval: Wilson.
overview-how-complaints = How many complaints came; duplicates merged into another are not counted. Numbers are compared by the day.
overview-how-backlog = How many complaints were open at the end of the period, or are now while it runs, whenever they came.
overview-how-answered = Share of complaints answered by their deadline, among those answered or overdue. Interval: Wilson.
overview-how-reopened = Share of the complaints that came in the period and were opened again later. Interval: Wilson.
overview-how-kept = Of those who were customers at the start, the share who still were at the end. Counted over the whole calendar months that the period touches, without the one that still runs. Interval: Wilson; change: the test of two shares.
overview-how-lost = How many of those who were customers at the start of the same months were none at their end.

# Incomplete steps.
board-step-partial = part of a { $grain }
board-partial-note = Pale steps are incomplete: they still run, or only a part of them is in the period.
board-running = the same days: the period still runs

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
