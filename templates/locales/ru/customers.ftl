# Страница одного клиента.

customers-forgotten = Данные клиента удалены
customers-nameless = Клиент { $id }
customers-mark-erased = Данные удалены
customers-mark-unsubscribed = Отписка от опросов
customers-mark-bounced = Письма не доходят
customers-mark-no-consent = Нет согласия на опросы

customers-who = О клиенте
customers-id = Код клиента
customers-email = Почта
customers-phone = Телефон
customers-city = Город
customers-language = Язык
customers-language-ru = русский
customers-language-en = английский
customers-language-default = { $language } (по умолчанию)
customers-consent = Согласие на опросы
customers-consent-yes = есть
customers-consent-no = нет
customers-segment = Сегмент
customers-manager = Менеджер
customers-channel = Канал
customers-registered = Клиент с
customers-unsubscribed = Отписка от опросов
customers-bounced = Письма не доходят с
customers-erased = Данные удалены

customers-totals = Покупки всего
customers-totals-words = { $count ->
    [one] { $count } покупка
    [few] { $count } покупки
   *[many] { $count } покупок
}, первая { $since }

customers-purchases = Покупки
customers-no-purchases = Покупок пока нет.
customers-of-purchase = заказ { $id }
customers-delivered = доставлено { $at }

customers-complaints = Жалобы
customers-no-complaints = Жалоб не было.
customers-number = № { $number }
customers-severity = важность { $severity }

customers-answers = Ответы
customers-no-answers = Ответов пока нет.
customers-nps = NPS { $score }
customers-satisfaction = Удовлетворённость { $percent } %
customers-withdrawn = Отозван клиентом
customers-contact-me = Просит связаться
customers-of-scale = из { $high }

customers-letters = Письма
customers-no-letters = Писем ещё не было.
customers-letter-invitation = Приглашение ответить
customers-letter-reminder = Напоминание
customers-letter-acknowledgement = Жалоба принята
customers-letter-reply = Ответ сотрудника
customers-letter-resolved = Жалоба решена
customers-letter-state-queued = в очереди
customers-letter-state-sending = отправляется
customers-letter-state-sent = отправлено
customers-letter-state-failed = не доставлено
customers-letter-state-cancelled = отменено
customers-letter-state-unknown = исход неизвестен
customers-letter-sent = Ушло { $at }
customers-letter-due = Срок отправки: { $at }
customers-letter-attempts = { $count ->
    [one] { $count } попытка
    [few] { $count } попытки
   *[many] { $count } попыток
}
customers-newest = { $count ->
    [one] Показана последняя { $count } запись.
    [few] Показаны последние { $count } записи.
   *[many] Показаны последние { $count } записей.
}
