# The report 'why they leave' and the list of departures.

board-reasons-title = Why customers leave
board-reasons-short = Why they leave
board-departures-title = The departures behind this figure

board-reasons-empty = Nobody left: { $days }
board-reasons-empty-words = There are no departures in these days with these filters. There are some on other days.
board-reasons-empty-nothing = No departures yet. They come from a file, from staff, or from customers who stop buying.

board-reasons-left = Customers who left
board-reasons-left-column = Left
board-reasons-lost = Money lost
board-reasons-currencies = Currencies are never added up.
board-reasons-without-money = { $count ->
    [one] left before any purchase: its loss cannot be told
   *[other] left before any purchase: their loss cannot be told
}
board-reasons-horizon = Months of payments to count as lost
board-reasons-count = Recount
board-reasons-no-change = Nothing to compare with: too few departures ({ $days }).
board-preventable = Could they have been kept?
board-preventable-yes = Yes
board-preventable-partly = In part
board-preventable-no = No
board-preventable-unknown = Unknown
board-preventable-short-yes = could have been kept
board-preventable-short-partly = could have been kept in part
board-preventable-short-no = could not have been kept
board-preventable-short-unknown = unknown whether they could have been kept
board-reasons-none-known = No departure has a known reason.
board-reasons-of-known = { $count ->
    [one] Of { $number } departure with a known reason.
   *[other] Of { $number } departures with a known reason.
}
board-reasons-returned = Came back
board-reasons-days-away = { $count ->
    [one] half of them within { $count } day
   *[other] half of them within { $count } days
}
board-reasons-unknown = Reason unknown
board-reasons-unknown-short = Unknown
board-source-import = From a file
board-source-staff = Marked by staff
board-source-silence = Stopped buying
board-source-api = From another program

board-reasons-pareto = The main reasons
board-reasons-pareto-lead = Left: the share of a reason among departures with a known reason. Right: its running total with those above.
board-reasons-pareto-whisker = The line on a bar is its 95% interval.
board-reasons-pareto-count = Reasons by the number of customers, with a running total; the same numbers are in the table below.
board-reasons-pareto-money = Reasons by the money lost, with a running total; the same numbers are in the table below
board-reasons-together = running total
board-reasons-ranked = Rank by
board-reasons-ranked-count = By customers
board-reasons-ranked-money = By money
board-reasons-few = Too few departures with a known reason: shares are shown from 10.
board-reasons-no-money = No loss can be told: nothing was bought before leaving.
board-reasons-others = { $count ->
    [one] { $count } more reason
   *[other] { $count } more reasons
}
board-reasons-category-only = { $category }: nothing more is known
board-reasons-table = Reason by reason
board-reasons-table-lead = Shares are of the departures with a known reason. Changes of a share are against the comparison period, corrected for the number of rows. Every number opens its departures.
board-reasons-reason = Reason
board-reasons-share = Share
board-reasons-shown = Of those who saw it
board-reasons-of = of
board-reasons-money = Lost
board-reasons-steps = Over time
board-reasons-points = { $points } pp

board-reasons-trend-lead = How many customers left. Reasons over time are in the table.
board-reasons-trend-picture = Columns: how many customers left in each step of time; the same numbers are in the table below.
board-reasons-groups = Where we lose them
board-reasons-groups-lead = Groups that lost the most first. The change is in the share that could have been kept.
board-reasons-preventable-share = Could have been kept
board-reasons-competitors = Where they go
board-reasons-competitors-lead = One name in several spellings is one row.
board-reasons-competitors-none = Nobody named a competitor.
board-reasons-competitor = Competitor
board-reasons-bring-back = What would bring them back
board-reasons-bring-back-lead = In their own words, the newest first.
board-reasons-bring-back-none = Nobody has written about it yet.
board-reasons-bring-back-all = Not all of them are here. Written in all
board-reasons-bring-back-count = Written

board-reasons-definition = A departure counts on the day the customer left (time zone { $zone }); who left twice counts twice. Lost: all that the customer spent since the departure before and up to this one (returns taken off), divided by the calendar months from the first purchase to the last, both counted, times { $months } months. Currencies are never added up. The reason is the main one of the exit survey; where there is none, or it is “other”, the one the company knows.
board-reasons-definition-shares = “Of those who saw it” is the share that gave the reason as the main one among those who were shown it. Intervals are 95% by Wilson; shares are told from 10 departures on. “Came back” means bought again until today: who left lately had less time. The number of departures is compared with how chance would have laid them on the days; shares by the “N−1” test of two proportions, corrected by Holm.

board-departures-count = { $count ->
    [one] { $count } departure
   *[other] { $count } departures
}
board-departures-none = There are no such departures
board-departures-by-customer = the customer gave the reason
board-departures-note = What the company knows
board-departures-field-reason = Reason
board-departures-field-reason-category = Reason
board-departures-field-preventable = Could have been kept
board-departures-field-source = Known from
board-departures-field-competitor = Competitor
board-departures-field-bring-back = What would bring them back
board-departures-field-returned = Came back
board-departures-field-months = Purchases before leaving
board-departures-field-shown = Saw the reason
board-departures-field-shown-category = Saw the reason
board-departures-field-said = Gave as the main one
board-departures-field-said-category = Gave as the main one
board-departures-code = Which reason is it
board-departures-say = Give a reason
board-departures-choose = Choose a reason
board-departures-put = Save
board-departures-coded = The reason was given by { $who }.
board-departures-undo = Undo
board-departures-done = Saved: { $reason }. Reports follow within a second.
board-departures-undone = Undone. The reason is now: { $reason }.
board-departures-unknown-reason = This reason is not in the list any more. Choose another.
board-departures-meanwhile = The record changed while you were choosing. Below is how it stands now.
board-departures-back = Back to the list

churn-horizon = How much is lost with a customer
churn-horizon-lead = The report “Why they leave” counts the payments of so many months as lost. Its reader may choose another number.
churn-field-months = Months
