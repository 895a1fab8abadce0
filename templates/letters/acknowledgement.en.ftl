# A complaint is registered. Every letter about one complaint has one subject: mail programs thread by it.

subject = Case { $number }

preheader = We have received your message and are looking into it.

body =
    Thank you for telling us, and we are sorry that this happened.

    We have registered your case under number { $number } and are already looking into it.

answer-by = You will hear from us no later than { $until }.

can-reply = If you would like to add anything, just answer this letter.

why = You received this letter because { $company } is working on your case.
