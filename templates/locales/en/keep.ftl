# Unfinished answers and visits of robots.

keep-resumed = We have kept what you filled in so far. Your answer goes when you press the button below.
keep-away = No connection. Everything you wrote is kept on this device.
keep-later = No connection. Your answer is kept on this device and goes as soon as the connection is back. Please keep this page open.

keep-unfinished = Not sent
keep-unfinished-body = The customer began to answer and did not press “Send”. Reports do not count this.
keep-unfinished-correction = The customer began to correct the answer and did not press “Save”. The earlier answer stands.
keep-provisional = Provisional score
keep-provisional-body = The score was chosen in a letter and the page was seen, but nothing on it was touched. Reports do not count this.
keep-discarded = Discarded
keep-discarded-burst = It looks like a robot: several different scores at almost the same time. Counted nowhere.
keep-discarded-scanner = It looks like a robot that checks links. Counted nowhere.

keep-event-opened = Complaint opened by an answer that was not sent
keep-event-signal = New signal in an answer that was not sent

keep-title = Unfinished
keep-robots = { $count ->
    [one] { $count } visit of a robot is not counted
   *[other] { $count } visits of robots are not counted
}
keep-robots-head = asked for no page: { $count }
keep-robots-prefetch = fetched ahead: { $count }
keep-robots-scanner = link checks: { $count }
keep-robots-burst = several scores at once: { $count }
keep-robots-honeypot = hidden field filled in: { $count }
keep-robots-hurry = too quick for a person: { $count }

keep-solved = Solved
keep-still-here = Staying with us
keep-yes = yes
keep-no = no
keep-reasons = Reasons for leaving
keep-main-reason = Main reason
keep-competitor = Another company
keep-bring-back = What would bring them back
keep-heard-from = Heard of us from
keep-wallet-share = Share of their buying with us
