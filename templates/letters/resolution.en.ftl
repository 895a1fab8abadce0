# The survey on a resolved complaint: its invitation and its one reminder.
# $known says whether its number is known: number or nothing.

subject = { $known ->
    [number] Case{"\u00A0"}{ $number }: is your matter solved?
   *[nothing] Is your matter solved?
  }
reminder-subject = { $known ->
    [number] Once more about case{"\u00A0"}{ $number }
   *[nothing] Once more about your case
  }

preheader = One question, less than a minute. If anything is left open, we will come back to it.
reminder-preheader = If anything is left open, we will come back to it. We will not remind you again.

body = { $known ->
    [number] We recently finished working on your case{"\u00A0"}{ $number } and would like to know how it ended for you.
   *[nothing] We recently finished working on your case and would like to know how it ended for you.
  }

    If anything is left open, just say so: we will come back to it.
reminder-body = { $known ->
    [number] A few days ago we asked how your case{"\u00A0"}{ $number } ended for you. If you have a minute, please answer.
   *[nothing] A few days ago we asked how your case ended for you. If you have a minute, please answer.
  }

    If anything is left open, we will come back to it. We will not remind you again.

question = Is your matter solved?
solved-yes = Yes, it is solved
solved-no = No, it is not

why = You received this letter because you came to { $company } with a complaint.
