# The page of one customer.

customers-forgotten = Customer data erased
customers-nameless = Customer { $id }
customers-mark-erased = Data erased
customers-mark-unsubscribed = Unsubscribed
customers-mark-bounced = Letters bounce
customers-mark-no-consent = No survey consent
customers-mark-left = Left on { $at }
customers-mark-inactive = Inactive
customers-mark-lost = Probably lost
customers-mark-guest = Guest
customers-mark-employee = Employee
customers-mark-suppressed = Letters suppressed

customers-who = About the customer
customers-id = Customer ID
customers-email = E-mail
customers-phone = Phone
customers-city = City
customers-language = Language
customers-language-ru = Russian
customers-language-en = English
customers-language-default = { $language } (default)
customers-zone = Time zone
customers-suppressed = Letters suppressed
customers-suppressed-all = all of them, since { $at }: { $why }
customers-suppressed-surveys = surveys, since { $at }: { $why }
customers-suppressed-hard_bounce = the address takes no mail
customers-suppressed-complaint = the recipient reported spam
customers-suppressed-unsubscribed = unsubscribed
customers-suppressed-staff = decided by staff
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
customers-departures = Leaving and returning
customers-surveys = Other surveys

customers-complaints = Complaints
customers-no-complaints = No complaints.
customers-number = #{ $number }
customers-severity = severity { $severity }

customers-answers = Answers
customers-no-answers = No answers yet.
customers-nps = NPS { $score }
customers-satisfaction = { $percent }% satisfied
customers-contact-me = Asked to be contacted
customers-of-scale = of { $high }
customers-withdrawn = Withdrawn on { $at }
customers-still-here = Staying with us
customers-solved = Solved
customers-not-solved = Not solved
customers-reasons = Reasons
customers-reasons-none = none ticked
customers-reason-main = { $reason } (the main one)
customers-competitor = Left for
customers-bring-back = What would bring them back
customers-heard-from = Heard of us from
customers-wallet-share = Share bought from us
customers-percent = { $percent }%

customers-letters = Letters
customers-no-letters = No letters yet.
customers-letter-invitation = Invitation to answer
customers-letter-reminder = Reminder
customers-letter-acknowledgement = Complaint received
customers-letter-reply = Reply from staff
customers-letter-alert = Deadlines of complaints
customers-letter-digest = Weekly figures
customers-letter-resolved = Complaint resolved
customers-letter-rejected = Complaint rejected
customers-letter-state-queued = queued
customers-letter-state-sending = being sent
customers-letter-state-sent = sent
customers-letter-state-failed = not delivered
customers-letter-state-cancelled = cancelled
customers-letter-state-unknown = outcome unknown
customers-letter-sent = Sent on { $at }
customers-letter-due = Due on { $at }
customers-letter-bounced = bounced
customers-letter-bounced-at = bounced on { $at }
customers-letter-attempts = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}
