# The survey of employees: its invitation and its one reminder.

subject = Do you think customers are satisfied?
reminder-subject = Once more: do you think customers are satisfied?

preheader = A survey of employees, about two minutes.
reminder-preheader = A survey of employees, about two minutes. We will not remind you again.

body =
    You work with customers and notice much before others do. Please answer as you think an ordinary customer would.

    It takes about two minutes. Management will see the scores of employees beside those of customers.
reminder-body =
    A few days ago we asked whether you think customers are satisfied. If you have two minutes, please answer as an ordinary customer would.

    Management will see the scores of employees beside those of customers. We will not remind you again.

question = How likely is it that a customer recommends us to friends?
scale-low = certainly not
scale-high = most certainly

why = You received this letter because you work for { $company }.
