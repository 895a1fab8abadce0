# Что печатает otklik demo.
demo-founding = Готовим компанию «{ $company }»…
demo-title = Отклик работает: сеть чайных магазинов «{ $company }».
demo-founded =
    { $answers ->
        [one] Компания создана: { $answers } ответ
        [few] Компания создана: { $answers } ответа
       *[other] Компания создана: { $answers } ответов
    } и { $complaints ->
        [one] { $complaints } обращение за два года.
        [few] { $complaints } обращения за два года.
       *[other] { $complaints } обращений за два года.
    }
demo-was-there = Компания уже создана, всё сохранено с прошлого запуска.
demo-desk = Обращения
demo-board = Отчёты
demo-mailbox = Письма
demo-form = Анкета покупателя
demo-password = Пароль у всех один
demo-stop = Остановить всё: Ctrl-C.
