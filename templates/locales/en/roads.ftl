# The form by an open link, short addresses, sheets of QR codes and the page of links.

roads-store = { $store } store
roads-contact = How can we reach you?
roads-contact-hint = An e-mail address or telephone number, if you would like a reply.
roads-contact-missing = To let us contact you, please leave an e-mail address or telephone number.
roads-contact-bad = Please check the e-mail address or telephone number: we could not reach you like this.
roads-order = Order or receipt number
roads-order-hint = If you have it at hand. It helps us look into things faster.
roads-trap = Leave this field empty
roads-again = Please press the button once more
roads-again-body = The form was opened only just now, or too long ago. Everything you typed is still below.
roads-before = This device has already answered today
roads-before-body = If that was you, your answer is safe with us. To correct it, go back to the thank-you page in your browser. If it was somebody else, open the form on your own phone, or send it tomorrow. What you typed is still below.
roads-wait = Too many wrong addresses
roads-wait-body = Please wait a minute and type the address again.

sheet-title = Sheets of QR codes
sheet-hint = A4, 24 labels of 70 × 37 mm. Print this page from the browser without margins, at 100%. For a PDF choose “Save as PDF” in the print dialogue.
sheet-hint-poster = An A5 poster. Print this page from the browser at 100%, or save it as PDF.
sheet-code = QR code
sheet-ask = Tell us how it went
sheet-ask-away = Tell us why you left
sheet-ask-staff = What do customers think of us?
sheet-how = Point your phone’s camera here, or type the address:
sheet-order = Order no. { $number }

snippet-lead = Thank you for shopping at { $company }!
snippet-link = Tell us how it went

links-title = Links
links-done-made = The link is ready.
links-done-revoked = The link is revoked: it opens no form any more. Its answers stay.
links-done-restored = The link works again.
links-done-gone = That was done before.
links-open = Open links and QR codes
links-open-lead = For a shop, a receipt or a poster: the customer need not be known. One answer a device and day is taken.
links-name = Name
links-name-example = Till at Arbat Street
links-store = Store (as reports name it)
links-kind = What is asked
links-kind-purchase = About a purchase
links-kind-relationship = About the company
links-kind-staff = Staff
links-make = Make
links-bad-kind = Choose what to ask.
links-bad-name = Give the link a name, to tell it from others.
links-bad-long = Name and store hold { $limit } characters at most.
links-empty = No open links yet
links-empty-body = Make the first one and print its QR code.
links-in-store = Store: { $store }
links-answers = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
links-last = the last one { $date }
links-revoked = Revoked
links-poster = Poster
links-labels = Labels
links-revoke = Revoke
links-restore = Restore
links-page = A link on the shop’s thank-you page
links-page-lead = The shop signs a link and puts it on its own page. The answer belongs to that customer and order at once, without any letter.
links-page-how = The signature is HMAC-SHA-256 by the key taken as text, 64 hexadecimal digits. Four lines are signed, a line feed between them: survey, customer, order, end. A link works for { $days } days at most.
links-part-c = – number of the customer, as in your imports
links-part-o = – number of the order (may be empty when asking about the company)
links-part-e = – until when it works, in seconds since 1 January 1970 UTC
links-part-k = – the survey:
links-part-s = – the signature
links-key = Show the key
links-key-lead = Keep it where the shop keeps its passwords, and never in a browser: whoever has it can answer for any customer.
links-page-command = For a try, this command prints the finished HTML:
