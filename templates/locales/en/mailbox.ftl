# The demo's mailbox.

mailbox-title = Demo mail
mailbox-lead = Letters here go nowhere: they stay on this machine, and each opens as its reader would see it. The links in them are real.
mailbox-empty = No letters yet
mailbox-empty-body = They appear when the first invitation is due or somebody answers a complaint.
mailbox-back = All letters
mailbox-from = From
mailbox-to = To
mailbox-date = Date
mailbox-no-subject = No subject
mailbox-no-half = The letter has no such part
mailbox-views = View of the letter
mailbox-view-html = Letter
mailbox-view-phone = On a phone
mailbox-view-text = Text only
mailbox-view-headers = Headers
