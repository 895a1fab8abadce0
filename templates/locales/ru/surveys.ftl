# Настройка опросов: что и когда спрашиваем.

surveys-title = Опросы
surveys-lead = О чём и когда мы спрашиваем клиентов. Новые правила действуют сразу, в том числе для тех, кто уже ждёт своего письма. Кого спросили или решили не спрашивать, того они не касаются.
surveys-done-saved = Правила сохранены.
surveys-done-restored = Вернулись исходные правила.
surveys-refused = Ничего не сохранено: исправьте отмеченные поля.
surveys-problem = В базе записаны правила, по которым нельзя работать, поэтому опрос стоит: { $problem }. Ниже исходные правила; сохраните их или свои.
surveys-shared = Правила для всех опросов
surveys-save = Сохранить
surveys-restore = Вернуть исходные
surveys-unchanged = Действуют исходные правила.
surveys-changed = Последнее изменение: { $at }, { $who }.
surveys-changed-by-command = Последнее изменение: { $at }, программа.

surveys-on = Спрашивать
surveys-quiet_days = Перерыв между опросами, дней
surveys-sending_from = Отправлять с (час)
surveys-sending_to = Отправлять до (час)
surveys-days-of-week = По каким дням отправлять
surveys-day-mon = понедельник
surveys-day-tue = вторник
surveys-day-wed = среда
surveys-day-thu = четверг
surveys-day-fri = пятница
surveys-day-sat = суббота
surveys-day-sun = воскресенье
surveys-delay_days = Спросить через, дней
surveys-window_days = Но не позже чем через, дней
surveys-reminder_days = Напомнить через, дней
surveys-expiry_days = Ссылка действует, дней

surveys-moment-purchase = Считаем от доставки, а если она неизвестна, от покупки.
surveys-moment-relationship = Считаем от первой покупки, потом от прошлого такого опроса.
surveys-moment-exit = Считаем от дня ухода.
surveys-moment-resolution = Считаем от решения жалобы.
surveys-hint-reminder_days = Пусто: не напоминать.

surveys-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}
surveys-asks = Спрашиваем: { $questions }.
surveys-question-still_here = «Я всё ещё с вами»
surveys-question-solved = решён ли вопрос
surveys-question-reasons = причины ухода
surveys-question-competitor = к кому ушли
surveys-question-bring_back = что вернёт
surveys-question-nps = готовность рекомендовать
surveys-question-satisfaction = общая удовлетворённость
surveys-question-ratings = оценки по параметрам
surveys-question-heard_from = откуда узнали о нас
surveys-question-wallet_share = доля покупок у нас
surveys-question-comment = своими словами
surveys-question-contact_me = просьба связаться

surveys-next-shared = Никто не получит двух опросов чаще чем раз в { $quiet }; на опросы об уходе и о решённой жалобе это правило не действует. Часы и дни считаем по часовому поясу клиента, а если он неизвестен, по поясу { $zone }.
surveys-next-off = Опрос выключен: никого не спрашиваем.
surveys-next-purchase = Письмо уйдёт через { $delay } после доставки или покупки. Если за { $window } отправить его не удалось, об этой покупке уже не спросим.
surveys-next-relationship = Письмо уйдёт через { $delay } после первой покупки, следующее ещё через { $delay }, и так пока клиент покупает.
surveys-next-inactive = Письмо уйдёт, если { $inactive } нет покупок. После { $lost } без покупок клиент считается ушедшим, и о молчании уже не спросим.
surveys-next-inactive-rhythm = Письмо уйдёт, когда перерыв в покупках станет длиннее обычного для клиента в { $inactive_gaps ->
    [one] { $inactive_gaps } раз
    [few] { $inactive_gaps } раза
   *[many] { $inactive_gaps } раз
}, а когда станет длиннее в { $lost_gaps ->
    [one] { $lost_gaps } раз
    [few] { $lost_gaps } раза
   *[many] { $lost_gaps } раз
}, клиент считается ушедшим, и о молчании уже не спросим. Для тех, кто покупал реже { $least } раз, эти сроки: { $inactive } и { $lost }.
surveys-inactive-where = Изменить эти сроки
surveys-inactive-problem = В базе записано такое определение молчания, по которому нельзя работать, поэтому этот опрос и опрос об отношениях стоят: { $problem }. Исправить его можно по ссылке ниже.
surveys-next-exit = Письмо уйдёт через { $delay } после ухода. Если за { $window } отправить его не удалось, о причинах уже не спросим.
surveys-next-resolution = Письмо уйдёт через { $delay } после решения жалобы. Если за { $window } отправить его не удалось, об этой жалобе уже не спросим.
surveys-next-staff = Сотрудников спрашиваем только по команде otklik invite --kind staff и не чаще чем раз в { $quiet }.
surveys-then-reminder = Кто не ответит, через { $reminder } получит одно напоминание. Ответить можно { $expiry }.
surveys-then = Напоминания не будет. Ответить можно { $expiry }.

surveys-error-number = Нужно целое число от { $least } до { $most }.
surveys-error-window = Срок должен быть больше, чем ожидание перед письмом.
surveys-error-reminder = Напоминание должно прийти раньше, чем перестанет действовать ссылка.
surveys-error-hours = Конец должен быть позже начала.
surveys-error-days = Выберите хотя бы один день.
