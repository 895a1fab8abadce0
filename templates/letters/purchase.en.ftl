# The survey on a purchase: its invitation and its one reminder.
# $known says what is known of the purchase: both, date, store or nothing.

subject = { $known ->
    [both] How was your purchase of { $date }?
    [date] How was your purchase of { $date }?
   *[other] How was your purchase?
  }
reminder-subject = { $known ->
    [both] Once more about your purchase of { $date }
    [date] Once more about your purchase of { $date }
   *[other] Once more about your purchase
  }

preheader = One question, less than a minute. We read every answer.
reminder-preheader = If you have a minute, tell us whether all is well. We will not remind you again.

body = { $known ->
    [both] On { $date } you bought from us ({ $store }). Did everything go well?
    [date] On { $date } you bought from us. Did everything go well?
    [store] You recently bought from us ({ $store }). Did everything go well?
   *[nothing] You recently bought from us. Did everything go well?
  }

    Answering takes less than a minute. We will read what you say and put right what went wrong.
reminder-body = { $known ->
    [both] A few days ago we asked about your purchase of { $date } ({ $store }). If you have a minute, please tell us how it went.
    [date] A few days ago we asked about your purchase of { $date }. If you have a minute, please tell us how it went.
    [store] A few days ago we asked about your purchase ({ $store }). If you have a minute, please tell us how it went.
   *[nothing] A few days ago we asked about your purchase. If you have a minute, please tell us how it went.
  }

    If something was wrong, we want to know. We will not remind you again.

question = Would you recommend us to your friends?
scale-low = certainly not
scale-high = most certainly

why = You received this letter because you made a purchase from { $company }.
