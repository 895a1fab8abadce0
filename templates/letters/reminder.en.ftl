# The one reminder of an invitation.

subject = { $known ->
    [both] Once more about your purchase of { $date }
    [date] Once more about your purchase of { $date }
   *[other] Once more about your purchase
  }

preheader = If you have a minute, tell us whether all is well. We will not remind you again.

body = { $known ->
    [both] A few days ago we asked about your purchase of { $date } ({ $store }). If you have a minute, please tell us how it went.
    [date] A few days ago we asked about your purchase of { $date }. If you have a minute, please tell us how it went.
    [store] A few days ago we asked about your purchase ({ $store }). If you have a minute, please tell us how it went.
   *[nothing] A few days ago we asked about your purchase. If you have a minute, please tell us how it went.
  }

    If something was wrong, we want to know. We will not remind you again.

question = Would you recommend us to your friends?
scale-low = certainly not
scale-high = most certainly
scale-score = { $score } out of 10
scale-text = Score us from 0 (certainly not) to 10 (most certainly):
hint = Choose a number. A short form opens, where you can change the score and add a few words. Nothing reaches us until you send it.
button = Open the form

expiry = The form is open until the end of { $until }.

why = You received this letter because you made a purchase from { $company }.
