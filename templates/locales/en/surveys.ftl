# Settings of surveys: what is asked, and when.

surveys-title = Surveys
surveys-lead = What we ask customers, and when. New rules hold at once, also for those who are waiting for their letter. They do not touch those who were asked, or were not, already.
surveys-done-saved = The rules are saved.
surveys-done-restored = The defaults are back.
surveys-refused = Nothing was saved: please correct the marked fields.
surveys-problem = The database holds rules that cannot be followed, so this survey stands still: { $problem }. Below are the defaults; save them, or your own.
surveys-shared = Rules for all surveys
surveys-save = Save
surveys-restore = Restore defaults
surveys-unchanged = The defaults are in force.
surveys-changed = Last changed on { $at } by { $who }.
surveys-changed-by-command = Last changed on { $at } by the program.

surveys-on = Ask this
surveys-quiet_days = Pause between surveys (days)
surveys-sending_from = Send from (hour)
surveys-sending_to = Send until (hour)
surveys-days-of-week = Send on these days
surveys-day-mon = Monday
surveys-day-tue = Tuesday
surveys-day-wed = Wednesday
surveys-day-thu = Thursday
surveys-day-fri = Friday
surveys-day-sat = Saturday
surveys-day-sun = Sunday
surveys-delay_days = Ask after (days)
surveys-window_days = But not later than (days)
surveys-reminder_days = Remind after (days)
surveys-expiry_days = The link works for (days)

surveys-moment-purchase = Counted from delivery, or from the purchase where delivery is not known.
surveys-moment-relationship = Counted from the first purchase, then from the last such survey.
surveys-moment-exit = Counted from the day they left.
surveys-moment-resolution = Counted from the day the complaint was resolved.
surveys-hint-reminder_days = Empty: no reminder.

surveys-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
surveys-asks = It asks: { $questions }.
surveys-question-still_here = “I am still here”
surveys-question-solved = whether the matter was solved
surveys-question-reasons = why they left
surveys-question-competitor = for which competitor
surveys-question-bring_back = what would bring them back
surveys-question-nps = would they recommend us
surveys-question-satisfaction = overall satisfaction
surveys-question-ratings = scores by parameter
surveys-question-heard_from = where they heard of us
surveys-question-wallet_share = our share of their buying
surveys-question-comment = their own words
surveys-question-contact_me = whether to contact them

surveys-next-shared = Nobody gets two surveys within { $quiet }; the exit and complaint surveys are exempt. Hours and days are those of the customer’s time zone, or of { $zone } where it is not known.
surveys-next-off = Switched off: nobody is asked.
surveys-next-purchase = The letter goes out { $delay } after delivery or purchase. If it could not go out within { $window }, this purchase is not asked about.
surveys-next-relationship = The letter goes out { $delay } after the first purchase, the next one { $delay } later, and so on while the customer keeps buying.
surveys-next-inactive = The letter goes out after { $inactive } without a purchase. After { $lost } the customer counts as gone, and the silence is not asked about.
surveys-next-inactive-rhythm = The letter goes out when a customer’s pause is { $inactive_gaps ->
    [one] { $inactive_gaps } time
   *[other] { $inactive_gaps } times
} their usual gap between purchases. At { $lost_gaps ->
    [one] { $lost_gaps } time
   *[other] { $lost_gaps } times
} they count as gone, and the silence is not asked about. For those who bought fewer than { $least } times it is { $inactive } and { $lost }.
surveys-inactive-where = Change these limits
surveys-inactive-problem = What counts as silence is stored in a way that cannot be followed, so the relationship survey and this one stand still: { $problem }. The link below leads to where it is mended.
surveys-next-exit = The letter goes out { $delay } after they left. If it could not go out within { $window }, they are not asked why.
surveys-next-resolution = The letter goes out { $delay } after the complaint was resolved. If it could not go out within { $window }, this complaint is not asked about.
surveys-next-staff = Employees are asked only by the command otklik invite --kind staff, at most once in { $quiet }.
surveys-then-reminder = Those who do not answer get one reminder after { $reminder }. Answers are accepted for { $expiry }.
surveys-then = There is no reminder. Answers are accepted for { $expiry }.

surveys-error-number = Please give a whole number from { $least } to { $most }.
surveys-error-window = This must be more than the wait before the letter.
surveys-error-reminder = The reminder must come before the link stops working.
surveys-error-hours = The end must be later than the beginning.
surveys-error-days = Please choose at least one day.
