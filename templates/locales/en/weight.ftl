# Severity and priority, the way of a complaint, its dossier, the lead's view.

weight-title = Severity
weight-none = the rules were not applied yet
weight-score = score { $score } of 10
weight-class = class { $class } customer
weight-repeat = { $nth ->
    [2] second
    [3] third
    [4] fourth
    [5] fifth
   *[other] { $nth }th
} complaint in 30 days
weight-claim = a legal term is running
weight-hand-short = by hand, “{ $reason }”
weight-hand = by hand: { $who }, { $at }
weight-by-rules = By the rules: { $severity }
weight-outgrown = It got worse: by the rules the severity is { $severity } by now. Check whether the one set by hand still holds.
weight-priority = Priority { $points } of 100
weight-part-severity = severity
weight-part-claim = legal term
weight-part-score = low score
weight-part-repeat = repeated complaint
weight-part-exit = left for a preventable reason
weight-part-class = customer's value
weight-value-class = Class

weight-deed = Change severity
weight-deed-hint = Deadlines change with the severity. One set by hand holds, whatever the customer writes later.
weight-deed-severity = Severity
weight-deed-rules = by the rules: { $severity }
weight-deed-reason = Why
weight-deed-submit = Change severity
weight-problem-over = The complaint is “{ $state }”: its severity changes nothing any more. Your text is kept below.

weight-history-older = { $count ->
    [one] { $count } earlier entry
   *[other] { $count } earlier entries
}
weight-history-all = What was before that
weight-history-title = History of complaint No. { $number }
weight-history-none = Nothing happened before.
weight-until = until { $at }

weight-iso = Way of the complaint
weight-iso-done = { $done } of { $all } steps
weight-iso-is-done = done
weight-iso-is-missing = not yet
weight-iso-registered = Registered
weight-iso-acknowledged = Acknowledged
weight-iso-assessed = Assessed
weight-iso-investigated = Investigated
weight-iso-answered = First answer given
weight-iso-told = Decision told
weight-iso-closed = Finished
weight-iso-word = The customer's word
weight-iso-missing-acknowledged = the customer does not know yet that it was taken in
weight-iso-missing-assessed = its severity is not known yet
weight-iso-missing-investigated = not one note of what was found out
weight-iso-missing-answered = nobody has answered yet
weight-iso-missing-told = there is no letter with the decision
weight-iso-missing-word = the customer was not asked yet
weight-iso-not-yet = still to come
weight-iso-by-rules = by the rules
weight-iso-notes = { $count ->
    [one] { $count } note
   *[other] { $count } notes
}
weight-iso-letter = letter: { $state }
weight-iso-by-answer = by the first answer
weight-iso-told-phone = told on the phone
weight-iso-told-counter = told in person
weight-iso-asked = the customer was asked and has not answered yet
weight-iso-rating = how it was handled: { $rating }

weight-dossier = Dossier of complaint No. { $number }
weight-dossier-link = Dossier to print
weight-dossier-back = To the complaint
weight-dossier-inner = With notes, for ourselves
weight-dossier-outer = Without notes, to hand over
weight-dossier-hint = Print it, or save it as a file, from the browser's menu. Inner notes and how we weigh complaints are left out unless asked for.
weight-dossier-made = Made { $at } by { $by }.
weight-dossier-is-inner = For internal use.
weight-dossier-parties = Parties
weight-dossier-company = Company
weight-dossier-source = How it came
weight-source-answer = answer to a survey
weight-source-mail = e-mail
weight-source-phone = telephone
weight-source-counter = in person
weight-source-letter = letter on paper
weight-source-api = another program
weight-source-other = otherwise
weight-dossier-purchase = Purchase
weight-dossier-no-purchase = The complaint is about no purchase.
weight-dossier-order = Order
weight-dossier-amount = Amount
weight-dossier-store = Store
weight-dossier-category = Category
weight-dossier-bought = Bought
weight-dossier-delivered = Delivered
weight-dossier-said = What the customer said
weight-dossier-letters = Correspondence
weight-dossier-no-letters = There were no letters yet.
weight-letter-acknowledgement = Letter of acknowledgement
weight-letter-reply = Letter to the customer
weight-letter-resolved = Letter with the decision
weight-letter-rejected = Letter of refusal
weight-dossier-bounced = came back { $at }
weight-dossier-template = Its words are the company's template.
weight-dossier-terms = Terms
weight-dossier-term = Term
weight-dossier-due = Due
weight-dossier-kept = Kept
weight-dossier-demanded = demanded on { $day }
weight-dossier-amount-of = { $unit ->
    [working_days] working days: { $count }
    [months] months: { $count }
   *[calendar_days] calendar days: { $count }
}
weight-dossier-withdrawn = withdrawn { $at }
weight-dossier-missed = not kept, the term is over
weight-dossier-runs = still running
weight-dossier-outcome = Outcome
weight-dossier-files = Files
weight-dossier-bytes = bytes: { $count }
weight-dossier-history = History
weight-dossier-when = When
weight-dossier-who = Who
weight-dossier-what = What

weight-team = Team
weight-team-people = Who holds what
weight-team-none = Nobody works on complaints yet
weight-team-none-body = Handlers appear here with what each of them holds. They are added by { $command }.
weight-team-who = Person
weight-team-nobody = Nobody's
weight-team-gone = no longer works here
weight-team-away = away
weight-team-open = Open
weight-team-running = Running
weight-team-waiting = Waiting
weight-team-overdue = Overdue
weight-team-today = Due today
weight-team-unanswered = Unanswered
weight-team-oldest = Oldest
weight-team-mean = Mean age
weight-team-resolved = Resolved in 7 days
weight-team-ages = How long complaints have been open
weight-age-first = { $to ->
    [1] less than a day
   *[other] less than { $to } days
}
weight-age-middle = { $from } to { $to } days
weight-age-last = { $from } days or more
weight-team-late = Due before the day ends
weight-team-late-none = Nothing more is due today
weight-team-late-none-body = No deadline falls before the day ends.
weight-team-late-more = The first { $count } are shown; the others are in the queue.
