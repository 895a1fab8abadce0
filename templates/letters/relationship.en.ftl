# The survey on the company as a whole: its invitation and its one reminder.

subject = How are we doing?
reminder-subject = Once more: how are we doing?

preheader = A few questions, about a minute. Your answers decide what we change.
reminder-preheader = If you have a minute, tell us how it is with us. We will not remind you again.

body =
    We would like to know how it is with us on the whole: what is good, and what should change.

    Answering takes about a minute. Answers like yours decide what we change first.
reminder-body =
    A few days ago we asked how it is with us on the whole. If you have a minute, please tell us.

    Answers like yours decide what we change first. We will not remind you again.

question = Would you recommend us to your friends?
scale-low = certainly not
scale-high = most certainly

why = You received this letter because you are a customer of { $company }.
