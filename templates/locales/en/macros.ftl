# Macros: a canned answer that also changes the complaint.
macros-title = Macro
macros-badge = macro
macros-of-these = Macros
macros-hint = A macro writes to the customer and changes the complaint in one press. You see everything it will do first.
macros-look = Show what it does
macros-letter = Letter to the customer (an empty one is not sent)
macros-note = Inner note (an empty one is not kept)
macros-go = Do all of this
macros-go-hint = All of it or nothing. The letter can be taken back as usual.
macros-nothing-done = Nothing was done. Your text is kept below.
macros-altered = The macro was changed while you looked at it. Check again what it does.
macros-by = macro “{ $title }”

macros-fields = What else to do with the complaint
macros-fields-hint = This makes a macro of the canned answer. It may then have no text.
macros-as-is = Leave as it is
macros-each-time = Each time
macros-people = Colleagues
macros-gone = somebody who no longer works on complaints
macros-cause-gone = can’t be chosen any more
macros-ending-hint = If the macro resolves the complaint: what is known beforehand. The rest is filled in when the macro is used.
macros-unit = Hours or days
macros-unit-hours = hours
macros-unit-days = days
macros-snooze-hint = The complaint comes back earlier if the customer answers. Days end at nine in the morning.

macros-part-letter = Letter
macros-part-assign = Owner
macros-part-severity = Severity
macros-part-note = Inner note
macros-part-state = State
macros-part-snooze = Snooze for

macros-does-me = Take it
macros-does-nobody = Leave it to nobody
macros-does-lightest = Hand it to whoever has the least to do
macros-does-person = Hand it to { $name }
macros-does-severity = Severity: { $severity }
macros-does-note = Note: “{ $note }”
macros-does-wait = Wait for the customer
macros-does-work = Back to work: the customer has answered
macros-does-resolve = Resolve
macros-does-close = Close if resolved
macros-does-hours = { $count ->
    [one] Snooze for { $count } hour or until the customer answers
   *[other] Snooze for { $count } hours or until the customer answers
}
macros-does-days = { $count ->
    [one] Snooze for { $count } day or until the customer answers
   *[other] Snooze for { $count } days or until the customer answers
}

macros-broken-person = The macro hands complaints to somebody who no longer works on them. Choose somebody else in it.
macros-broken-cause = The cause “{ $cause }” can’t be chosen any more. Choose another in the macro.
macros-broken-removed = The macro was removed. Choose another.
macros-broken-unreadable = What the macro does can’t be read. Make it anew.
macros-bad-assign = Choose whom the macro hands the complaint to: this person no longer works on complaints.
macros-bad-severity = Choose a severity from the list.
macros-bad-state = An outcome is filled in only where the macro resolves the complaint, and chosen from the list. Check state, cause and outcome.
macros-bad-snooze = Snooze for a whole number from 1 to 365.
macros-bad-together = These can’t be done together: “{ $one }” and “{ $other }”. Keep one of them.
