# Слова, общие для всех страниц.

month-of-date = { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
}
month-name = { $month ->
    [1] январь
    [2] февраль
    [3] март
    [4] апрель
    [5] май
    [6] июнь
    [7] июль
    [8] август
    [9] сентябрь
    [10] октябрь
    [11] ноябрь
   *[12] декабрь
}
month-short = { $month ->
    [1] янв.
    [2] фев.
    [3] март
    [4] апр.
    [5] май
    [6] июнь
    [7] июль
    [8] авг.
    [9] сен.
    [10] окт.
    [11] нояб.
   *[12] дек.
}
span-minutes = { $count } мин
span-hours = { $count } ч
span-days = { $count } дн.

frame-product = Отклик
frame-skip = К содержанию
frame-desk = Жалобы
frame-customers = Клиенты
frame-team = Команда
frame-board = Отчёты
frame-mailbox = Почта демо
frame-sign-out = Выйти
frame-navigation = Основные разделы
frame-account = Учётная запись
frame-language-ru = Русский
frame-language-en = English
frame-theme = Светлая или тёмная тема

role-admin = администратор
role-lead = руководитель смены
role-handler = специалист
role-executive = руководитель

sign-in-title = Вход
sign-in-lead = Отклик: отзывы, жалобы и показатели
sign-in-email = Электронная почта
sign-in-password = Пароль
sign-in-submit = Войти
sign-in-wrong = Почта или пароль не подходят. Проверьте раскладку и попробуйте ещё раз.
sign-in-throttled = Слишком много попыток входа. Подождите { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[many] { $minutes } минут
} и попробуйте снова.

failure-not-found = Такой страницы нет
failure-not-found-body = Возможно, адрес набран с ошибкой или запись удалена.
failure-forbidden = Этот раздел вам не открыт
failure-forbidden-body = Если он нужен для работы, попросите администратора изменить вашу роль.
failure-away = База данных сейчас не отвечает
failure-away-body = Ничего не потеряно. Попробуйте ещё раз через полминуты.
failure-fault = На сервере произошла ошибка
failure-fault-body = Мы записали её под номером { $request }. Если она повторится, назовите этот номер администратору.
failure-bad-request = Запрос не удалось прочитать
failure-bad-request-body = Вернитесь назад, обновите страницу и попробуйте ещё раз.
failure-too-large = Слишком большой запрос
failure-too-large-body = Ничего не сохранено. Вернитесь к форме: написанное обычно остаётся в ней. Сократите текст или выберите файл поменьше.
failure-back = Вернуться к форме
failure-stale = Страница устарела
failure-stale-body = Вы вышли или вошли заново в другой вкладке. Вернитесь назад, обновите страницу и повторите: ничего не изменилось.
failure-stale-unsent = Вы вышли или вошли заново в другой вкладке. Ничего не отправлено. Вот что вы набрали: скопируйте текст и вставьте его на странице, открытой заново.
failure-signed-out = Сеанс закончился
failure-signed-out-unsent = Ничего не отправлено. Вот что вы набрали: скопируйте текст, войдите и вставьте его снова.
failure-typed = Набранный текст
failure-anew = Открыть страницу заново
failure-home = На главную

severity-low = низкая
severity-normal = обычная
severity-high = высокая
severity-critical = критическая

state-new = новая
state-in_progress = в работе
state-waiting_for_customer = ждём клиента
state-resolved = решена
state-closed = закрыта
state-rejected = отклонена
state-duplicate = повтор

pages-name = Страницы списка
pages-next = Дальше
pages-first = В начало
