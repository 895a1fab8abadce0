# A complaint is resolved: the closing words of a member of staff.

subject = Re: Case { $number }

preheader = We have finished working on your case.

body = We have finished working on your case{"\u00A0"}{ $number }. Here is our answer.

can-reply = If anything is left open, answer this letter and we will come back to it.

why = You received this letter because { $company } has worked on your case.
