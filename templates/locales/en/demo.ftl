# What otklik demo prints.
demo-founding = Preparing the company “{ $company }”…
demo-counting = Counting the figures of the reports…
demo-title = Otklik is running: the tea shop chain “{ $company }”.
demo-founded =
    { $answers ->
        [one] The company is ready: { $answers } answer
       *[other] The company is ready: { $answers } answers
    } and { $complaints ->
        [one] { $complaints } complaint over two years.
       *[other] { $complaints } complaints over two years.
    }
demo-was-there = The company is already there; everything is kept from the last run.
demo-desk = Complaints
demo-board = Reports
demo-mailbox = Demo mail
demo-form = Customer form
demo-password = Password for everyone
demo-stop = Stop everything: Ctrl-C.
