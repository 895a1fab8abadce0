# Рабочее место: очередь жалоб и карточка.

desk-title = Жалобы
desk-lists = Списки жалоб
desk-list-open = Открытые
desk-list-mine = Мои
desk-list-nobodys = Ничьи
desk-list-overdue = Просроченные
desk-list-waiting = Ждём клиента
desk-list-finished = Завершённые
desk-take-next = Взять следующую
desk-none-left = Свободных жалоб сейчас нет: все уже в работе.
desk-caption = { $list }: { $count ->
    [one] { $count } жалоба
    [few] { $count } жалобы
   *[many] { $count } жалоб
} на этой странице

desk-column-clock = Срок
desk-column-finished = Решена
desk-column-severity = Важность
desk-column-customer = Клиент
desk-column-what = Что не так
desk-column-state = Состояние
desk-row = Жалоба № { $number }, { $name }
desk-owner-you = вы
desk-owner-nobody = никто
desk-reopened = снова
desk-reopened-times = открыта снова: { $count }

desk-clock-left = осталось { $span }
desk-clock-late = просрочено { $span }
desk-clock-waits = часы стоят
desk-clock-of-answer = до первого ответа
desk-clock-of-resolution = до решения
desk-clock-kept = сделано { $at }
desk-clock-kept-late = с опозданием, { $at }
desk-clock-due = срок { $at }

desk-empty-open = Открытых жалоб нет
desk-empty-open-body = Новая появится здесь, как только клиент останется недоволен.
desk-empty-mine = У вас нет открытых жалоб
desk-empty-mine-body = Возьмите следующую: первой идёт та, срок которой ближе.
desk-empty-mine-action = Показать ничьи
desk-empty-nobodys = Ничьих жалоб нет
desk-empty-nobodys-body = У каждой открытой жалобы есть ответственный.
desk-empty-overdue = Ничего не просрочено
desk-empty-overdue-body = Все сроки пока соблюдены.
desk-empty-waiting = Ни одна жалоба не ждёт клиента
desk-empty-waiting-body = Здесь жалобы, по которым клиента о чём-то спросили.
desk-empty-finished = Завершённых жалоб пока нет
desk-empty-finished-body = Решённые жалобы собираются здесь, последние — сверху.

desk-signal-nps = не порекомендует
desk-signal-reason = ушёл: { $reason }
desk-signal-not_solved = вопрос не решён
desk-signal-contact_me = просит связаться

desk-number = Жалоба № { $number }
desk-back = Все жалобы
desk-severity = важность: { $severity }
desk-story = Что случилось
desk-no-answer = Ответа на анкету за этой жалобой нет.
desk-satisfied = Удовлетворённость
desk-news = новое от клиента
desk-answer-withdrawn = отозван клиентом
desk-answer-changed = исправлен { $at }
desk-rating = { $score } из { $high }
desk-rating-low = порог { $threshold }
desk-rating-na = не пользовались
desk-history = История

desk-first-answer = Первый ответ
desk-resolution-clock = Решение
desk-opened = Заведена
desk-customer = Клиент
desk-email = Почта
desk-phone = Телефон
desk-speaks = Язык
desk-city = Город
desk-segment = Сегмент
desk-none = нет
desk-bounced = не доходит
desk-unsubscribed = отписан от опросов
desk-erased = данные удалены по просьбе клиента
desk-purchases = Покупки
desk-purchase-this = эта покупка
desk-bought = куплено { $at }
desk-delivered = доставлено { $at }
desk-others = Другие жалобы клиента

desk-steps = Что сделать
desk-has-owner = Жалобу ведёт { $owner }.
desk-has-no-owner = Жалобу ещё никто не взял.
desk-take = Взять в работу
desk-take-over = Забрать себе
desk-reply = Написать клиенту
desk-reply-to = Письмо уйдёт на { $email }
desk-reply-words = Текст письма
desk-reply-wait = Ждём ответа клиента: остановить часы
desk-reply-waits = Ответа клиента уже ждём, часы стоят
desk-reply-submit = Отправить письмо
desk-note = Внутренняя заметка
desk-note-hint = Её увидят только сотрудники, клиент — никогда.
desk-note-words = Текст заметки
desk-note-replied = Клиент ответил: вернуть жалобу в работу
desk-note-submit = Сохранить заметку
desk-resolve = Решить
desk-resolve-words = Последнее письмо клиенту (необязательно)
desk-resolve-submit = Решить жалобу
desk-reopen = Открыть снова
desk-reopen-words = Почему жалобу нужно открыть снова
desk-reopen-submit = Открыть снова
desk-choose = Выберите…

