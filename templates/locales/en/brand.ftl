# How the company looks to customers: a page for administrators.

frame-brand = Brand

brand-title = How customers see you
brand-name = Name
brand-name-hint = What forms and letters call you.
brand-name-missing = Write a name: without it customers cannot tell who is asking.
brand-name-long = At most { $limit } characters.
brand-colour = Colour
brand-colour-hint = For example #1b5fb3. Without one, forms and letters are blue.
brand-colour-bad = A colour is written as a hash and six characters, such as #1b5fb3.
brand-shade = Button
brand-shade-light = On light ground the colour stays as it is: { $colour }.
brand-shade-light-moved = On light ground this colour is hard to read, so there it becomes darker: { $colour }.
brand-shade-dark = On dark ground the colour stays as it is: { $colour }.
brand-shade-dark-moved = On dark ground this colour is hard to read, so there it becomes lighter: { $colour }.
brand-logo = Logo
brand-logo-now = The logo now
brand-logo-none = Remove the logo
brand-logo-hint = A PNG, JPEG or WebP picture of up to { $limit } KB. Forms show it in place of the name; letters keep the name, so that they are light and can be read without pictures.
brand-logo-kind = This file does not look like a PNG, JPEG or WebP picture. Choose another one.
brand-logo-svg = An SVG file may hold a program, so such logos are not taken. Save it as PNG.
brand-logo-large = The file is larger than { $limit } KB. Make the picture smaller: 400 pixels of width are enough for a form.
brand-sender-name = Sender's name
brand-sender-name-hint = Stands before the address in letters. If empty, it is the name above.
brand-sender-address = Sender's address
brand-sender-address-hint = If empty, letters come from { $sender }. The mail server must allow this address.
brand-sender-bad = There can be no such address. Write a single one, without commas and blanks.
brand-keep = Save
brand-look = Look first
brand-done = Saved. Forms show it within seconds, letters from the next one on.
brand-problems = Not saved: check the marked fields.
brand-look-form = Form
brand-look-letter = Letter
brand-look-hint = This shows the name and the colour from the fields; the logo is the saved one.

brand-sample-title = How was your purchase?
brand-sample-question = Would you recommend us to your friends?
brand-sample-send = Send
brand-sample-link = A link
brand-sample-name = Anna
