# The survey of those who left: its invitation and its one reminder.

subject = Why did you leave?
reminder-subject = Once more: why did you leave?

preheader = We will not try to talk you round. We want to know what to put right.
reminder-preheader = If you have a minute, tell us the reason. We will not remind you again.

body =
    We are sorry that you left. We will not try to talk you round, but we want to understand why.

    Tick your reasons in a short form: it takes about a minute. We will read your answer and try to put right what is in our hands.
reminder-body =
    A few days ago we asked why you left. If you have a minute, please tick your reasons in a short form.

    Your answer will help us put right what is in our hands. We will not remind you again.

button = Give the reasons

why = You received this letter because you were a customer of { $company }.
