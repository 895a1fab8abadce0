# A complaint is not upheld: the reason in the words of staff, and what the customer can do.

subject = Re: Case { $number }

preheader = We have looked into your case. Inside are our decision and its reason.

body = We have looked into your case{"\u00A0"}{ $number } and cannot decide in your favour. Here is why.

why = You received this letter because { $company } has decided on your case.