desk-no-address = У клиента нет адреса почты: письмо отправить некуда.
desk-no-address-unreadable = Адрес клиента записан с ошибкой: письмо по нему не дойдёт.
desk-no-address-bounced = Прошлые письма по этому адресу не дошли: почтовый сервер клиента их не принимает.
desk-no-address-erased = Данные клиента удалены по его просьбе: написать ему нельзя.

desk-problem-empty = Напишите хотя бы слово.
desk-problem-long = Текст длиннее, чем можно: { $length } знаков из { $limit }. Сократите его и отправьте ещё раз.
desk-problem-missing = Заполните отмеченные поля.
desk-problem-taken = Жалобу уже ведёт { $owner }.
desk-problem-owned = Жалобу ведёт { $owner }. Чтобы отвечать за неё, её нужно забрать. Ваш текст сохранён ниже.
desk-problem-not-taken = Сначала возьмите жалобу в работу. Ваш текст сохранён ниже.
desk-problem-changed = Ничего не отправлено: пока страница была открыта, по жалобе появилось новое.
desk-problem-changed-next = Ваш текст на месте. Прочитайте новое и отправьте ещё раз, если он всё ещё верен.
desk-problem-over = Состояние жалобы — «{ $state }»: писать по ней уже нельзя. Откройте её снова. Ваш текст сохранён ниже.
desk-problem-take = Состояние жалобы — «{ $state }»: взять её нельзя.
desk-problem-wait = Состояние жалобы — «{ $state }»: ждать ответа клиента нельзя.
desk-problem-customer_replied = Состояние жалобы — «{ $state }»: вернуть её в работу нельзя.
desk-problem-resolve = Состояние жалобы — «{ $state }»: решить её сейчас нельзя. Ваш текст сохранён ниже.
desk-problem-reopen = Состояние жалобы — «{ $state }»: открывать её снова не нужно. Ваш текст сохранён ниже.
desk-problem-close = Состояние жалобы — «{ $state }»: закрыть её нельзя.
desk-problem-reject = Состояние жалобы — «{ $state }»: отклонить её нельзя.
desk-problem-mark_duplicate = Состояние жалобы — «{ $state }»: отметить её повтором нельзя.
desk-problem-twin = По этой покупке уже открыта другая жалоба: работайте в ней. Ваш текст сохранён ниже.

desk-by-customer = Клиент
desk-by-itself = Отклик
desk-event-opened = Жалоба заведена
desk-event-signal = Новый сигнал от клиента
desk-event-customer = Клиент написал
desk-event-withdrawn = Клиент отозвал свой ответ
desk-event-taken = Взята в работу
desk-event-taken-over = Передана
desk-event-note = Заметка
desk-event-letter = Письмо клиенту
desk-event-acknowledgement = Письмо о приёме жалобы
desk-event-resolved = Жалоба решена
desk-event-reopened = Открыта снова
desk-event-field = Изменение

desk-letter-queued = в очереди
desk-letter-sending = отправляется
desk-letter-sent = отправлено
desk-letter-failed = не доставлено
desk-letter-cancelled = отменено
desk-letter-unknown = неизвестно, ушло ли

desk-field-state = Состояние
desk-field-severity = Важность
desk-field-signals = Сигналы
desk-field-owner = Ответственный
desk-field-first_answered_at = Первый ответ дан
desk-field-resolved_at = Время решения
desk-field-resolution_due = Срок решения
desk-field-first_answer_due = Срок первого ответа
desk-field-root_cause = Причина
desk-field-resolution = Исход
desk-field-reopened = Сколько раз открыта снова

desk-cause-price = Цены
desk-cause-assortment = Ассортимент
desk-cause-delivery = Доставка
desk-cause-payment = Оплата и возврат денег
desk-cause-service = Обслуживание
desk-cause-extras = Дополнительные услуги
desk-cause-quality = Качество товара
desk-cause-website = Сайт или приложение
desk-cause-information = Неверные сведения или обещания
desk-cause-other = Другое

desk-resolution-upheld = Клиент прав
desk-resolution-partly_upheld = Клиент прав отчасти
desk-resolution-goodwill = Пошли навстречу без своей вины
desk-resolution-rejected = Клиент не прав, причину объяснили
desk-resolution-withdrawn = Клиент отозвал жалобу
desk-resolution-not_a_complaint = Это не жалоба
