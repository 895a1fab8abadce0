# To executives on Mondays: what changed in the last week.

subject = { $calm ->
    [yes] Week { $from } – { $till }: no change to speak of
   *[no] Week { $from } – { $till }: some figures moved
  }
preheader = { $lead }

title = { $named ->
    [yes] The week { $from } – { $till } against the one before: “{ $view }”.
   *[no] The week { $from } – { $till } against the one before.
  }
empty = Nobody answered in this week.
calm = Nothing changed in the week by more than chance.
better = Better
worse = Worse
rest = { $count ->
    [one] And { $count } more change in the overview.
   *[other] And { $count } more changes in the overview.
  }
chart = { $title } by week
chart-note = A bar is the interval that holds the figure with 95% confidence. The fewer answers, the longer it is. The left edge is { $low }, the right one { $high }.
open = Open the overview
open-view = Open “{ $view }”
hint = Only what changed by more than chance is told here. The rest is in the reports.
why = You asked for this letter in the reports of { $company }. It comes on Mondays.
stop = Stop this letter
