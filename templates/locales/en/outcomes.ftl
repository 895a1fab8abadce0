# How complaints end: causes, compensations, rejecting, closing, and the settings of them.

outcomes-sought-refund = Money back
outcomes-sought-replacement = A replacement
outcomes-sought-repair = A repair
outcomes-sought-price_reduction = A lower price
outcomes-sought-redo = The work done anew
outcomes-sought-compensation = Damages
outcomes-sought-voucher = A discount or voucher
outcomes-sought-apology = An apology
outcomes-sought-explanation = An explanation
outcomes-sought-nothing = Nothing in particular
outcomes-sought-other = Something else

outcomes-given-refund = Money back
outcomes-given-replacement = Replacement
outcomes-given-repair = Repair
outcomes-given-price_reduction = Price reduction
outcomes-given-redo = Work done anew
outcomes-given-compensation = Damages paid
outcomes-given-voucher = Discount or voucher
outcomes-given-apology = Apology
outcomes-given-explanation = Explanation
outcomes-given-nothing = Nothing
outcomes-given-other = Something else

outcomes-amount = Amount
outcomes-currency = Currency
outcomes-amount-hint = Needed where the customer got money, a discount or a voucher.
outcomes-nothing-hint = If the customer took the complaint back or it is none, what was asked for and given may stay empty.
outcomes-bad-empty = Enter the amount.
outcomes-bad-number = “{ $found }” is no amount. Enter a number such as 1500.50.
outcomes-bad-ambiguous = “{ $found }” may mean thousands or a fraction. Enter 1 234 or 1.23.
outcomes-bad-precise = An amount has at most two decimals.
outcomes-bad-large = The amount is too large: at most { $limit } digits before the point.
outcomes-bad-negative = An amount cannot be negative.
outcomes-bad-currency = “{ $found }” is no currency. Enter its code of three letters.

outcomes-reject = Reject
outcomes-reject-words = Why the complaint is rejected: the customer will read these words
outcomes-reject-hint = The customer gets a letter with this reason and what they can do if they disagree. The complaint stays in the history, and the customer can open it again.
outcomes-reject-submit = Reject and send the letter
outcomes-reject-submit-told = Reject
outcomes-preview = Show the letter
outcomes-preview-title = Letter to the customer
outcomes-told = How the customer was told
outcomes-told-phone = by phone
outcomes-told-counter = in person
outcomes-told-post = by post
outcomes-told-nowhere = nowhere to tell them
outcomes-tell-recourse = Also tell the customer what they can do:

outcomes-close = Close
outcomes-close-words = Note for colleagues (optional)
outcomes-close-hint = { $days ->
    [one] A resolved complaint closes by itself { $days } day after the resolution. The customer can open it again even then.
   *[other] A resolved complaint closes by itself { $days } days after the resolution. The customer can open it again even then.
  }
outcomes-close-hint-never = Resolved complaints do not close by themselves: the settings say so. The customer can open it again even then.
outcomes-close-submit = Close the complaint

outcomes-correct = Correct the outcome
outcomes-correct-hint = The complaint is not opened again and the customer gets no letter. The values before stay in the history.
outcomes-correct-submit = Save the correction
outcomes-not-over = The complaint is { $state }: it has no outcome to correct. What you typed is kept below.

outcomes-customer-upheld = We found that you are right.
outcomes-customer-partly_upheld = We found that you are right in part.
outcomes-customer-goodwill = We decided to meet you halfway.
outcomes-customer-withdrawn = You took your case back.
outcomes-customer-not_a_complaint = We have answered your message.
outcomes-customer-given = What was done: { $given }
outcomes-customer-rejected = We told you our decision

outcomes-recourse-default = If you disagree with this decision, write to us: answer our letter or use the link to your feedback. We will look at your case again.

    If you bought for yourself and not for business, you may also turn to the consumer protection authority or to a court, including the one where you live.
outcomes-title = How complaints end
outcomes-recourse-title = What a customer can do who disagrees
outcomes-recourse-lead = These words stand in every letter of rejection, after the reason, and on the customer's page.
outcomes-recourse-ru = In Russian
outcomes-recourse-en = In English
outcomes-recourse-confirmed = A lawyer has checked these words
outcomes-recourse-unconfirmed = To be confirmed by a lawyer
outcomes-days-title = Closing
outcomes-days = Days after which a resolved complaint closes by itself
outcomes-days-hint = 0 means never. Customers and staff can open a closed complaint again.
outcomes-save = Save
outcomes-done = Saved.
outcomes-bad-recourse = Write the words in both languages.
outcomes-bad-recourse-long = The words are longer than they may be: { $length } of { $limit } characters.
outcomes-bad-days = Enter a whole number of days from 0 to { $most }.

outcomes-causes-title = Root causes
outcomes-causes-lead = A cause is chosen when a complaint is resolved or rejected. Names, order and the list itself may change: earlier complaints keep their cause.
outcomes-causes-ru = In Russian
outcomes-causes-en = In English
outcomes-causes-save = Rename
outcomes-causes-up = Up
outcomes-causes-down = Down
outcomes-causes-off = Switch off
outcomes-causes-on = Switch on
outcomes-causes-is-off = off
outcomes-causes-count = { $count ->
    [0] chosen itself
    [one] { $count } cause
   *[other] { $count } causes
  }
outcomes-causes-add = Add a cause
outcomes-causes-add-head = Add a group
outcomes-causes-bad-words = Name the cause in both languages.
outcomes-causes-bad-long = The name is longer than it may be: { $length } of { $limit } characters.
outcomes-causes-of = { $head }: cause “{ $cause }”
