# Retention, ABC/XYZ, RFM, and the customers behind a figure.

board-retention-title = Customer retention
board-retention-short = Retention
board-abc-title = ABC and XYZ: who brings the revenue
board-abc-short = ABC/XYZ
board-rfm-title = RFM: recency, frequency, money
board-rfm-short = RFM
board-buyers-title = Customers behind this figure

board-buyers-empty = No purchases: { $days }
board-buyers-empty-words = Nobody bought on these days with these filters. There are purchases on other days.
board-buyers-empty-nothing = There are no purchases yet. Figures appear once the first are imported.
board-buyers-unheeded = The filter “{ $name }” is about answers, not customers: it is not applied here.
board-buyers-currency = Currency
board-buyers-currencies = Currencies are never added up. Purchases in one are shown:
board-buyers-minus = Some customers returned more than they bought: their revenue is below zero, and the shares of the others add up to more than 100 %.
board-buyers-customer = Customer
board-buyers-customers = Customers
board-buyers-customers-of = Customers, share
board-buyers-purchases = Purchases
board-buyers-first = First purchase
board-buyers-last = Last purchase
board-buyers-revenue = Revenue
board-buyers-revenue-of = Revenue, share
board-buyers-none = No such customers
board-buyers-count = { $count ->
    [one] { $count } customer counted
   *[other] { $count } customers counted
}
board-buyers-is-start = Customers at the start
board-buyers-is-end = Customers at the end
board-buyers-is-new = New
board-buyers-is-kept = Kept
board-buyers-is-returned = Returned
board-buyers-is-lost = Lost
board-buyers-is-bought = Bought
board-buyers-is-buyer = Bought on these days
board-buyers-is-spent = Bought, currency
board-buyers-is-cohort = First purchase
board-buyers-is-after = Bought again, months after the first:
board-buyers-is-after_quarter = Bought again, quarters after the first:
board-buyers-is-abc = Class
board-buyers-is-xyz = Regularity
board-buyers-is-abc_before = Class before
board-buyers-is-xyz_before = Regularity before
board-buyers-is-rfm = Group
board-buyers-is-r = Recency
board-buyers-is-f = Frequency
board-buyers-is-m = Money
board-buyers-abc-gone = stopped buying
board-buyers-xyz-gone = stopped buying
board-buyers-abc_before-new = none
board-buyers-xyz_before-new = none
board-buyers-rfm-champions = Champions
board-buyers-rfm-loyal = Loyal
board-buyers-rfm-growing = Growing
board-buyers-rfm-newcomers = Newcomers
board-buyers-rfm-cooling = Cooling
board-buyers-rfm-at_risk = At risk
board-buyers-rfm-sleeping = Sleeping
board-buyers-rfm-gone = Gone

board-retention-active = Who counts as a customer
board-retention-active-month = A customer at a date is whoever bought in the calendar month that ends with it.
board-retention-active-days = { $days ->
    [one] A customer at a date is whoever bought in the { $days } day before it.
   *[other] A customer at a date is whoever bought in the { $days } days before it.
}
board-retention-active-lost = { $days ->
    [one] A customer at a date is whoever has been silent for less than { $days } day; then they count as lost. Set in the settings.
   *[other] A customer at a date is whoever has been silent for less than { $days } days; then they count as lost. Set in the settings.
}
board-retention-active-rhythm = A customer at a date is whoever has been silent for less than { $gaps } of their own usual gaps (with fewer than three purchases: less than { $days } days). Set in the settings.
board-retention-by-setting = By the setting
board-retention-by-month = By calendar month
board-retention-by-days = { $days } days
board-retention-kept-share = Share kept
board-retention-none = Too early to say: a share needs 10 customers at the start.
board-retention-of-days = { $days }, in whole calendar months, up to the last purchase known.
board-retention-was = was { $share } of { $count }
board-retention-crr = CRR by the formula
board-retention-crr-note = (end − new) ÷ start. Returned customers are part of the end, so it can pass 100%. How many really stayed is the share kept.
board-retention-churn = Churn
board-retention-money = Lost customers’ money for a year
board-retention-flows = How the base moved
board-retention-start = At the start
board-retention-lost = Lost
board-retention-kept = Kept
board-retention-returned = Returned
board-retention-new = New
board-retention-end = At the end
board-retention-sum = Start − lost + returned + new = end. Every number opens its customers.
board-retention-start-short = Start
board-retention-lost-short = Lost
board-retention-kept-short = Kept
board-retention-kept-rate = Share kept
board-retention-returned-short = Returned
board-retention-new-short = New
board-retention-end-short = End
board-retention-crr-short = CRR
board-retention-churn-short = Churn
board-retention-money-short = Money of the lost
board-retention-months-lead = Above zero: customers at the end of the month; below: those lost in it.
board-retention-picture = Columns by month: kept, returned, new, lost; the same numbers are in the table below.
board-retention-share-picture = Share kept by month with intervals; the same numbers are in the table below.
board-retention-goes-on = not over yet
board-retention-groups = Differences between groups
board-retention-groups-lead = Over the whole period. The change in the share kept is against the comparison period, corrected for the number of rows.
board-retention-cohorts = Cohorts: who buys again
board-retention-cohorts-by = Cohorts by month or by quarter
board-retention-cohorts-by-month = By month
board-retention-cohorts-by-quarter = By quarter
board-retention-cohorts-lead-month = Customers by the month of their first purchase: the share that bought in the 1st, 2nd … 12th month after it, with its 95% interval and how many they were. Cohorts under five are hidden.
board-retention-cohorts-lead-quarter = Customers by the quarter of their first purchase: the share that bought in the 1st, 2nd … 12th quarter after it, with its 95% interval and how many they were. Cohorts under five are hidden.
board-retention-cohorts-none = Nobody bought for the first time in these months.
board-retention-cohort = First purchase
board-retention-after-month = { $number } mo.
board-retention-after-quarter = { $number } qtr
board-retention-ltv = What a customer brings over their life (LTV)
board-retention-ltv-lead = S × C × P × t: average receipt × purchases a month × margin × months of life. No margin is given, so this is revenue, not profit.
board-retention-ltv-lead-margin = S × C × P × t: average receipt × purchases a month × margin × months of life. Margin { $margin }%.
board-retention-margin = Margin, %
board-retention-receipt = Average receipt (S)
board-retention-purchases = Purchases a month (C)
board-retention-life = Months of life (t)
board-retention-all = All
board-retention-definition = Returns of goods (amounts not above nought) are no purchases but are taken off revenue. New: bought for the first time and is a customer at the end. Returned: bought before, was no customer at the start and is one at the end. Share kept = kept ÷ start, churn = lost ÷ start; 95% Wilson intervals. Cohort: those who bought in the Nth month (quarter) after their first ÷ all of the cohort; a month or quarter that still runs is not counted. CRR is no share and has no interval. Money of the lost = how many were lost × average receipt × payments expected in { $months } months; receipt and pace are those of the lost, over the months from first to last purchase inclusive. Money and LTV have no interval: they are products that hang on a few large customers. Currencies are never added up. Time zone { $zone }.

