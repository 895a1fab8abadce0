# Words shared by all pages.

month-of-date = { month-name }
month-name = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
month-short = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
span-minutes = { $count } min
span-hours = { $count } h
span-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

frame-product = Otklik
frame-skip = Skip to content
frame-desk = Complaints
frame-customers = Customers
frame-team = Team
frame-board = Reports
frame-mailbox = Demo mail
frame-sign-out = Sign out
frame-navigation = Main sections
frame-account = Account
frame-language-ru = Русский
frame-language-en = English
frame-theme = Light or dark theme

role-admin = administrator
role-lead = team lead
role-handler = complaint handler
role-executive = executive

sign-in-title = Sign in
sign-in-lead = Otklik: feedback, complaints and figures
sign-in-email = E-mail
sign-in-password = Password
sign-in-submit = Sign in
sign-in-wrong = That e-mail and password do not match. Check the keyboard layout and try again.
sign-in-throttled = Too many attempts. Wait { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} and try again.

failure-not-found = There is no such page
failure-not-found-body = The address may be mistyped, or the record is gone.
failure-forbidden = You do not have access to this section
failure-forbidden-body = If you need it for your work, ask an administrator to change your role.
failure-away = The database is not responding
failure-away-body = Nothing is lost. Try again in half a minute.
failure-fault = Something went wrong on the server
failure-fault-body = It was recorded as { $request }. If it happens again, tell an administrator this number.
failure-bad-request = The request could not be read
failure-bad-request-body = Go back, reload the page and try again.
failure-too-large = The request is too large
failure-too-large-body = Nothing was saved. Go back to the form: what you typed usually stays in it. Shorten the text or choose a smaller file.
failure-back = Back to the form
failure-stale = This page is out of date
failure-stale-body = You signed out or signed in again in another tab. Go back, reload and repeat: nothing was changed.
failure-stale-unsent = You signed out or signed in again in another tab. Nothing was sent. Here is what you typed: copy it and paste it into the page opened anew.
failure-signed-out = Your session has ended
failure-signed-out-unsent = Nothing was sent. Here is what you typed: copy it, sign in and paste it again.
failure-typed = What you typed
failure-anew = Open the page anew
failure-home = Home

severity-low = low
severity-normal = normal
severity-high = high
severity-critical = critical

state-new = new
state-in_progress = in progress
state-waiting_for_customer = waiting for customer
state-resolved = resolved
state-closed = closed
state-rejected = rejected
state-duplicate = duplicate

pages-name = Pages of the list
pages-next = Next
pages-first = First page
