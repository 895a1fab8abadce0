# The page that ends the letters: customers see it.

unsubscribe-title = Stop asking you by e-mail?
unsubscribe-body = We write to learn whether all is well. If these letters bother you, one button ends them; there is nothing to confirm.
unsubscribe-answers = We will still answer whatever you write to us.
unsubscribe-button = Unsubscribe
unsubscribe-done = You are unsubscribed
unsubscribe-done-body = We will not send you surveys any more. If one is already on its way, it is the last.
unsubscribe-again = Bring the letters back
