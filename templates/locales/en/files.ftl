# Files of complaints
files-title = Files
files-attach-more = Attach files
files-choose = Files
files-attach = Attach
files-limits = Up to { $files } files of { $file } MB each, { $day } MB a day. PDF, pictures, texts, tables, documents without macros, ZIP.
files-from-letter = customer’s letter
files-went-out = sent by letter
files-remove = Remove
files-remove-this = Remove the file { $name }
files-restore = Put back
files-restore-this = Put back the file { $name }
files-removed = Removed: { $count }
files-enclose = Enclose files in the letter
files-enclose-these = Files of this complaint
files-enclose-new = New files
files-enclose-limit = A letter takes up to { $size } MB of files.
files-problem = These files were not taken; the others are attached
files-not-empty = the file is empty
files-not-too-large = over { $size } MB
files-not-too-many = at most { $count } files at once
files-not-day-full = a complaint takes up to { $size } MB a day
files-not-kind = files of this kind are not taken
files-not-macros = a document with macros
files-not-from-letter = Not taken, still in the letter:
files-problem-leaving = The file is leaving with a letter: take the letter back first.
files-problem-letter = The letter has { $bytes } MB of files, { $limit } MB at most. The words are here, the files are attached to the complaint.

# Canned answers
files-canned-title = Canned answers
files-canned-search = Words of the title or the text
files-canned-find = Find
files-canned-none = Nothing found
files-canned-all = Show all
files-canned-empty = No canned answers yet
files-canned-why = What customers are told every day is written once. Name, number and deadline fill themselves in, and you read it all before it is sent.
files-canned-own = own
files-canned-used = { $count ->
    [0] not used yet
    [one] used once
   *[other] used { $count } times
}
files-canned-edit = Edit
files-canned-removed = The answer is removed.
files-canned-new = New answer
files-canned-change = Edit the answer
files-canned-name = Title
files-canned-words = Text
files-canned-language = Language
files-canned-any = Any
files-canned-whose = Who sees it
files-canned-mine = Only me
files-canned-everybodys = Everybody
files-canned-save = Save
files-canned-leave = Leave as it is
files-canned-leads = Answers for everybody are a lead’s to change.
files-canned-unknown = There is no field { $name }. Those that exist are listed below the text.
files-canned-unclosed = Double braces are not closed: they belong after the name of a field too.
files-canned-lacks = A title and a text are needed. Without a text, something for a macro to do.
files-canned-field-customer-name = the customer’s name
files-canned-field-complaint-number = the complaint’s number
files-canned-field-purchase-number = the purchase’s number
files-canned-field-due = when it is to be resolved
files-canned-field-me-name = your name
files-canned-field-company = the company
files-canned-insert = Canned answer
files-canned-others = In another language
files-canned-put = Insert
files-canned-manage = All canned answers
files-canned-read = The answer is in. Read it before you send it.
files-canned-gaps = Nothing to fill in for: { $fields }. The text says «…» there; complete it before you send it.
