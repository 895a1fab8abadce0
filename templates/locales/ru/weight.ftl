# Важность и приоритет, путь жалобы, её досье, взгляд руководителя.

weight-title = Важность
weight-none = правила ещё не применены
weight-score = оценка { $score } из 10
weight-class = клиент класса { $class }
weight-repeat = { $nth ->
    [2] вторая
    [3] третья
    [4] четвёртая
    [5] пятая
   *[other] { $nth }-я
} жалоба за 30 дней
weight-claim = идёт срок по закону
weight-hand-short = вручную, «{ $reason }»
weight-hand = вручную: { $who }, { $at }
weight-by-rules = По правилам — { $severity }
weight-outgrown = Стало серьёзнее: по правилам важность уже { $severity }. Проверьте, верна ли та, что поставлена вручную.
weight-priority = Приоритет { $points } из 100
weight-part-severity = важность
weight-part-claim = срок по закону
weight-part-score = низкая оценка
weight-part-repeat = повторная жалоба
weight-part-exit = ушёл, и это можно было предотвратить
weight-part-class = ценность клиента
weight-value-class = Класс

weight-deed = Изменить важность
weight-deed-hint = Сроки изменятся вместе с важностью. Поставленная вручную держится, что бы клиент ни написал потом.
weight-deed-severity = Важность
weight-deed-rules = по правилам: { $severity }
weight-deed-reason = Почему
weight-deed-submit = Изменить важность
weight-problem-over = Состояние жалобы — «{ $state }»: её важность уже ничего не меняет. Ваш текст сохранён ниже.

weight-history-older = { $count ->
    [one] Ещё { $count } запись, раньше
    [few] Ещё { $count } записи, раньше
   *[many] Ещё { $count } записей, раньше
}
weight-history-all = Что было ещё раньше
weight-history-title = История жалобы № { $number }
weight-history-none = Раньше ничего не было.
weight-until = до { $at }

weight-iso = Путь жалобы
weight-iso-done = пройдено { $done } из { $all }
weight-iso-is-done = сделано
weight-iso-is-missing = ещё нет
weight-iso-registered = Зарегистрирована
weight-iso-acknowledged = Приём подтверждён
weight-iso-assessed = Оценена
weight-iso-investigated = Разобрана
weight-iso-answered = Дан первый ответ
weight-iso-told = Решение сообщено
weight-iso-closed = Завершена
weight-iso-word = Слово клиента
weight-iso-missing-acknowledged = клиент ещё не знает, что жалоба принята
weight-iso-missing-assessed = важность ещё не определена
weight-iso-missing-investigated = ни одной заметки о том, что выяснили
weight-iso-missing-answered = никто ещё не ответил
weight-iso-missing-told = письма с решением нет
weight-iso-missing-word = клиента ещё не спросили
weight-iso-not-yet = впереди
weight-iso-by-rules = по правилам
weight-iso-notes = { $count ->
    [one] { $count } заметка
    [few] { $count } заметки
   *[many] { $count } заметок
}
weight-iso-letter = письмо: { $state }
weight-iso-by-answer = первым ответом
weight-iso-told-phone = сказано по телефону
weight-iso-told-counter = сказано лично
weight-iso-asked = клиента спросили, ответа ещё нет
weight-iso-rating = оценка работы с жалобой: { $rating }

weight-dossier = Досье жалобы № { $number }
weight-dossier-link = Досье для печати
weight-dossier-back = К жалобе
weight-dossier-inner = С заметками, для своих
weight-dossier-outer = Без заметок, для передачи
weight-dossier-hint = Печать и сохранение файлом — в меню браузера. Внутренние заметки и то, как мы оцениваем жалобы, сюда не входят, если не попросить о них отдельно.
weight-dossier-made = Составлено { $at }, { $by }.
weight-dossier-is-inner = Для внутреннего пользования.
weight-dossier-parties = Стороны
weight-dossier-company = Компания
weight-dossier-source = Как получена
weight-source-answer = ответ на анкету
weight-source-mail = письмо по почте
weight-source-phone = телефон
weight-source-counter = лично
weight-source-letter = бумажное письмо
weight-source-api = другая программа
weight-source-other = иначе
weight-dossier-purchase = Покупка
weight-dossier-no-purchase = Жалоба не связана с покупкой.
weight-dossier-order = Заказ
weight-dossier-amount = Сумма
weight-dossier-store = Магазин
weight-dossier-category = Категория
weight-dossier-bought = Куплено
weight-dossier-delivered = Доставлено
weight-dossier-said = Что сказал клиент
weight-dossier-letters = Переписка
weight-dossier-no-letters = Писем пока не было.
weight-letter-acknowledgement = Письмо о приёме жалобы
weight-letter-reply = Письмо клиенту
weight-letter-resolved = Письмо с решением
weight-letter-rejected = Письмо с отказом
weight-dossier-bounced = вернулось { $at }
weight-dossier-template = Текст — из шаблона писем компании.
weight-dossier-terms = Сроки
weight-dossier-term = Срок
weight-dossier-due = До
weight-dossier-kept = Выполнено
weight-dossier-demanded = требование от { $day }
weight-dossier-amount-of = { $unit ->
    [working_days] рабочих дней: { $count }
    [months] месяцев: { $count }
   *[calendar_days] календарных дней: { $count }
}
weight-dossier-withdrawn = отозвано { $at }
weight-dossier-missed = не выполнено, срок прошёл
weight-dossier-runs = срок идёт
weight-dossier-outcome = Исход
weight-dossier-files = Файлы
weight-dossier-bytes = байт: { $count }
weight-dossier-history = История
weight-dossier-when = Когда
weight-dossier-who = Кто
weight-dossier-what = Что

weight-team = Команда
weight-team-people = У кого сколько
weight-team-none = Пока некому работать с жалобами
weight-team-none-body = Здесь появятся специалисты и то, сколько у кого жалоб. Людей добавляют командой { $command }.
weight-team-who = Сотрудник
weight-team-nobody = Ничьи
weight-team-gone = больше не работает
weight-team-away = не на месте
weight-team-open = Открыто
weight-team-running = Срок идёт
weight-team-waiting = Ждём клиента
weight-team-overdue = Просрочено
weight-team-today = Срок сегодня
weight-team-unanswered = Без ответа
weight-team-oldest = Самая старая
weight-team-mean = Средний возраст
weight-team-resolved = Решено за 7 дней
weight-team-ages = Как давно открыты жалобы
weight-age-first = { $to ->
    [1] меньше суток
   *[other] меньше { $to } дней
}
weight-age-middle = от { $from } до { $to } дней
weight-age-last = { $from } дней и больше
weight-team-late = Сроки до конца дня
weight-team-late-none = До конца дня сроков нет
weight-team-late-none-body = Сегодня ничего больше не просрочится.
weight-team-late-more = Показаны первые { $count }, остальные — в общем списке.
