# The same link after the answer: what was said, what becomes of the complaint, how to correct, withdraw and add.

afterwards-title = We have your answer
afterwards-when = You answered on { $at }.
afterwards-when-changed = You answered on { $at } and corrected it on { $changed }.
afterwards-withdraw = Withdraw the answer
afterwards-until = You can correct or withdraw your answer until { $date }.
afterwards-over = The time to change your answer is over. If there is something to add, just reply to our letter.

afterwards-withdrawn = You withdrew your answer
afterwards-withdrawn-body = That was on { $at }. We have not counted it since.
afterwards-answer-again = Answer again
afterwards-again-until = You can answer again until { $date }: the form will hold what you wrote before.

afterwards-ask = Withdraw your answer?
afterwards-ask-body = We will stop counting it. You can answer again until { $date }.
afterwards-ask-complaint = We will go on working on complaint no. { $number }. If that is no longer needed, tell us on the page of your answer.
afterwards-ask-yes = Withdraw the answer
afterwards-ask-no = Leave it as it is

afterwards-follow = See how your complaint stands
afterwards-complaint = Complaint no. { $number }
afterwards-since = Registered on { $date }
afterwards-new = We have it and will look into it soon.
afterwards-working = One of us is finding out what happened.
afterwards-answered = We wrote to you on { $date } and are still working on it.
afterwards-again = We are working on it again.
afterwards-waiting = We are waiting for your reply: we cannot go on without it.
afterwards-resolved = As far as we know, this is solved.
afterwards-resolved-on = As far as we know, this was solved on { $date }.
afterwards-closed = The complaint is closed.
afterwards-rejected = We could not agree with you, and told you why.
afterwards-duplicate = We joined it with another complaint of yours and will answer you there.
afterwards-promise = We promise to answer by { $at }.
afterwards-promise-late = We promised to answer by { $at } and are late. We are sorry: the answer will come.

afterwards-dialogue = Messages
afterwards-acknowledged = We confirmed that we have your complaint
afterwards-letter = We wrote to you
afterwards-letter-resolved = We wrote to you about the outcome
afterwards-you = You wrote

afterwards-add-label = Anything to add? Whoever works on your complaint will read it.
afterwards-reply-label = Your reply
afterwards-send = Send
afterwards-reopen-label = Not solved? Tell us what is still wrong, and we will take it up again.
afterwards-reopen = It is not solved
afterwards-object-label = Tell us what you do not agree with.
afterwards-object = Look at it again

afterwards-bad-empty = You have not written anything yet. A few words are enough.
afterwards-bad-long = The text is too long: { $length } characters, and we can keep { $limit } at most. It is still below: shorten it and send it again.
afterwards-bad-finished = While you were writing, we finished your complaint. Your text is still below. If the matter is not solved, press the button under it: we will read everything and take it up again.
afterwards-bad-often = One link takes { $limit } messages a day. Your text is still below: send it tomorrow, or reply to our letter.
afterwards-bad-over = The link has expired, and your text could not be sent. Please copy it and reply to our letter.
