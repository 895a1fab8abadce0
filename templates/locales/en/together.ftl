# Several people at one complaint: who is here, what changed, drafts, editing of fields.

together-looks = { $name } is looking
together-writes = { $name } is writing

together-bar = { $count ->
    [one] { $count } change
   *[other] { $count } changes
} – press “.” or here
together-reload = The list has changed – press “.” or here
together-news = While this page was open:
together-read = I have read this
together-show = To the history

together-draft-save = Save draft
together-draft-saved = Draft saved: { $at }
together-draft-of = Draft of { $at }
together-draft-remove = delete
together-draft-other = Another text of yours, from another tab: { $at }
together-draft-came = { $count ->
    [one] { $count } new entry in the history since
   *[other] { $count } new entries in the history since
}

together-edit = Edit subject and request
together-edit-hint = Only the fields you touch are changed: what colleagues did to the others stays.
together-edit-submit = Save
together-problem-conflict = Nothing was saved: you and a colleague both changed this field. Choose the value to keep.
together-conflict-theirs = { $who }, { $at }
together-conflict-stored = Stored now
together-conflict-mine = Yours
together-conflict-take-mine = Write mine
together-conflict-keep-theirs = Keep what is stored

