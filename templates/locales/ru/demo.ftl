# Что печатает otklik demo.
demo-founding = Готовим компанию «{ $company }»…
demo-counting = Считаем показатели для отчётов…
demo-title = Отклик работает: сеть чайных магазинов «{ $company }».
demo-founded =
    { $answers ->
        [one] Компания создана: { $answers } ответ
        [few] Компания создана: { $answers } ответа
       *[other] Компания создана: { $answers } ответов
    } и { $complaints ->
        [one] { $complaints } жалоба за два года.
        [few] { $complaints } жалобы за два года.
       *[other] { $complaints } жалоб за два года.
    }
demo-was-there = Компания уже создана, всё сохранено с прошлого запуска.
demo-desk = Жалобы
demo-board = Отчёты
demo-mailbox = Почта демо
demo-form = Анкета клиента
demo-password = Пароль у всех один
demo-stop = Остановить всё: Ctrl-C.
