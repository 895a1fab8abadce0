# The desk: the queue of complaints and the card.

desk-title = Complaints
desk-lists = Lists of complaints
desk-list-open = Open
desk-list-mine = Mine
desk-list-nobodys = Unassigned
desk-list-overdue = Overdue
desk-list-waiting = Waiting for customer
desk-list-finished = Finished
desk-take-next = Take next
desk-none-left = No unassigned complaints right now: every one has an owner.
desk-caption = { $list }: { $count ->
    [one] { $count } complaint
   *[other] { $count } complaints
} on this page

desk-column-clock = Due
desk-column-finished = Resolved
desk-column-severity = Severity
desk-column-customer = Customer
desk-column-what = Problem
desk-column-state = Status
desk-row = Complaint { $number }, { $name }
desk-owner-you = you
desk-owner-nobody = unassigned
desk-reopened = again
desk-reopened-times = reopened: { $count }

desk-clock-left = { $span } left
desk-clock-late = { $span } overdue
desk-clock-waits = on hold
desk-clock-of-answer = to first answer
desk-clock-of-resolution = to resolution
desk-clock-kept = done { $at }
desk-clock-kept-late = late, { $at }
desk-clock-due = due { $at }

desk-empty-open = No open complaints
desk-empty-open-body = A new one appears here as soon as a customer is unhappy.
desk-empty-mine = You have no open complaints
desk-empty-mine-body = Take next: the nearest deadline comes first.
desk-empty-mine-action = Show unassigned
desk-empty-nobodys = No unassigned complaints
desk-empty-nobodys-body = Each open complaint has an owner.
desk-empty-overdue = Nothing is overdue
desk-empty-overdue-body = All deadlines are kept so far.
desk-empty-waiting = No complaint waits for its customer
desk-empty-waiting-body = Complaints whose customers were asked something stand here.
desk-empty-finished = No finished complaints yet
desk-empty-finished-body = Resolved complaints appear here, newest first.

desk-signal-nps = would not recommend us
desk-signal-reason = left: { $reason }
desk-signal-not_solved = not solved
desk-signal-contact_me = asks for contact

desk-number = Complaint { $number }
desk-back = All complaints
desk-severity = severity: { $severity }
desk-story = What happened
desk-no-answer = There is no survey answer behind this complaint.
desk-satisfied = Satisfaction
desk-news = news from the customer
desk-answer-withdrawn = withdrawn by the customer
desk-answer-changed = corrected { $at }
desk-rating = { $score } of { $high }
desk-rating-low = threshold { $threshold }
desk-rating-na = does not apply
desk-history = History

desk-first-answer = First answer
desk-resolution-clock = Resolution
desk-opened = Opened
desk-customer = Customer
desk-email = E-mail
desk-phone = Phone
desk-speaks = Language
desk-city = City
desk-segment = Segment
desk-none = none
desk-bounced = bounces
desk-unsubscribed = unsubscribed from surveys
desk-erased = data erased at the customer’s request
desk-purchases = Purchases
desk-purchase-this = this purchase
desk-bought = bought { $at }
desk-delivered = delivered { $at }
desk-others = This customer’s other complaints

desk-steps = What to do
desk-has-owner = { $owner } is handling this complaint.
desk-has-no-owner = Nobody has taken this complaint yet.
desk-take = Take
desk-take-over = Take over
desk-reply = Write to the customer
desk-reply-to = The letter goes to { $email }
desk-reply-words = Message
desk-reply-wait = Wait for the customer’s answer: stop the clock
desk-reply-waits = Waiting for the customer already, the clock is stopped
desk-reply-submit = Send letter
desk-note = Internal note
desk-note-hint = Only staff see it; the customer never does.
desk-note-words = Note
desk-note-replied = The customer has replied: back to work
desk-note-submit = Save note
desk-resolve = Resolve
desk-resolve-words = Closing letter to the customer (optional)
desk-resolve-submit = Resolve complaint
desk-reopen = Reopen
desk-reopen-words = Why the complaint has to be reopened
desk-reopen-submit = Reopen
desk-choose = Choose…

desk-no-address = The customer has no e-mail address: there is nowhere to send a letter.
desk-no-address-unreadable = The customer’s address is not valid: a letter would not arrive.
desk-no-address-bounced = Earlier letters to this address came back: the customer’s mail server refuses them.
desk-no-address-erased = The customer’s data were erased at their request: they cannot be written to.

desk-problem-empty = Write at least one word.
desk-problem-long = The text is too long: { $length } characters, the limit is { $limit }. Shorten it and send again.
desk-problem-missing = Fill in the marked fields.
desk-problem-taken = { $owner } already is handling this complaint.
desk-problem-owned = { $owner } is handling this complaint. Take it over to act on it. Your text is kept below.
desk-problem-not-taken = Take the complaint first. Your text is kept below.
desk-problem-changed = Nothing was sent: something new happened while the page was open.
desk-problem-changed-next = Your text is still here. Read what is new and send again if it still stands.
desk-problem-over = The complaint is { $state }: nothing more can be written. Reopen it first. Your text is kept below.
desk-problem-take = The complaint is { $state }: it cannot be taken.
desk-problem-wait = The complaint is { $state }: it cannot wait for the customer.
desk-problem-customer_replied = The complaint is { $state }: it cannot go back to work.
desk-problem-resolve = The complaint is { $state }: it cannot be resolved now. Your text is kept below.
desk-problem-reopen = The complaint is { $state }: there is no need to reopen it. Your text is kept below.
desk-problem-close = The complaint is { $state }: it cannot be closed.
desk-problem-reject = The complaint is { $state }: it cannot be rejected.
desk-problem-mark_duplicate = The complaint is { $state }: it cannot be marked a duplicate.
desk-problem-twin = Another complaint about this purchase is open already: work in that one. Your text is kept below.

desk-by-customer = Customer
desk-by-itself = Otklik
desk-event-opened = Complaint opened
desk-event-signal = New signal from the customer
desk-event-customer = The customer wrote
desk-event-withdrawn = The customer withdrew their answer
desk-event-taken = Taken
desk-event-taken-over = Taken over
desk-event-note = Note
desk-event-letter = Letter to the customer
desk-event-acknowledgement = Acknowledgement letter
desk-event-resolved = Complaint resolved
desk-event-reopened = Reopened
desk-event-field = Change

desk-letter-queued = queued
desk-letter-sending = being sent
desk-letter-sent = sent
desk-letter-failed = not delivered
desk-letter-cancelled = cancelled
desk-letter-unknown = unknown whether it was sent

desk-field-state = Status
desk-field-severity = Severity
desk-field-signals = Signals
desk-field-owner = Owner
desk-field-first_answered_at = First answer given
desk-field-resolved_at = Time of resolution
desk-field-resolution_due = Resolution due
desk-field-first_answer_due = First answer due
desk-field-root_cause = Root cause
desk-field-resolution = Outcome
desk-field-reopened = Times reopened

desk-cause-price = Prices
desk-cause-assortment = Assortment
desk-cause-delivery = Delivery
desk-cause-payment = Payment and refunds
desk-cause-service = Service
desk-cause-extras = Extra services
desk-cause-quality = Quality of the goods
desk-cause-website = Website or application
desk-cause-information = Wrong information or promises
desk-cause-other = Other

desk-resolution-upheld = Upheld
desk-resolution-partly_upheld = Partly upheld
desk-resolution-goodwill = Goodwill, not our fault
desk-resolution-rejected = Rejected, the reason was told
desk-resolution-withdrawn = Withdrawn by the customer
desk-resolution-not_a_complaint = Not a complaint
