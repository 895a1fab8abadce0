# Why a purchase was or was not asked about.

planning-mark-answered = Answered
planning-mark-withdrawn = Answer withdrawn
planning-mark-asked = Asked
planning-mark-soon = Will be asked
planning-mark-waits = Waiting
planning-mark-not-asked = Not asked
planning-mark-failed = Not delivered

planning-answered = The customer answered on { $at }.
planning-withdrawn = The customer withdrew their answer on { $at }.
planning-revoked = The invitation was revoked.
planning-handed-out = The link was handed out another way on { $at }; answers are accepted until { $until }.
planning-handed-out-over = The link was handed out another way on { $at }; there was no answer.
planning-sent = The letter was sent on { $at }; answers are accepted until { $until }.
planning-sent-over = The letter was sent on { $at }; there was no answer.
planning-not-delivered = The letter with the question could not be delivered.
planning-cancelled = The letter with the question was cancelled before it was sent.
planning-expired = The letter was not sent, and its link expired on { $at }.
planning-will-be-sent = The letter goes out on { $at }.
planning-soon = The letter will be queued when invitations are next planned.
planning-wait-too_early = To be decided on { $until }: the customer gets time to try the purchase first.
planning-wait-quiet_period = To be decided on { $until }: the customer was asked not long ago.

planning-unusable = This cannot be decided: the rules in the survey settings are not usable.
planning-why-asked = Asked.
planning-why-too_early = Too early: too little time has passed since the purchase.
planning-why-window_passed = The first days after the purchase are over.
planning-why-quiet_period = Asked not long ago, and by the time asking is possible again, the first days will be over.
planning-why-no_consent = The customer has not agreed to be asked.
planning-why-no_address = There is no e-mail address.
planning-why-unsubscribed = The customer unsubscribed.
planning-why-bounced = Letters to the customer’s address bounce.
planning-why-erased = The customer asked to be forgotten.
planning-why-already_invited = This purchase was asked about before.
planning-why-switched_off = This survey is switched off.
planning-why-not_customer = This survey is not for employees or passing guests.
planning-why-left = The customer has left.
planning-why-not_active = The customer has not bought for a long time.
planning-why-returned = The customer came back.
planning-why-not_resolved = The complaint is not resolved.
