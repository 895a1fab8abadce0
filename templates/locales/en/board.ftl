# Reports for executives.

board-nps-title = NPS: willingness to recommend
board-satisfaction-title = Satisfaction
board-answers-title = Answers behind this figure

board-period = Period
board-preset-last_30_days = 30 days
board-preset-last_90_days = 90 days
board-preset-this_month = Month
board-preset-quarter = Quarter
board-preset-year = Year
board-preset-all = All time
board-choose = Dates and filters
board-from = First day
board-till = Last day (included)
board-kind-purchase = After a purchase
board-kind-relationship = Relationship
board-kind-inactive = Inactive customers
board-kind-exit = Customers who left
board-kind-resolution = After a complaint
board-kind-staff = Staff
board-show = Show

board-bad-from = The first day can’t be read: “{ $found }”. Write it as 2026-11-01 or 01.11.2026, years from 1900 to 2199.
board-bad-to = The last day can’t be read: “{ $found }”. Write it as 2026-11-30 or 30.11.2026, years from 1900 to 2199.
board-bad-order = The last day is before the first. Swap the dates.
board-bad-filter = There is no such filter: “{ $found }”. Choose a period below.

board-empty = No answers: { $days }
board-empty-words = Nobody answered in this period with these filters. Other periods have answers.
board-empty-nothing = Nobody has answered yet. Figures appear with the first answers.
board-empty-all = Show all: { $days }

board-download = , download the table
board-interval = { $low } to { $high }
board-interval-figure = { $interval } with 95% confidence
board-too-few = Too few answers
board-small-base = small base
board-hidden = Fewer than five answers: no share can be told from them, and a person could be recognised.
board-by-answers = { $count ->
    [one] from { $count } answer
   *[other] from { $count } answers
}
board-people = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
board-no-change = Nothing to compare with: the previous period ({ $days }) has too few answers.
board-change-real = on the previous period: more than chance
board-change-chance = on the previous period: within chance
board-before = Before: { $figure }, { $days }
board-before-nps = { $score } from { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
board-before-satisfaction = { $mean } from { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}

board-nps-score = Net Promoter Score
board-nps-none = Too early to tell: the score needs at least 10 answers.
board-nps-shares = What it is made of
board-nps-shares-short = Shares
board-promoters = Promoters
board-passives = Passives
board-detractors = Detractors
board-trend-lead-day = Each point is the figure of one day; the bar is its 95% confidence interval.
board-trend-lead-week = Each point is the figure of one week; the bar is its 95% confidence interval.
board-trend-lead-month = Each point is the figure of one month; the bar is its 95% confidence interval.
board-trend-lead-quarter = Each point is the figure of one quarter; the bar is its 95% confidence interval.
board-nps-trend-picture = Chart of NPS over time with intervals; the same numbers are in the table below it.
board-table = Table
board-interval-column = 95% interval
board-answers-column = Answers
board-nps-definition = NPS = share of promoters (9–10) minus share of detractors (0–6), from −100 to 100. It counts the answers of all chosen surveys with a “would you recommend us” score, by the time they were first given (time zone { $zone }). 95% interval: adjusted Wald. With 5 to 9 answers only counts are shown, with fewer than 5 nothing.

board-overall = Overall satisfaction
board-overall-nobody = Nobody answered about overall satisfaction in this period.
board-mean-none = Too early to tell: the mean needs at least 10 answers.
board-top-box = Satisfied: the top two scores
board-top-box-lead = Share of those who gave one of the top two scores: 9–10 on the scale 0–10, 4–5 on the scale 1–5.
board-top-box-short = Top two
board-parameters = By parameter
board-parameters-lead = Mean score with its 95% interval. Different scales are never mixed. Every number opens its answers.
board-parameter = Parameter
board-mean = Mean
board-distribution = Distribution
board-not-applicable = Does not apply
board-not-applicable-short = does not apply
board-scale = scale { $low }–{ $high }
board-column = Score { $score }: { $count }, { $share }
board-satisfaction-trend-picture = Chart of overall satisfaction over time with intervals; the same numbers are in the table below it.
board-satisfaction-definition = Overall satisfaction is the mean of the answers in per cent, parameters the mean of their scores; “does not apply” is not part of a mean. Answers of the chosen surveys are counted by the time they were first given (time zone { $zone }). 95% intervals: Student for means, Wilson for shares.

board-back = Back to the report
board-answers-count = { $count ->
    [one] { $count } answer was counted
   *[other] { $count } answers were counted
}
board-answers-none = No such answers
board-answers-none-words = Go back to the report and choose another period or figure.
board-satisfied = { $percent }% satisfied
board-of-scale = { $score } of { $high }
board-complaint = Complaint { $number }
board-complaint-made = has a complaint
board-customer = Customer

board-reports = Reports
board-nps-short = NPS
board-satisfaction-short = Satisfaction
board-compare = Compare
board-compare-before = with the period before
board-compare-year_before = with the same days a year before
board-compare-nothing = with nothing
board-compared = compared with { $days }
board-grain = Step
board-grain-fitting = fitting the period
board-grain-day = Day
board-grain-week = Week
board-grain-month = Month
board-grain-quarter = Quarter
board-trend-day = By day
board-trend-week = By week
board-trend-month = By month
board-trend-quarter = By quarter
board-trend-day-low = by day
board-trend-week-low = by week
board-trend-month-low = by month
board-trend-quarter-low = by quarter
board-quarter = Q{ $number } { $year }
board-by = Breakdown
board-by-kind = Survey
board-by-store = Store
board-by-segment = Segment
board-by-value_class = Class
board-by-manager = Manager
board-by-channel = Channel
board-by-category = Category
board-by-language = Language
board-all-kind = All surveys
board-all-store = All stores
board-all-segment = All segments
board-all-value_class = All classes
board-all-manager = All managers
board-all-channel = All channels
board-all-category = All categories
board-all-language = All languages
board-no-kind = no survey
board-no-store = no store
board-no-segment = no segment
board-no-value_class = no class
board-no-manager = no manager
board-no-channel = no channel
board-no-category = no category
board-no-language = no language
board-class = class { $class }
board-filter-remove = Remove this filter
board-groups = Differences between groups
board-groups-lead = Groups with the most answers first. Changes are against the comparison period, corrected for the number of rows.
board-satisfaction-groups = Overall satisfaction by group
board-other-groups = { $count ->
    [one] { $count } more row
   *[other] { $count } more rows
}
board-change-column = Change
board-chance = chance
board-as-of = Figures as of { $moment }.
board-building = The figures are being built anew and are not complete yet. Reload the page in a few minutes.
board-how = How this is counted
board-waiting = Getting the figures ready
board-waiting-words = Everything there is so far is being counted. This is done once; the page refreshes by itself.
board-waiting-done = { $share } done.
board-rows-page = Page { $page }
