# Почему о покупке спросили или не спросили.

planning-mark-answered = Ответ есть
planning-mark-withdrawn = Ответ отозван
planning-mark-asked = Спросили
planning-mark-soon = Спросим
planning-mark-waits = Ждём
planning-mark-not-asked = Не спрашиваем
planning-mark-failed = Не дошло

planning-answered = Клиент ответил { $at }.
planning-withdrawn = Клиент отозвал свой ответ { $at }.
planning-revoked = Приглашение отозвано.
planning-handed-out = Ссылку передали другим способом { $at }, ответить можно до { $until }.
planning-handed-out-over = Ссылку передали другим способом { $at }, ответа не было.
planning-sent = Письмо отправили { $at }, ответить можно до { $until }.
planning-sent-over = Письмо отправили { $at }, ответа не было.
planning-not-delivered = Письмо с вопросом доставить не удалось.
planning-cancelled = Письмо с вопросом отменено до отправки.
planning-expired = Письмо не ушло, а срок ссылки истёк { $at }.
planning-will-be-sent = Письмо уйдёт { $at }.
planning-soon = Письмо поставим в очередь при ближайшем планировании.
planning-wait-too_early = Решим { $until }: сначала дадим время разобраться с покупкой.
planning-wait-quiet_period = Решим { $until }: клиента недавно уже спрашивали.

planning-unusable = Решить нельзя: правила в настройках опросов записаны с ошибкой.
planning-why-asked = Спросили.
planning-why-too_early = Ещё рано: с покупки прошло слишком мало времени.
planning-why-window_passed = Первые дни после покупки уже прошли.
planning-why-quiet_period = Недавно уже спрашивали, а когда снова станет можно, первые дни после покупки пройдут.
planning-why-no_consent = Клиент не давал согласия на опросы.
planning-why-no_address = Нет адреса электронной почты.
planning-why-unsubscribed = Клиент отписался от писем.
planning-why-bounced = Письма на адрес клиента не доходят.
planning-why-erased = Клиент попросил удалить свои данные.
planning-why-already_invited = Об этой покупке уже спрашивали.
planning-why-switched_off = Этот опрос выключен.
planning-why-not_customer = Этот опрос не для сотрудников и случайных гостей.
planning-why-left = Клиент ушёл.
planning-why-not_active = Клиент давно не покупает.
planning-why-returned = Клиент вернулся.
planning-why-not_resolved = Жалоба не решена.
