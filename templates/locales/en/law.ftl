# Terms of the law and alerts about deadlines: the complaint's card, the list of alerts, settings.

law-length-calendar_days = { $count ->
    [one] { $count } calendar day
   *[other] { $count } calendar days
}
law-length-working_days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
law-length-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
law-unit-calendar_days = calendar days
law-unit-working_days = working days
law-unit-months = months
law-unconfirmed = to be confirmed by a lawyer
law-confirmed = confirmed by a lawyer

law-claims = Claims by law
law-never-paused = These terms always run, also while we wait for the customer.
law-last-day = last day: { $day }
law-why = { $law }, { $article }: { $length } after { $day }
law-meet = Met
law-resume = Not met yet
law-withdraw = Noted by mistake
law-met = met { $at }
law-met-late = met late, { $at }
law-ended = complaint ended { $at }
law-ended-late = complaint ended late, { $at }

law-claim = Claim by law
law-claim-hint = The term begins the day after the demand. Where its last day is not a working day, it ends on the next working day.
law-demanded = When the customer made the demand
law-kinds = What is demanded; tick as many as apply
law-claim-submit = Start the term
law-problem-over = The complaint is over. Reopen it to note a claim.
law-problem-date = The demand can't be of a day to come, or older than three years.
law-problem-unknown = This complaint has no such claim.
law-hint = The customer may be asking to stop processing their data or to write no more. Such a request has a legal term of its own. Start it?

law-told-added = Claim by law: { $title }, demanded { $demanded }, last day { $due }
law-told-moved = Term of “{ $title }” reckoned anew: { $was } → { $due }
law-told-met = Claim met: { $title }
law-told-resumed = Claim not met after all: { $title }, last day { $due }
law-told-withdrawn = Claim noted by mistake and taken back: { $title }
law-told-ended = Term of the claim stopped with the complaint: { $title }
law-told-runs = Term of the claim runs again: { $title }, last day { $due }
law-told-approaching = Deadline approaching. { $clock }: { $due }.
law-told-missed = Deadline missed. { $clock }: { $due }.
law-told-whom = Told: { $people }.
law-told-at = told { $at }
law-clock-first_answer = First answer
law-clock-resolution = Resolution
law-clock-claim = Claim by law
law-clock-of-claim = By law: { $title }

law-bell = { $count ->
    [0] Deadlines: nothing new
    [one] Deadlines: { $count } new
   *[other] Deadlines: { $count } new
}
law-alerts = Deadline alerts
law-no-alerts = No deadline alerts
law-no-alerts-body = Deadlines of your complaints that approach or were missed appear here. How early they are told is up to the administrator.
law-stage-approaching = Approaching
law-stage-missed = Missed
law-seen = Seen
law-all-seen = Mark all as seen

law-terms = Legal terms
law-lead = How long the law gives for each demand. These terms always run and count a five-day week with the holidays and moved days of the calendar, whatever days the company works. The list was put together from public sources: have your lawyer confirm every row.
law-to-confirm = { $count ->
    [one] { $count } term is still to be confirmed by a lawyer.
   *[other] { $count } terms are still to be confirmed by a lawyer.
}
law-running = { $count ->
    [one] { $count } running
   *[other] { $count } running
}
law-off = not offered
law-source = Source
law-certainty-seen = the statute or an authority's text was read
law-certainty-agreed = secondary sources agree
law-certainty-memory = from memory, to be looked up
law-changed = changed by you
law-confirmed-by = Confirmed by a lawyer on { $at }; noted by { $who }.
law-confirm = Our lawyer confirmed it
law-unconfirm = Take the confirmation back
law-switch-on = Offer it again
law-switch-off = Stop offering it
law-change-hint = Another law, article or length takes the lawyer's confirmation back.
law-field-title_ru = Demand in Russian
law-field-title_en = Demand in English
law-field-law = Law
law-field-article = Article
law-field-amount = How many
law-field-unit = Of what
law-field-note_ru = Note in Russian
law-field-note_en = Note in English
law-field-source = Source
law-save = Save
law-add = Add a term of your own
law-add-submit = Add
law-done = Saved. Claims that are not met are reckoned anew.
law-problem-fields = Check these fields: { $fields }. Words may have up to 300 characters, a term is 1 to 730.
law-problem-there = There is such a term under this article already.
law-problem-policy = Check the marked field: share 1 to 90, minutes 1 to 10,000, working days 1 to 30.
law-policy = When deadlines are told
law-policy-lead = The owner learns of a deadline before it comes; leads too once it is missed. Each deadline is told once before and once when missed, by letter and on the page. Those of the company in working hours, those of the law at once.
law-policy-share_percent = How long before, % of the limit
law-policy-least_minutes = But at least, working minutes
law-policy-legal_working_days = Before a legal deadline, working days
