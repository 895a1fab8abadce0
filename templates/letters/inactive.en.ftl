# The survey of those who have not bought for long: its invitation and its one reminder.

subject = We have not seen you for a while
reminder-subject = Are you still with us?

preheader = If all is well, one press is enough.
reminder-preheader = One press is enough. We will not remind you again.

body =
    We have not seen you for a while. Is everything all right?

    If you are still with us, just open the form and press one button. If we have disappointed you, tell us: we will read it and try to put it right.
reminder-body =
    A few days ago we asked whether everything is all right, as we have not seen you for a while.

    If you are still with us, just open the form and press one button. If we have disappointed you, tell us. We will not remind you again.

button = Answer with one press

why = You received this letter because you are a customer of { $company }.
