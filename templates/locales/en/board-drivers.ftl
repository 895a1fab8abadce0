# What drives NPS, and what staff think beside what customers say.

board-drivers-title = What drives NPS
board-drivers-short = Drivers
board-version = Questionnaire version

board-drivers-explained = How much of the score the parameters explain
board-drivers-complete = { $count ->
    [one] from { $count } complete answer
   *[other] from { $count } complete answers
}
board-drivers-adjusted = Adjusted for the number of parameters: { $share }. The rest is what the survey does not ask about, and chance.
board-drivers-too_few = Too early to tell: this needs 10 complete answers and at least three for each parameter.
board-drivers-same_score = Nothing to explain: everybody gave the same NPS score.
board-drivers-same_ratings = Nothing to tell: everybody rated each parameter alike.
board-drivers-nothing = The ratings have nothing to do with the NPS score.
board-drivers-together = Ratings move together: parameters correlate by { $mean } on average. Who likes one thing likes the others too, so shares of single parameters are less certain than they look: some of the weight goes to what does nothing by itself.

board-drivers-shares = Weight of each parameter
board-drivers-shares-lead = The parameter's share of what the survey explains. The whisker is the 95% interval. Grey ones cannot be told from chance.
board-drivers-shares-picture = Bars: the weight of each parameter with its interval; the same figures are in the table below.
board-drivers-plane = Where to begin
board-drivers-plane-lead = The higher, the more closely a parameter goes with NPS; the further right, the better it is rated. The lines are an even weight and the mean rating.
board-drivers-plane-picture = Map of parameters: weight and rating; the same figures are in the table below.
board-drivers-performance-axis = Mean rating, % of the scale →
board-drivers-share-axis = ↑ Weight
board-drivers-table = All parameters
board-drivers-table-lead = The weightiest first. The mean rating is in per cent of the scale: 0% is the worst, 100% the best.
board-drivers-share = Weight
board-drivers-performance = Mean rating
board-drivers-correlation = Correlation with NPS
board-drivers-advice = What to do
board-drivers-concentrate = Concentrate here
board-drivers-keep_up = Keep up
board-drivers-low_priority = Low priority
board-drivers-overkill = Possible overkill
board-drivers-chance = cannot be told from chance
board-drivers-negative = the better, the lower NPS
board-drivers-constant = everybody gave the same rating: nothing can be told
board-drivers-others = Other questionnaires of these days
board-drivers-others-lead = The figures are for the questionnaire with the most complete answers. Answers to another set of questions are not mixed with it.
board-drivers-parameters = { $count ->
    [one] { $count } parameter
   *[other] { $count } parameters
}
board-drivers-definition = Counted are complete answers: those with an NPS score and a rating of every parameter of the questionnaire, by the time they were first given (time zone { $zone }). The big figure is R² of a linear regression of the 0–10 score on the parameters. Weight is the parameter's Shapley share of R² (LMG): what it adds on average over all orders of taking parameters in. 95% intervals are by bootstrap with a fixed seed, Student's for means. A grey parameter adds no more than chance to the others: partial F test, corrected by Holm. What goes together need not be cause and effect: try it out before you invest.

board-gap = What staff think and what customers say
board-gap-lead = How much higher the mean rating of staff is than that of customers, with its 95% interval. Orange is where staff think better of the company than it is.
board-gap-picture = Bars: the difference between ratings of staff and of customers by parameter, with its interval; the same figures are in the table below.
board-gap-staff = Staff
board-gap-customers = Customers
board-gap-difference = Difference
board-gap-staff-answers = Answers of staff
board-gap-customers-answers = Answers of customers
board-gap-better = staff rate it higher
board-gap-worse = staff are stricter than customers
board-gap-chance = no more than chance
