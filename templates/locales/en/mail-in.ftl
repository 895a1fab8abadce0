# Mail that comes to us, and the suppression list: an administrator's pages.

incoming-title = Incoming letters
incoming-all = All
incoming-look = To look at: { $count }
incoming-empty = Nothing has come in yet
incoming-empty-body = Returned letters, spam complaints, unsubscribe requests and replies to our letters appear here.
incoming-no-inbox = To see returned letters and unsubscribe requests, let the mail server hand the mail of your reply address to the program.
incoming-nothing-to-do = Nothing to look at
incoming-nothing-to-do-body = Everything that needed attention has been dealt with.
incoming-waiting = not read yet
incoming-open = Open the letter
incoming-seen = Dealt with
incoming-seen-by = dealt with: { $name }

incoming-kind-bounce = returned
incoming-kind-delay = delayed
incoming-kind-receipt = delivered
incoming-kind-notice = looks like a return
incoming-kind-complaint = spam complaint
incoming-kind-unsubscribe = unsubscribe
incoming-kind-automatic = automatic reply
incoming-kind-words = written by a person
incoming-kind-unreadable = unreadable

incoming-outcome-suppressed = The address is on the suppression list.
incoming-outcome-failed = The letter did not arrive. The address may be fine, so it is not suppressed.
incoming-outcome-retried = The cause is temporary; the letter will be sent again.
incoming-outcome-unsubscribed = The customer gets no more surveys.
incoming-outcome-noted = Nothing needs doing.
incoming-outcome-repeated = This was known already.
incoming-outcome-unmatched = It cannot be proved to be about a letter of ours, so nothing was changed.
incoming-outcome-look = Please look: the program does not decide such things.

letters-returned = returned
letters-returned-hard = There is no such address. It is on the suppression list.
letters-returned-refused = The recipient’s server refused this letter. The address may be fine.
letters-returned-soft = The cause is temporary, but sending again did not help.

suppressions-title = Suppression list
suppressions-search = Address or its beginning
suppressions-find = Find
suppressions-empty = The suppression list is empty
suppressions-empty-body = Addresses that do not exist appear here, and those whose owners want no letters. No import brings them back.
suppressions-not-found = No such address on the list
suppressions-not-found-body = Check the beginning of the address: the search starts at its first letter.
suppressions-surveys = no surveys
suppressions-all = no letters at all
suppressions-cause-hard_bounce = no such address
suppressions-cause-complaint = spam complaint
suppressions-cause-unsubscribed = unsubscribed
suppressions-cause-staff = added by staff
suppressions-add-title = Add an address
suppressions-address = E-mail address
suppressions-scope = Restriction
suppressions-why = Reason
suppressions-add = Add
suppressions-bad-address = This is not an e-mail address.
suppressions-there = Staff have already added this address.
suppressions-bad-reason = Say why: your colleagues will see it.
suppressions-remove-ask = Remove…
suppressions-remove-why = Why it comes off
suppressions-remove = Remove from the list
suppressions-done-added = The address is on the list.
suppressions-done-removed = The address is off the list.
suppressions-done-gone = This entry is no longer on the list.
suppressions-done-no-reason = The address stays on the list: say why it should come off.
