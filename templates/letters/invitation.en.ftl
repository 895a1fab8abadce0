# An invitation to answer a few questions on a purchase.
# $known says what is known of the purchase: both, date, store or nothing.

subject = { $known ->
    [both] How was your purchase of { $date }?
    [date] How was your purchase of { $date }?
   *[other] How was your purchase?
  }

preheader = One question, less than a minute. We read every answer.

body = { $known ->
    [both] On { $date } you bought from us ({ $store }). Did everything go well?
    [date] On { $date } you bought from us. Did everything go well?
    [store] You recently bought from us ({ $store }). Did everything go well?
   *[nothing] You recently bought from us. Did everything go well?
  }

    Answering takes less than a minute. We will read what you say and put right what went wrong.

question = Would you recommend us to your friends?
scale-low = certainly not
scale-high = most certainly
scale-score = { $score } out of 10
scale-text = Score us from 0 (certainly not) to 10 (most certainly):
hint = Choose a number. A short form opens, where you can change the score and add a few words. Nothing reaches us until you send it.
button = Open the form

expiry = The form is open until the end of { $until }.

why = You received this letter because you made a purchase from { $company }.
