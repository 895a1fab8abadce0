# Words that every survey shares.

scale-score = { $score } out of 10
scale-text = Score from 0 ({ $low }) to 10 ({ $high }):
scale-hint = Choose a number. A short form opens, where you can change the score and add a few words. Nothing reaches us until you send it.
choice-hint = Each link opens a short form, where you can change your answer and add a few words. Nothing reaches us until you send it.
button-hint = The link opens a short form. Nothing reaches us until you send it.
form-button = Open the form

expiry = The form is open until the end of { $until }.
