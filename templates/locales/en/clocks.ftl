# Clocks of complaints: settings of working hours and limits, the panel of deadlines on the card.

settings-clocks = Deadlines
clocks-title = Working hours and deadlines
clocks-lead = Deadlines run only in working hours. New rules apply to open complaints too, within seconds; the history of each complaint shows where its deadline moved. Pauses already taken are kept.
clocks-week = Working hours
clocks-week-hint = With a comma where there is a break: 9:00–13:00, 14:00–18:00. Empty: closed. 0–24: day and night.
clocks-weekday = { $day ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
clocks-weekday-short = { $day ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[7] Sun
}
clocks-closed = closed
clocks-zone = Time zone
clocks-limits = Time to answer and to resolve
clocks-limits-hint = Hours and minutes of working time: 4 or 1:30.
clocks-severity = Severity
clocks-limit-first = First answer
clocks-limit-last = Resolution
clocks-preview = If a complaint came in now
clocks-never = never due
clocks-never-open = All of the coming years are days off: nothing falls due until there are working hours.
clocks-save = Save
clocks-try = Preview the deadlines
clocks-done-saved = Saved. Open complaints are reckoned anew.
clocks-done-day = The day is saved. Open complaints are reckoned anew.
clocks-done-removed = The special day is removed: it is worked or off as usual on that weekday. Open complaints are reckoned anew.

clocks-days = Special days of { $year }
clocks-days-lead = Holidays, moved days off, working Saturdays. Russia’s official calendar is already here. Updates never touch what you change or remove.
clocks-source = Official calendar: { $source }.
clocks-years = Years
clocks-no-days = No special days this year
clocks-no-days-hint = Every day is worked or off as the week says.
clocks-day-day = Day
clocks-day-kind = How we work
clocks-day-hours = Hours, if its own
clocks-day-note = Note
clocks-day-save = Save
clocks-day-deeds = Deeds
clocks-kind-closed = closed
clocks-kind-shortened = an hour shorter
clocks-kind-hours = hours of its own
clocks-kind-like = { $day ->
    [1] as a Monday
    [2] as a Tuesday
    [3] as a Wednesday
    [4] as a Thursday
    [5] as a Friday
    [6] as a Saturday
   *[7] as a Sunday
}
clocks-kind-like-shortened = { $day ->
    [1] as a Monday, an hour shorter
    [2] as a Tuesday, an hour shorter
    [3] as a Wednesday, an hour shorter
    [4] as a Thursday, an hour shorter
    [5] as a Friday, an hour shorter
    [6] as a Saturday, an hour shorter
   *[7] as a Sunday, an hour shorter
}
clocks-own = changed by you
clocks-change = Change
clocks-change-day = Change { $day }
clocks-remove = Remove
clocks-remove-day = Remove { $day }

clocks-bad-zone = There is no such time zone. It takes a name of the IANA list, Europe/Moscow for example.
clocks-bad-hours = { $day ->
    [1] The hours of Monday cannot be read. Write 9:00–13:00, 14:00–18:00.
    [2] The hours of Tuesday cannot be read. Write 9:00–13:00, 14:00–18:00.
    [3] The hours of Wednesday cannot be read. Write 9:00–13:00, 14:00–18:00.
    [4] The hours of Thursday cannot be read. Write 9:00–13:00, 14:00–18:00.
    [5] The hours of Friday cannot be read. Write 9:00–13:00, 14:00–18:00.
    [6] The hours of Saturday cannot be read. Write 9:00–13:00, 14:00–18:00.
   *[7] The hours of Sunday cannot be read. Write 9:00–13:00, 14:00–18:00.
}
clocks-bad-no-hours = The week has no working hour at all: nothing would ever fall due. Give the hours of one day at least.
clocks-bad-backwards = { $day ->
    [1] On Monday an interval ends before it begins.
    [2] On Tuesday an interval ends before it begins.
    [3] On Wednesday an interval ends before it begins.
    [4] On Thursday an interval ends before it begins.
    [5] On Friday an interval ends before it begins.
    [6] On Saturday an interval ends before it begins.
   *[7] On Sunday an interval ends before it begins.
} Cut a night shift at midnight: 0–6, 22–24.
clocks-bad-overlap = { $day ->
    [1] On Monday intervals overlap or are out of order.
    [2] On Tuesday intervals overlap or are out of order.
    [3] On Wednesday intervals overlap or are out of order.
    [4] On Thursday intervals overlap or are out of order.
    [5] On Friday intervals overlap or are out of order.
    [6] On Saturday intervals overlap or are out of order.
   *[7] On Sunday intervals overlap or are out of order.
}
clocks-bad-too-many = { $day ->
    [1] Monday has more than six intervals.
    [2] Tuesday has more than six intervals.
    [3] Wednesday has more than six intervals.
    [4] Thursday has more than six intervals.
    [5] Friday has more than six intervals.
    [6] Saturday has more than six intervals.
   *[7] Sunday has more than six intervals.
}
clocks-bad-limit = A limit cannot be read. Severity “{ $severity }”: it takes hours, or hours and minutes: 4 or 1:30.
clocks-bad-range = Severity “{ $severity }”: a limit is from a minute to a year.
clocks-bad-order = Severity “{ $severity }”: a resolution cannot be due before the first answer.
clocks-bad-day = There is no such day. It takes a date, 2026-12-31 for example.
clocks-bad-year = The year must be from 2000 to 2099.
clocks-bad-note = The note is longer than 200 characters.
clocks-bad-day-hours = The hours of this day cannot be read, or overlap. Write 9:00–13:00, 14:00–18:00.

clocks-panel = Deadlines
clocks-due = due { $weekday } { $at }
clocks-due-never = never due: the calendar has no working hours
clocks-stands = stands still since { $at }
clocks-over = ended before it was due
clocks-allowed = { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}
clocks-worked-hours = { $hours } h of working time
clocks-worked-minutes = { $minutes } min of working time
clocks-worked-both = { $hours } h { $minutes } min of working time
clocks-why-opened = Severity “{ $severity }”: { $allowed } from { $weekday } { $from }
clocks-why-reopened = Severity “{ $severity }”: { $allowed } from { $weekday } { $from }, when it was reopened
clocks-why-raised = Severity “{ $severity }”: { $allowed } from { $weekday } { $from }, when the severity rose
clocks-why-joined = Severity “{ $severity }”: { $allowed } were left of the merged complaint’s term from { $weekday } { $from }
clocks-why-paused = paused while the customer was awaited: { $paused }
clocks-why-judged = Reckoned by the rules of that time
