# The page of one customer.

customers-forgotten = Customer data erased
customers-nameless = Customer { $id }
customers-mark-erased = Data erased
customers-mark-unsubscribed = Unsubscribed
customers-mark-bounced = Letters bounce
customers-mark-no-consent = No survey consent

customers-who = About the customer
customers-id = Customer ID
customers-email = E-mail
customers-phone = Phone
customers-city = City
customers-language = Language
customers-language-ru = Russian
customers-language-en = English
customers-language-default = { $language } (default)
customers-consent = Survey consent
customers-consent-yes = yes
customers-consent-no = no
customers-segment = Segment
customers-manager = Manager
customers-channel = Channel
customers-registered = Customer since
customers-unsubscribed = Unsubscribed
customers-bounced = Letters bounce since
customers-erased = Data erased

customers-totals = All purchases
customers-totals-words = { $count ->
    [one] { $count } purchase
   *[other] { $count } purchases
}, the first on { $since }

customers-purchases = Purchases
customers-no-purchases = No purchases yet.
customers-of-purchase = order { $id }
customers-delivered = delivered { $at }

customers-complaints = Complaints
customers-no-complaints = No complaints.
customers-number = #{ $number }
customers-severity = severity { $severity }

customers-answers = Answers
customers-no-answers = No answers yet.
customers-nps = NPS { $score }
customers-satisfaction = { $percent }% satisfied
customers-withdrawn = Withdrawn by the customer
customers-contact-me = Asked to be contacted
customers-of-scale = of { $high }

customers-letters = Letters
customers-no-letters = No letters yet.
customers-letter-invitation = Invitation to answer
customers-letter-reminder = Reminder
customers-letter-acknowledgement = Complaint received
customers-letter-reply = Reply from staff
customers-letter-resolved = Complaint resolved
customers-letter-state-queued = queued
customers-letter-state-sending = being sent
customers-letter-state-sent = sent
customers-letter-state-failed = not delivered
customers-letter-state-cancelled = cancelled
customers-letter-state-unknown = outcome unknown
customers-letter-sent = Sent on { $at }
customers-letter-due = Due on { $at }
customers-letter-attempts = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}
customers-newest = { $count ->
    [one] Only the latest entry is shown.
   *[other] Only the latest { $count } entries are shown.
}
