# The response to surveys and what customers say in their own words.

board-response-title = Response: who answers the surveys
board-response-short = Response
board-response-rate = Response rate
board-response-rate-short = Rate
board-response-nobody = No survey was sent to anybody in these days.
board-response-few = Too early to tell: the rate is shown from 10 invitations sent.
board-response-of = { $count ->
    [one] of { $count } invitation sent
   *[other] of { $count } invitations sent
}
board-response-before = { $share } of { $count } sent
board-response-low = Fewer than { $share } of those invited answer. The silent ones may think otherwise: see the tables “Whose voice this is” at the end of the page.
board-response-wait = Half of the answers come within { $median }
board-response-wait-90 = Nine of ten come within { $late }.
board-response-way = From invitation to answer
board-response-way-lead = Each step counts whoever came to it. “Opened” is an estimate: mail programs hide openings and open letters themselves; known robots are left out. The bar is the share of those planned with its 95% interval; the per cent beside it are the share of the step before, with its interval below.
board-response-of-before = { $share } of the previous step
board-response-trend-picture = Response rate with its intervals; the same numbers are in the table below.
board-response-kinds = By survey and by way of sending
board-response-kinds-lead = The rate is the share of those sent that were answered. Below each number stands its share of the step before with the 95% interval. Every number opens its invitations.
board-response-roads = Sent by
board-response-groups = Response rate by group
board-response-beside = What else happened to invitations
board-response-beside-lead = Letters that came back are sent but not delivered; answers taken back are started but not completed.
board-response-what = What happened
board-response-invitations = Invitations
board-response-definition = An invitation belongs to the day it was due to leave (time zone { $zone }). Response rate = answered ÷ sent, the share of a step = those who came to it ÷ those who came to the step before; an answer that its customer took back is not counted. Answers by a link in a store or on a page are counted apart: nobody was invited there. Intervals of shares by Wilson, 95%; changes by the test of two shares, in breakdowns corrected by Holm. With 5 to 9 sent only counts are shown.

board-stage-planned = Planned
board-stage-sent = Sent
board-stage-delivered = Delivered
board-stage-opened = Opened
board-stage-started = Started
board-stage-completed = Answered
board-road-letter = Letter
board-road-link = Link or QR code handed out

board-beside-bounced = The letter came back
board-beside-reminded = A reminder was sent
board-beside-waiting = Still waiting for an answer
board-beside-expired = Expired without an answer
board-beside-unsubscribed = The customer unsubscribed from all letters
board-beside-withdrawn = The answer was taken back
board-beside-revoked = Cancelled before an answer
board-beside-robots = A robot opened the link
board-beside-own = Opened by customers themselves, in a store or on a page
board-beside-own-completed = Of these, answered
board-robot-visits = { $count ->
    [one] { $count } visit discarded
   *[other] { $count } visits discarded
}

board-heard-segment = Whose voice this is: segments
board-heard-value_class = Whose voice this is: value classes
board-heard-store = Whose voice this is: stores
board-heard-lead = Who bought in these days, which of them were asked, and who answered. The store is that of the last purchase. Gap: share of the answers minus share of the buyers, in percentage points.
board-heard-bought = Bought
board-heard-asked = Asked
board-heard-answered = Answered
board-heard-of-buyers = Share of buyers
board-heard-of-answers = Share of answers
board-heard-gap = Gap
board-heard-differs = Those who answered are not like all buyers: { $list }. Overall figures lean towards them.
board-heard-more = “{ $name }” is { $points } points larger among the answers
board-heard-less = “{ $name }” is { $points } points smaller among the answers
board-heard-alike = Those who answered are like all buyers: the gap is under three points or no more than chance.
board-heard-few = Too few answered to compare them with the buyers.
board-heard-test = Pearson’s chi-square: p { $p }; Cramér’s V = { $v } (0: the same mix, 1: entirely different people).

board-invitations-title = Invitations behind this figure
board-invitations-count = { $count ->
    [one] { $count } invitation counted
   *[other] { $count } invitations counted
}
board-invitations-none = No such invitations
board-invitations-planned = due { $moment }
board-road-store = Link in a store
board-road-page = Order page

board-comments-title = Comments: what customers say
board-comments-short = Comments
board-comments-places = Where it was said
board-place-comment = In answers
board-place-bring_back = What would bring them back
board-place-departure = On leaving
board-comments-search = Words
board-comments-search-hint = courier delivery
board-comments-group = Who says it
board-comments-everybody = Everybody
board-comments-find = Find
board-comments-count = { $count ->
    [one] { $count } comment
   *[other] { $count } comments
}
board-comments-newest = a frequent word: matches among the newest { $most } are shown
board-comments-meaningless = Nearly every comment has such words. Add something more telling.
board-comments-none = No such comments
board-comments-none-words = Try another word: any form of it will do, Russian or English.
board-comments-definition = Words are found in all their forms: “delivery” finds “deliveries” too. Newest first (time zone { $zone }). Words and pairs are listed when they are clearly more or less frequent than in the other comments: log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi, Quinn, 2008), more than two standard errors and at least 5 comments. Of many words some stand out by chance. The share of a word = comments with it ÷ all comments of that side, with the 95% Wilson interval below; under 10 comments no shares are shown. At most the newest { $most } comments of either side are compared. E-mail addresses and telephones are hidden from those who do not work complaints.
board-themes-days = { $here ->
    [one] { $here } comment
   *[other] { $here } comments
} of this period beside { $rest } of other days with the same filters.
board-themes-others = { $here ->
    [one] { $here } comment
   *[other] { $here } comments
} beside the { $rest } others of the same days.
board-themes-jump = Which words stand out
board-themes-alone = Comments: { $here }. There are no others to compare with.
board-themes-cut = There are { $of } in all; the newest were taken.
board-themes-more = Said more than usual
board-themes-less = Said less than usual
board-themes-frequent = Most frequent words
board-themes-none = Nothing stands out: no word is in five comments, or the differences are no more than chance.
board-themes-word = Words
board-themes-count = Count
board-themes-share = Share
board-themes-rest = Others

settings-reports = Reports
reports-title = Reports: what executives see
reports-lead = Executives see figures and what customers say, but not the customers. Staff who work complaints always see them.
reports-comments = Comments in reports
reports-comments-nobody = Without names: e-mail addresses and telephones in the text are hidden
reports-comments-names = With the customer’s name and the full text
reports-save = Save
reports-done = Saved.
