# Letters in trouble: an administrator's page.

letters-title = Letters
letters-check = Check the mail server
letters-due = Leaving now
letters-later = Waiting for their time
letters-stuck = Waiting for you
letters-last-sent = Last one left
letters-never = none yet
letters-waits = longest: { $span }
letters-trouble = Letters that did not leave
letters-empty = All letters leave
letters-empty-body = Letters that the mail server refused will stand here, and those of which nobody knows what became.

letters-kind-invitation = Invitation to rate a purchase
letters-kind-acknowledgement = Acknowledgement of a complaint
letters-kind-reply = Reply by staff
letters-kind-resolved = Answer with the resolution

letters-state-failed = not sent
letters-state-unknown = unknown
letters-state-sending = being sent

letters-complaint = complaint { $number }
letters-attempts = { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
}
letters-answer = The server said:
letters-lost = The connection to the server broke while the letter was going over. It may have arrived.
letters-in-hand = The server has not answered yet

letters-why-erased = The customer's data was deleted at their wish.
letters-why-no_address = The customer has no e-mail address.
letters-why-bounced = The customer's address does not exist: the server has refused letters to it before.
letters-why-unsubscribed = The customer unsubscribed.
letters-why-revoked = The invitation was taken back.
letters-why-expired = The link in the letter does not work any more.
letters-why-answered = The customer has answered.
letters-why-interrupted = The program stopped while the letter was being handed over. It may have arrived.
letters-why-given_up = An administrator decided not to send it.

letters-retry = Send again
letters-retry-ask = Send again…
letters-twice = The letter may have arrived. Then the customer gets it twice.
letters-give-up = Do not send

letters-done-retried = The letter is in the queue again and leaves within seconds.
letters-done-given-up = The letter will not be sent.
letters-done-gone = Somebody has dealt with that letter already: the list below is up to date.

letters-server = The server { $name } answers: { $secrecy }, { $signin }.
letters-encrypted = the connection is encrypted
letters-plain = the connection is not encrypted
letters-signed-in = signed in
letters-anonymous = no sign-in needed
letters-server-folder = There is no mail server: letters are kept in a folder, and it can be written to.
letters-server-silent = The mail server did not answer within 8 seconds.
letters-server-away = The mail server is not ready: { $words }
