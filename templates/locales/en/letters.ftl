# Letters in trouble: an administrator's page.

letters-title = Letters
letters-check = Check the mail server
letters-due = Sending now
letters-later = Scheduled
letters-stuck = Need your decision
letters-last-sent = Last one sent
letters-never = none yet
letters-waits = longest: { $span }
letters-trouble = Letters that were not sent
letters-empty = All letters are going out
letters-empty-body = Letters the mail server refused appear here, and those whose fate is unknown.

letters-kind-invitation = Invitation to answer
letters-kind-reminder = Reminder of an invitation
letters-kind-acknowledgement = Acknowledgement of a complaint
letters-kind-reply = Reply from staff
letters-kind-alert = Deadlines told to staff
letters-kind-digest = Weekly figures
letters-kind-resolved = Resolution letter
letters-kind-rejected = Letter of rejection

letters-state-failed = not sent
letters-state-unknown = unknown
letters-state-sending = being sent

letters-complaint = complaint { $number }
letters-attempts = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}
letters-answer = The server said:
letters-lost = The connection to the server broke while the letter was being handed over. It may have arrived.
letters-in-hand = The server has not answered yet

letters-why-erased = The customer’s data was erased at their request.
letters-why-no_address = The customer has no e-mail address.
letters-why-bad_address = What is kept as the customer's address is none: correct it and send the letter again.
letters-why-bounced = The customer’s address does not exist: the server has refused letters to it before.
letters-why-unsubscribed = The customer unsubscribed.
letters-why-revoked = The invitation was revoked.
letters-why-expired = The link in the letter no longer works.
letters-why-answered = The customer has answered.
letters-why-interrupted = The program stopped while the letter was being handed over. It may have arrived.
letters-why-over = There is nothing left to ask about: the customer came back, or the complaint is open again.
letters-why-given_up = An administrator decided not to send it.
letters-why-recalled = Its author took it back before it was sent.

letters-retry = Send again
letters-retry-ask = Send again…
letters-twice = The letter may have arrived. If it did, the customer gets it twice.
letters-give-up = Do not send

letters-done-retried = The letter is in the queue again and goes out within seconds.
letters-done-given-up = The letter will not be sent.
letters-done-gone = Somebody has already dealt with that letter: the list below is up to date.

letters-server = The server { $name } answers: { $secrecy }, { $signin }.
letters-encrypted = the connection is encrypted
letters-plain = the connection is not encrypted
letters-signed-in = signed in
letters-anonymous = no sign-in needed
letters-server-folder = There is no mail server: letters are kept in a folder, and it can be written to.
letters-server-silent = The mail server did not answer within 8 seconds.
letters-server-away = The mail server is not ready: { $words }

letters-manner = How letters leave
letters-per-minute = Letters in a minute, at most
letters-per-minute-hint = All letters count, but only surveys are held back: answers to complaints leave at once. 0 means no limit.
letters-per-minute-bad = This must be a whole number from 0 to { $most }.
letters-track = Learn that a survey letter was opened
letters-track-hint = The letter then carries an invisible picture. It is only an estimate: some mail programs load no pictures, others load them by themselves.
letters-manner-keep = Save
letters-done-paced = Saved. The next letters leave in this way.
