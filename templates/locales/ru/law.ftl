# Сроки по закону и сообщения о сроках: карточка жалобы, список сообщений, настройки.

law-length-calendar_days = { $count ->
    [one] { $count } календарный день
    [few] { $count } календарных дня
   *[many] { $count } календарных дней
}
law-length-working_days = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
   *[many] { $count } рабочих дней
}
law-length-months = { $count ->
    [one] { $count } месяц
    [few] { $count } месяца
   *[many] { $count } месяцев
}
law-unit-calendar_days = календарные дни
law-unit-working_days = рабочие дни
law-unit-months = месяцы
law-unconfirmed = нужно подтверждение юриста
law-confirmed = подтверждено юристом

law-claims = Требования по закону
law-never-paused = Эти сроки идут всегда, в том числе пока мы ждём клиента.
law-last-day = последний день — { $day }
law-why = { $law }, { $article }: { $length } после { $day }
law-meet = Выполнено
law-resume = Ещё не выполнено
law-withdraw = Внесено по ошибке
law-met = выполнено { $at }
law-met-late = выполнено с опозданием, { $at }
law-ended = жалоба завершена { $at }
law-ended-late = жалоба завершена с опозданием, { $at }

law-claim = Требование по закону
law-claim-hint = Срок считается со следующего дня после требования. Если нерабочим оказался последний день, срок кончается в ближайший рабочий.
law-demanded = Когда клиент предъявил требование
law-kinds = Чего он требует; можно отметить несколько
law-claim-submit = Запустить срок
law-problem-over = Жалоба уже завершена. Чтобы внести требование, откройте её снова.
law-problem-date = Дата требования не может быть в будущем или старше трёх лет.
law-problem-unknown = Такого требования у этой жалобы нет.
law-hint = Похоже, клиент просит прекратить обработку его данных или больше не писать. У такой просьбы свой срок по закону. Запустить его?

law-told-added = Требование по закону: { $title }, предъявлено { $demanded }, последний день — { $due }
law-told-moved = Срок требования «{ $title }» пересчитан: { $was } → { $due }
law-told-met = Требование выполнено: { $title }
law-told-resumed = Требование снова не выполнено: { $title }, последний день — { $due }
law-told-withdrawn = Требование внесено по ошибке и снято: { $title }
law-told-ended = Срок требования остановлен вместе с жалобой: { $title }
law-told-runs = Срок требования снова идёт: { $title }, последний день — { $due }
law-told-approaching = Скоро срок. { $clock }: { $due }.
law-told-missed = Срок прошёл. { $clock }: { $due }.
law-told-whom = Сообщили: { $people }.
law-told-at = сообщено { $at }
law-clock-first_answer = Первый ответ
law-clock-resolution = Решение
law-clock-claim = Требование по закону
law-clock-of-claim = По закону: { $title }

law-bell = { $count ->
    [0] Сроки: новых сообщений нет
    [one] Сроки: { $count } новое сообщение
    [few] Сроки: { $count } новых сообщения
   *[many] Сроки: { $count } новых сообщений
}
law-alerts = Сообщения о сроках
law-no-alerts = Сообщений о сроках нет
law-no-alerts-body = Здесь появятся сроки ваших жалоб, которые скоро наступят или уже прошли. Насколько заранее о них сообщать, решает администратор.
law-stage-approaching = Скоро срок
law-stage-missed = Срок прошёл
law-seen = Просмотрено
law-all-seen = Отметить все просмотренными

law-terms = Сроки по закону
law-lead = Сколько времени закон даёт на каждое требование. Такие сроки идут всегда и считаются по пятидневной неделе с праздниками и переносами из календаря, даже если компания работает иначе. Список составлен по открытым источникам: пусть каждую строку подтвердит ваш юрист.
law-to-confirm = { $count ->
    [one] { $count } срок ещё не подтверждён юристом.
    [few] { $count } срока ещё не подтверждены юристом.
   *[many] { $count } сроков ещё не подтверждены юристом.
}
law-running = { $count ->
    [one] идёт { $count } срок
    [few] идут { $count } срока
   *[many] идёт { $count } сроков
}
law-off = не предлагается
law-source = Источник
law-certainty-seen = текст закона или ведомства прочитан
law-certainty-agreed = вторичные источники сходятся
law-certainty-memory = по памяти, нужно проверить
law-changed = изменено вами
law-confirmed-by = Подтверждено юристом { $at }; отметка сделана: { $who }.
law-confirm = Юрист подтвердил
law-unconfirm = Снять подтверждение
law-switch-on = Снова предлагать
law-switch-off = Больше не предлагать
law-change-hint = Если изменить закон, статью или срок, подтверждение юриста снимется.
law-field-title_ru = Требование по-русски
law-field-title_en = Требование по-английски
law-field-law = Закон
law-field-article = Статья
law-field-amount = Срок
law-field-unit = В чём считать
law-field-note_ru = Примечание по-русски
law-field-note_en = Примечание по-английски
law-field-source = Источник
law-save = Сохранить
law-add = Добавить свой срок
law-add-submit = Добавить
law-done = Сохранено. Незавершённые требования пересчитываются.
law-problem-fields = Проверьте поля: { $fields }. Тексты — до 300 знаков, срок — от 1 до 730.
law-problem-there = Такой срок по этой статье уже есть.
law-problem-policy = Проверьте отмеченное поле: доля — от 1 до 90, минуты — от 1 до 10 000, рабочие дни — от 1 до 30.
law-policy = Когда сообщать о сроках
law-policy-lead = Заранее узнаёт ответственный, о прошедшем сроке — ещё и руководители. О каждом сроке сообщаем дважды: заранее и когда он прошёл, письмом и в разделе под колокольчиком. О сроках компании — в рабочие часы, о сроках по закону — сразу.
law-policy-share_percent = За сколько до срока, % от него
law-policy-least_minutes = Но не меньше, рабочих минут
law-policy-legal_working_days = До срока по закону, рабочих дней