board-abc-classes = ABC: by revenue
board-abc-classes-lead = Upper bar: share of customers; lower bar: share of revenue.
board-abc-regularity = XYZ: by regularity
board-abc-regularity-lead = By how much the gaps between purchases vary.
board-abc-class = Class
board-abc-A = first 75% of revenue
board-abc-B = next 20%
board-abc-C = last 5%
board-abc-X = buy regularly
board-abc-Y = irregularly
board-abc-Z = bought once
board-abc-regular = Regular if the variation is at most, %
board-abc-cells = ABC × XYZ
board-abc-cells-lead = Customers and revenue in each combination. The more customers, the stronger the shade.
board-abc-moves-abc = Moves between ABC classes
board-abc-moves-xyz = Moves between XYZ classes
board-abc-moves-lead = Rows: what they were ({ $before }); columns: what they are now. Customers in total: { $count }.
board-abc-from-to = Was → is
board-abc-gone = gone
board-abc-new = none
board-abc-in-all = Total
board-abc-groups = Differences between groups
board-abc-groups-lead = Classes are counted among all customers, not inside a row.
board-abc-definition = Counted are customers with a purchase in the period; returns are taken off revenue. ABC: customers by falling revenue, class by the share of those above: up to 75% A, up to 95% B, the rest C; equals stand together. XYZ: X when the standard deviation of the gaps is up to { $regular }% of their mean, Y when it is more or there is one gap alone, Z after one purchase. “None” and “gone”: no purchase in the period before or in this one. Time zone { $zone }.

board-rfm-groups = Groups of customers
board-rfm-groups-lead = By recency and frequency of purchases; scores from 1 to 5.
board-rfm-group = Group
board-rfm-champions = recently and often: R 4–5, F 4–5
board-rfm-loyal = often, but not just now: R 3, F 3–5
board-rfm-growing = recently, more than once: R 4–5, F 2–3
board-rfm-newcomers = recently and seldom: R 4–5, F 1
board-rfm-cooling = a while ago and seldom: R 3, F 1–2
board-rfm-at_risk = often, but long ago: R 1–2, F 4–5
board-rfm-sleeping = more than once, long ago: R 1–2, F 2–3
board-rfm-gone = seldom and long ago: R 1–2, F 1
board-rfm-scores = Recency and frequency
board-rfm-scores-lead = R 5 bought last, F 5 bought most often.
board-rfm-money = Money
board-rfm-money-lead = M 5: the fifth of customers with the highest revenue.
board-rfm-by = Differences between groups
board-rfm-by-lead = Scores are counted among all customers, not inside a row.
board-rfm-definition = Counted are customers with a purchase in the period. R: days from the last purchase to the end of the period; F: purchases; M: revenue less returns. Score = 1 + whole part of 5 × (how many have less) ÷ (all): equal values have one score, so fifths can be unequal. Time zone { $zone }.
