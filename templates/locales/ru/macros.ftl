# Макросы: готовый ответ, который ещё и меняет жалобу.
macros-title = Макрос
macros-badge = макрос
macros-of-these = Макросы
macros-hint = Макрос пишет клиенту и меняет жалобу за одно нажатие. Сначала вы увидите всё, что он сделает.
macros-look = Показать, что будет
macros-letter = Письмо клиенту (пустое не уйдёт)
macros-note = Внутренняя заметка (пустая не сохранится)
macros-go = Сделать всё это
macros-go-hint = Или всё сразу, или ничего. Отправку письма можно отменить, как обычно.
macros-nothing-done = Ничего не сделано. Ваш текст сохранён ниже.
macros-altered = Макрос изменили, пока вы на него смотрели. Проверьте ещё раз, что он сделает.
macros-by = макрос «{ $title }»

macros-fields = Что ещё сделать с жалобой
macros-fields-hint = С этим готовый ответ становится макросом. Текст письма тогда можно не писать.
macros-as-is = Не менять
macros-each-time = Каждый раз
macros-people = Коллеги
macros-gone = тот, кто больше не работает с жалобами
macros-cause-gone = больше не выбирается
macros-ending-hint = Если макрос решает жалобу: что известно заранее. Остальное заполнят, когда применят макрос.
macros-unit = Часы или дни
macros-unit-hours = часов
macros-unit-days = дней
macros-snooze-hint = Жалоба вернётся раньше, если клиент ответит. Дни считаются до девяти утра.

macros-part-letter = Письмо
macros-part-assign = Ответственный
macros-part-severity = Важность
macros-part-note = Внутренняя заметка
macros-part-state = Состояние
macros-part-snooze = Отложить на

macros-does-me = Взять себе
macros-does-nobody = Сделать ничьей
macros-does-lightest = Передать тому, у кого меньше всего дел
macros-does-person = Передать: { $name }
macros-does-severity = Важность: { $severity }
macros-does-note = Заметка: «{ $note }»
macros-does-wait = Ждать ответа клиента
macros-does-work = Вернуть в работу: клиент ответил
macros-does-resolve = Решить
macros-does-close = Закрыть решённую
macros-does-hours = { $count ->
    [one] Отложить на { $count } час или до ответа клиента
    [few] Отложить на { $count } часа или до ответа клиента
   *[many] Отложить на { $count } часов или до ответа клиента
}
macros-does-days = { $count ->
    [one] Отложить на { $count } день или до ответа клиента
    [few] Отложить на { $count } дня или до ответа клиента
   *[many] Отложить на { $count } дней или до ответа клиента
}

macros-broken-person = Макрос передаёт жалобу тому, кто больше не работает с жалобами. Выберите в нём другого человека.
macros-broken-cause = Причину «{ $cause }» больше не выбирают. Выберите в макросе другую.
macros-broken-removed = Макрос убрали. Выберите другой.
macros-broken-unreadable = Что делает макрос, прочитать нельзя. Соберите его заново.
macros-bad-assign = Выберите, кому макрос передаёт жалобу: этот человек больше не работает с жалобами.
macros-bad-severity = Выберите важность из списка.
macros-bad-state = Исход заполняют, только когда макрос решает жалобу, и выбирают из списка. Проверьте состояние, причину и исход.
macros-bad-snooze = Отложить можно на целое число от 1 до 365.
macros-bad-together = Вместе это не сделать: «{ $one }» и «{ $other }». Оставьте одно.
