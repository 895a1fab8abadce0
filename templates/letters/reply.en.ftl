# A member of staff answers a complaint: the words are theirs, the frame is ours.

subject = Re: Case { $number }

preheader = A reply from { $staff }.

can-reply = To carry on the conversation, answer this letter.

about = Case{"\u00A0"}{ $number }

why = You received this letter because { $company } is working on your case.
