# The page of one customer.

customers-forgotten = Customer’s data erased
customers-nameless = Customer { $id }
customers-mark-erased = Data erased
customers-mark-unsubscribed = Stopped the letters
customers-mark-bounced = Letters come back
customers-mark-no-consent = No consent to be asked

customers-who = About the customer
customers-id = Customer’s id
customers-email = E-mail
customers-phone = Telephone
customers-city = City
customers-language = Language
customers-language-ru = Russian
customers-language-en = English
customers-language-default = { $language } (default)
customers-consent = Agreed to be asked
customers-consent-yes = yes
customers-consent-no = no
customers-segment = Segment
customers-manager = Manager
customers-channel = Came through
customers-registered = Customer since
customers-unsubscribed = Stopped the letters
customers-bounced = Letters come back since
customers-erased = Data erased

customers-totals = Purchases in all
customers-totals-words = { $count ->
    [one] { $count } purchase
   *[other] { $count } purchases
}, the first on { $since }

customers-purchases = Purchases
customers-no-purchases = No purchases yet.
customers-of-purchase = order { $id }
customers-delivered = delivered { $at }

customers-complaints = Complaints
customers-no-complaints = There were no complaints.
customers-number = #{ $number }
customers-severity = severity { $severity }

customers-answers = Answers
customers-no-answers = No answers yet.
customers-nps = NPS { $score }
customers-satisfaction = { $percent }% satisfied
customers-contact-me = Asked to be contacted
customers-of-scale = of { $high }

customers-letters = Letters
customers-no-letters = No letters yet.
customers-letter-invitation = Question about a purchase
customers-letter-acknowledgement = Complaint received
customers-letter-reply = Reply by staff
customers-letter-resolved = Complaint resolved
customers-letter-state-queued = queued
customers-letter-state-sending = leaving
customers-letter-state-sent = sent
customers-letter-state-failed = not delivered
customers-letter-state-cancelled = cancelled
customers-letter-state-unknown = outcome unknown
customers-letter-sent = Left on { $at }
customers-letter-due = Due on { $at }
customers-letter-attempts = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}
customers-newest = { $count ->
    [one] The newest entry is shown.
   *[other] The newest { $count } entries are shown.
}
