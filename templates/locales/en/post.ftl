# Letters of customers: in a complaint, to be sorted, and taking back what was just sent.

post-title = Letters to sort
post-to-sort = Letters to sort: { $count }
post-empty = All letters are sorted
post-empty-body = Letters come here when it is not known which complaint they are about.
post-no-subject = No subject
post-no-sender = No sender given
post-no-words = The letter has no text.
post-suggested = This address belongs to
post-put-here = Attach here
post-number = Complaint number
post-put = Attach
post-open = Open a new complaint
post-open-guest = Open a complaint for a new customer
post-aside = Not a complaint
post-set-aside = The letter “{ $subject }” was set aside: it is not a complaint.
post-set-aside-nameless = The letter was set aside: it is not a complaint.
post-back = Back to sorting

post-letter = Letter
post-whole = The whole letter
post-raw = The letter as it came
post-files-title = Files
post-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
post-kilobytes = { $size } KB
post-automatic = automatic
post-foreign = The sender's address is not the customer's: { $sender }
post-put-by = attached by { $name }
post-taken-out = taken out
post-out = Take it out of the complaint
post-out-hint = If the letter is about something else, take it out: it goes back to sorting, and can be put to another complaint or open a new one.
post-unreadable = The letter is built in a way that cannot be read safely. You can open it as it came.
post-swept = The text of this letter is no longer kept.

post-leaves-in = The letter leaves in { $seconds } s.
post-leaves-now = The letter is leaving.
post-recall = Undo sending
post-problem-left = Too late to undo: the letter has left or is being handed to the mail server.
post-problem-not-yours = Somebody else wrote this letter: only they or a lead can undo it.
post-problem-sorted = This letter is sorted already.
post-problem-no-complaint = There is no complaint with the number { $number }. Check the number.
post-problem-number = Enter the number of a complaint in digits, such as 1024.
post-problem-open = The customer has an open complaint already: put the letter there.
post-problem-nobody = It is unclear whose complaint it would be: the letter has no return address, or the customer's data was erased.
