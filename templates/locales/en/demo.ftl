# What otklik demo prints.
demo-founding = Preparing the company “{ $company }”…
demo-title = Otklik is running: the tea shops “{ $company }”.
demo-founded =
    { $answers ->
        [one] The company is made: { $answers } answer
       *[other] The company is made: { $answers } answers
    } and { $complaints ->
        [one] { $complaints } complaint in two years.
       *[other] { $complaints } complaints in two years.
    }
demo-was-there = The company was there already; everything is kept since the last run.
demo-desk = Complaints
demo-board = Reports
demo-mailbox = Letters
demo-form = A customer’s form
demo-password = One password for all
demo-stop = To stop everything: Ctrl-C.
