# Почта, которая приходит к нам, и стоп-лист: страницы администратора.

incoming-title = Входящие письма
incoming-all = Все
incoming-look = Посмотреть: { $count }
incoming-empty = Пока ничего не пришло
incoming-empty-body = Здесь появятся возвраты, жалобы на спам, отписки и ответы на наши письма.
incoming-no-inbox = Чтобы видеть возвраты и отписки, настройте почтовый сервер: пусть он передаёт программе письма с адреса для ответов.
incoming-nothing-to-do = Смотреть нечего
incoming-nothing-to-do-body = Всё, что требовало внимания, уже разобрано.
incoming-waiting = ещё не прочитано
incoming-open = Открыть письмо
incoming-seen = Разобрано
incoming-seen-by = разобрано: { $name }

incoming-kind-bounce = письмо вернулось
incoming-kind-delay = доставка задерживается
incoming-kind-receipt = доставлено
incoming-kind-notice = похоже на возврат
incoming-kind-complaint = жалоба на спам
incoming-kind-unsubscribe = отписка
incoming-kind-automatic = автоответ
incoming-kind-words = написал человек
incoming-kind-unreadable = не читается

incoming-outcome-suppressed = Адрес внесён в стоп-лист.
incoming-outcome-failed = Письмо не дошло. Адрес может быть исправен, поэтому в стоп-лист он не внесён.
incoming-outcome-retried = Причина временная, письмо отправится ещё раз.
incoming-outcome-unsubscribed = Клиент отписан от опросов.
incoming-outcome-noted = Ничего делать не нужно.
incoming-outcome-repeated = Об этом уже было известно.
incoming-outcome-unmatched = Не удалось доказать, что речь о нашем письме, поэтому ничего не изменилось.
incoming-outcome-look = Посмотрите сами: программа о таком не решает.

letters-returned = вернулось
letters-returned-hard = Такого адреса нет. Он внесён в стоп-лист.
letters-returned-refused = Сервер получателя отказался от этого письма. Адрес может быть исправен.
letters-returned-soft = Причина временная, но и повторные отправки не помогли.

suppressions-title = Стоп-лист
suppressions-search = Адрес или его начало
suppressions-find = Найти
suppressions-empty = Стоп-лист пуст
suppressions-empty-body = Сюда попадают адреса, которых нет, и те, чьи владельцы не хотят писем. Загрузка файла их не вернёт.
suppressions-not-found = Такого адреса в списке нет
suppressions-not-found-body = Проверьте начало адреса: поиск идёт с первой буквы.
suppressions-surveys = не слать опросы
suppressions-all = не слать ничего
suppressions-cause-hard_bounce = адреса нет
suppressions-cause-complaint = жалоба на спам
suppressions-cause-unsubscribed = отписка
suppressions-cause-staff = вручную
suppressions-add-title = Внести адрес
suppressions-address = Адрес почты
suppressions-scope = Ограничение
suppressions-why = Причина
suppressions-add = Внести
suppressions-bad-address = Это не адрес почты.
suppressions-there = Этот адрес уже внесён вручную.
suppressions-bad-reason = Напишите причину: её увидят коллеги.
suppressions-remove-ask = Убрать…
suppressions-remove-why = Почему убираете
suppressions-remove = Убрать из списка
suppressions-done-added = Адрес внесён.
suppressions-done-removed = Адрес убран из списка.
suppressions-done-gone = Этой записи в списке уже нет.
suppressions-done-no-reason = Адрес остался в списке: напишите, почему убираете его.
