# Письма, с которыми что-то не так: страница администратора.

letters-title = Письма
letters-check = Проверить почтовый сервер
letters-due = Отправляются сейчас
letters-later = Ждут своего часа
letters-stuck = Нужно ваше решение
letters-last-sent = Последнее ушло
letters-never = пока ни одного
letters-waits = дольше всех: { $span }
letters-trouble = Письма, которые не ушли
letters-empty = Все письма уходят
letters-empty-body = Здесь появятся письма, которые почтовый сервер не принял, и те, о судьбе которых ничего не известно.

letters-kind-invitation = Приглашение ответить
letters-kind-reminder = Напоминание о приглашении
letters-kind-acknowledgement = Подтверждение жалобы
letters-kind-reply = Ответ сотрудника
letters-kind-alert = Сообщение о сроках
letters-kind-digest = Итоги недели руководителю
letters-kind-resolved = Ответ о решении
letters-kind-rejected = Письмо об отказе

letters-state-failed = не отправлено
letters-state-unknown = неизвестно
letters-state-sending = отправляется

letters-complaint = жалоба № { $number }
letters-attempts = { $count ->
    [one] { $count } попытка
    [few] { $count } попытки
   *[many] { $count } попыток
}
letters-answer = Ответ сервера:
letters-lost = Связь с сервером оборвалась, когда письмо уже передавалось. Возможно, оно дошло.
letters-in-hand = Сервер ещё не ответил

letters-why-erased = Данные клиента удалены по его просьбе.
letters-why-no_address = У клиента нет адреса почты.
letters-why-bad_address = То, что записано как адрес клиента, не адрес: исправьте его и отправьте письмо ещё раз.
letters-why-bounced = Адрес клиента не существует: сервер уже отказывался принимать на него письма.
letters-why-unsubscribed = Клиент отписался.
letters-why-revoked = Приглашение отозвано.
letters-why-expired = Ссылка в письме больше не действует.
letters-why-answered = Клиент уже ответил.
letters-why-interrupted = Программа остановилась, пока письмо передавалось серверу. Возможно, оно дошло.
letters-why-over = Спрашивать уже не о чем: клиент вернулся или жалобу открыли снова.
letters-why-given_up = Администратор решил не отправлять.
letters-why-recalled = Автор отменил отправку.

letters-retry = Отправить ещё раз
letters-retry-ask = Отправить ещё раз…
letters-twice = Возможно, письмо уже дошло. Тогда клиент получит его дважды.
letters-give-up = Не отправлять

letters-done-retried = Письмо снова в очереди и уйдёт в ближайшие секунды.
letters-done-given-up = Письмо не будет отправлено.
letters-done-gone = С этим письмом уже разобрались: обновлённый список ниже.

letters-server = Сервер { $name } отвечает: { $secrecy }, { $signin }.
letters-encrypted = соединение зашифровано
letters-plain = соединение без шифрования
letters-signed-in = вход выполнен
letters-anonymous = вход не требуется
letters-server-folder = Почтового сервера нет: письма складываются в папку, и запись в неё проходит.
letters-server-silent = Почтовый сервер не ответил за 8 секунд.
letters-server-away = Почтовый сервер не готов: { $words }

letters-manner = Как отправлять
letters-per-minute = Писем в минуту, не больше
letters-per-minute-hint = Считаются все письма, но придерживаются только опросы: ответы на жалобы уходят сразу. 0 — без ограничения.
letters-per-minute-bad = Здесь должно быть целое число от 0 до { $most }.
letters-track = Узнавать, что письмо с опросом открыли
letters-track-hint = В письме появится невидимая картинка. Это только оценка: одни почтовые программы не загружают картинки, другие загружают их сами.
letters-manner-keep = Сохранить
letters-done-paced = Сохранено. Следующие письма пойдут уже так.
