# Страница одного клиента.

customers-forgotten = Данные клиента удалены
customers-nameless = Клиент { $id }
customers-mark-erased = Данные удалены
customers-mark-unsubscribed = Отписка от опросов
customers-mark-bounced = Письма не доходят
customers-mark-no-consent = Нет согласия на опросы
customers-mark-left = Ушёл { $at }
customers-mark-inactive = Давно не покупает
customers-mark-lost = Похоже, ушёл
customers-mark-guest = Гость
customers-mark-employee = Сотрудник
customers-mark-suppressed = Письма запрещены

customers-who = О клиенте
customers-id = Код клиента
customers-email = Почта
customers-phone = Телефон
customers-city = Город
customers-language = Язык
customers-language-ru = русский
customers-language-en = английский
customers-language-default = { $language } (по умолчанию)
customers-zone = Часовой пояс
customers-suppressed = Запрет писем
customers-suppressed-all = на все письма с { $at }: { $why }
customers-suppressed-surveys = на опросы с { $at }: { $why }
customers-suppressed-hard_bounce = адрес не принимает почту
customers-suppressed-complaint = получатель назвал письмо спамом
customers-suppressed-unsubscribed = отписка
customers-suppressed-staff = решение сотрудника
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
customers-departures = Уход и возвращение
customers-surveys = Другие опросы

customers-complaints = Жалобы
customers-no-complaints = Жалоб не было.
customers-number = № { $number }
customers-severity = важность { $severity }

customers-answers = Ответы
customers-no-answers = Ответов пока нет.
customers-nps = NPS { $score }
customers-satisfaction = Удовлетворённость { $percent } %
customers-contact-me = Просит связаться
customers-of-scale = из { $high }
customers-withdrawn = Отозван { $at }
customers-still-here = Остаётся с нами
customers-solved = Вопрос решён
customers-not-solved = Вопрос не решён
customers-reasons = Причины
customers-reasons-none = не отмечены
customers-reason-main = { $reason } (главная)
customers-competitor = К кому ушёл
customers-bring-back = Что помогло бы вернуться
customers-heard-from = Откуда узнал о нас
customers-wallet-share = Доля покупок у нас
customers-percent = { $percent } %

customers-letters = Письма
customers-no-letters = Писем ещё не было.
customers-letter-invitation = Приглашение ответить
customers-letter-reminder = Напоминание
customers-letter-acknowledgement = Жалоба принята
customers-letter-reply = Ответ сотрудника
customers-letter-alert = Сроки жалоб
customers-letter-digest = Итоги недели
customers-letter-resolved = Жалоба решена
customers-letter-rejected = Жалоба отклонена
customers-letter-state-queued = в очереди
customers-letter-state-sending = отправляется
customers-letter-state-sent = отправлено
customers-letter-state-failed = не доставлено
customers-letter-state-cancelled = отменено
customers-letter-state-unknown = исход неизвестен
customers-letter-sent = Ушло { $at }
customers-letter-due = Срок отправки: { $at }
customers-letter-bounced = вернулось
customers-letter-bounced-at = вернулось { $at }
customers-letter-attempts = { $count ->
    [one] { $count } попытка
    [few] { $count } попытки
   *[many] { $count } попыток
}
