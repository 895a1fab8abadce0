# Finding complaints: filters, saved lists, words.

find-search = Find a complaint
find-search-hint = Words, name, telephone, order or complaint number
find-search-submit = Find
find-fields = All filters
find-chips = What is chosen
find-chip-drop = Drop the condition “{ $words }”
find-reset = Reset all
find-show = Show
find-whatever = any
find-usual = as usual
find-yes = yes
find-no = no
find-unknown = Part of the address makes no sense and was left out: { $parts }
find-chosen = Chosen
find-found = Found
find-empty = There are no such complaints
find-empty-body = Drop one of the conditions, or reset all.
find-nothing = Nothing found
find-nothing-body = Check the spelling or try other words: words are found in all their forms, numbers and telephones whole.
find-nothing-common = Some words are too common, others are only left out. Add a word that the complaint must have.
find-nothing-letters = There is neither a letter nor a digit to look for.
find-more = The first { $count } are shown: open ones first, then the newest. Narrow the search to see others.

find-column-source = NPS
find-column-last = Wrote
find-priority = { $points ->
    [one] { $points } point
   *[other] { $points } points
}
find-last-in = customer: { $ago }
find-last-out = we: { $ago }
find-snoozed = put off for { $span }
find-place-comment = Customer’s answer
find-place-subject = Subject

find-field-q = Words
find-field-state = State
find-field-severity = Severity
find-field-owner = Owner
find-field-source = Came by
find-field-kind = Survey
find-field-store = Store
find-field-category = Product
find-field-segment = Segment
find-field-class = Customer value
find-field-manager = Manager
find-field-channel = Channel
find-field-language = Customer’s language
find-field-signal = Signal
find-field-cause = Cause
find-field-resolution = Outcome
find-field-sought = Asks for
find-field-given = Was given
find-field-reopened = Reopened
find-field-legal = Legal claim
find-field-unanswered = Not answered yet
find-field-compensated = Compensated
find-field-news = Customer wrote last
find-field-merged = Merged into another
find-field-snoozed = Put off
find-field-due = Due
find-field-sort = Order
find-field-opened_from = Opened from
find-field-opened_to = Opened to
find-field-resolved_from = Resolved from
find-field-resolved_to = Resolved to

find-state-open = open
find-state-over = finished
find-state-any = any
find-source-answer = survey
find-source-mail = e-mail
find-source-phone = telephone
find-source-counter = in store
find-source-letter = letter
find-source-api = system
find-source-other = other
find-due-overdue = overdue
find-due-4h = within 4 hours
find-due-today = today
find-due-24h = within 24 hours
find-due-week = within a week
find-sort-deadline = Nearest deadline first
find-sort-priority = Most pressing first
find-sort-opened = Newest first
find-sort-resolved = Last resolved first

find-view-save = Save this list
find-view-name = Name of the list
find-view-share-all = Show it to everybody
find-view-save-submit = Save
find-view-shared = (shared)
find-view-change = Change “{ $name }”
find-view-rename = Rename
find-view-earlier = Move left
find-view-later = Move right
find-view-share = Show to everybody
find-view-keep = For me alone
find-view-remove = Delete
find-view-removed = The list “{ $name }” was deleted.
find-view-restore = Bring it back
find-view-nameless = Give the list a name to know it by.
find-view-too-many = You have 50 saved lists already. Delete one and save again.

find-density-compact = Denser
find-density-comfortable = More space
