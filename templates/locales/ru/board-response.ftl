# Отклик на опросы и слова клиентов.

board-response-title = Отклик: кто отвечает на опросы
board-response-short = Отклик
board-response-rate = Доля ответивших
board-response-rate-short = Доля
board-response-nobody = За эти дни никому не отправили ни одного опроса.
board-response-few = Рано судить: доля считается от 10 отправленных.
board-response-of = { $count ->
    [one] из { $count } отправленного приглашения
   *[other] из { $count } отправленных приглашений
}
board-response-before = { $share } из { $count ->
    [one] { $count } отправленного
   *[other] { $count } отправленных
}
board-response-low = Отвечает меньше { $share } приглашённых. Те, кто промолчал, могут думать иначе: сверьтесь с таблицами «Чей это голос» внизу страницы.
board-response-wait = Половина ответов приходит не позже чем через { $median }
board-response-wait-90 = Девять из десяти — не позже чем через { $late }.
board-response-way = От приглашения до ответа
board-response-way-lead = Каждый шаг считает всех, кто до него дошёл. «Открыли» — оценка: почтовые программы прячут открытия и открывают письма сами; явных роботов мы отсеяли. Полоса — доля от назначенных с её интервалом 95 %; проценты рядом — доля от предыдущего шага, под ней — её интервал.
board-response-of-before = { $share } от предыдущего шага
board-response-trend-picture = График доли ответивших с интервалами; те же числа — в таблице под ним.
board-response-kinds = По опросам и способам отправки
board-response-kinds-lead = Доля — ответившие среди отправленных. Под каждым числом — доля от предыдущего шага и её интервал 95 %. Любое число открывает свои приглашения.
board-response-roads = Чем отправлено
board-response-groups = Доля ответивших по группам
board-response-beside = Что ещё было с приглашениями
board-response-beside-lead = Вошло или нет в путь выше: возвраты — отправлены, но не доставлены; отзывы ответа — начаты, но не завершены.
board-response-what = Что произошло
board-response-invitations = Приглашений
board-response-definition = Приглашение относится ко дню, на который назначена отправка (часовой пояс { $zone }). Доля ответивших = ответившие ÷ отправленные, доля шага = дошедшие до него ÷ дошедшие до предыдущего; ответ, который клиент отозвал, не считается. Ответы по ссылке в магазине или на сайте считаются отдельно: туда никого не приглашали. Интервалы долей — по Уилсону, 95 %; изменение — критерий двух долей, в разрезах с поправкой Холма. От 5 до 9 отправленных показаны только количества.

board-stage-planned = Назначено
board-stage-sent = Отправлено
board-stage-delivered = Доставлено
board-stage-opened = Открыли
board-stage-started = Начали
board-stage-completed = Ответили
board-road-letter = Письмо
board-road-link = Ссылка или QR-код, выданные списком

board-beside-bounced = Письмо вернулось
board-beside-reminded = Отправлено напоминание
board-beside-waiting = Ещё ждут ответа
board-beside-expired = Срок вышел, ответа нет
board-beside-unsubscribed = После них клиент отказался от писем
board-beside-withdrawn = Ответ отозван клиентом
board-beside-revoked = Отменены до ответа
board-beside-robots = Ссылку открывал робот
board-beside-own = Открыли опрос сами: в магазине или на сайте
board-beside-own-completed = Из них ответили
board-robot-visits = { $count ->
    [one] отсеяно { $count } посещение
    [few] отсеяно { $count } посещения
   *[other] отсеяно { $count } посещений
}

board-heard-segment = Чей это голос: сегменты
board-heard-value_class = Чей это голос: классы по выручке
board-heard-store = Чей это голос: магазины
board-heard-lead = Кто покупал за эти дни, кого из них спросили и кто ответил. Магазин — последней покупки. Разница — доля среди ответивших минус доля среди покупателей, в процентных пунктах.
board-heard-bought = Покупали
board-heard-asked = Спросили
board-heard-answered = Ответили
board-heard-of-buyers = Доля среди покупателей
board-heard-of-answers = Доля среди ответивших
board-heard-gap = Разница
board-heard-differs = Ответившие не похожи на всех покупателей: { $list }. Общие цифры смещены в их сторону.
board-heard-more = группы «{ $name }» среди ответивших на { $points } п. п. больше
board-heard-less = группы «{ $name }» среди ответивших на { $points } п. п. меньше
board-heard-alike = Ответившие похожи на всех покупателей: разница меньше трёх пунктов или в пределах случайной.
board-heard-few = Ответивших слишком мало, чтобы сравнить их с покупателями.
board-heard-test = Хи-квадрат Пирсона: p { $p }; V Крамера = { $v } (0 — состав одинаков, 1 — совсем разные люди).

board-invitations-title = Приглашения за этим числом
board-invitations-count = { $count ->
    [one] Вошло { $count } приглашение
    [few] Вошли { $count } приглашения
   *[other] Вошло { $count } приглашений
}
board-invitations-none = Таких приглашений нет
board-invitations-planned = назначено на { $moment }
board-road-store = Ссылка в магазине
board-road-page = Страница заказа

board-comments-title = Комментарии: что говорят клиенты
board-comments-short = Комментарии
board-comments-places = Где сказано
board-place-comment = В ответах
board-place-bring_back = Что вернуло бы
board-place-departure = При уходе
board-comments-search = Слова
board-comments-search-hint = доставка курьером
board-comments-group = Кто говорит
board-comments-everybody = Все
board-comments-find = Найти
board-comments-count = { $count ->
    [one] { $count } комментарий
    [few] { $count } комментария
   *[other] { $count } комментариев
}
board-comments-newest = слово встречается часто: показаны находки среди { $most } самых новых
board-comments-meaningless = Такие слова есть почти в каждом комментарии. Добавьте что-нибудь поточнее.
board-comments-none = Таких комментариев нет
board-comments-none-words = Попробуйте другое слово: подойдёт любая его форма, русская или английская.
board-comments-definition = Слова ищутся во всех формах: «доставка» найдёт и «доставку». Порядок — от новых к старым (часовой пояс { $zone }). Слова и пары слов выделены, если встречаются заметно чаще или реже, чем в остальных комментариях: логарифм отношения шансов с априорным распределением Дирихле (Монро, Коларези, Куинн, 2008), отклонение больше двух стандартных ошибок и не меньше 5 комментариев. Из многих слов какие-то выделятся и случайно. Доля слова = комментарии с ним ÷ все комментарии этой стороны, под ней интервал 95 % по Уилсону; если комментариев меньше 10, доли не показаны. Для сравнения берутся не больше { $most } самых новых комментариев с каждой стороны. Почта и телефоны скрыты от тех, кто не работает с жалобами.
board-themes-days = { $here ->
    [one] Сравниваем { $here } комментарий
    [few] Сравниваем { $here } комментария
   *[other] Сравниваем { $here } комментариев
} этого периода с комментариями других дней при том же отборе ({ $rest }).
board-themes-others = { $here ->
    [one] Сравниваем { $here } комментарий
    [few] Сравниваем { $here } комментария
   *[other] Сравниваем { $here } комментариев
} с остальными за те же дни ({ $rest }).
board-themes-jump = Какие слова выделяются
board-themes-alone = Комментариев: { $here }. Сравнить не с чем: других нет.
board-themes-cut = Всего их { $of }; взяты самые новые.
board-themes-more = Говорят чаще обычного
board-themes-less = Говорят реже обычного
board-themes-frequent = Самые частые слова
board-themes-none = Ничего не выделяется: слов с пятью и больше комментариями нет или отличия случайны.
board-themes-word = Слова
board-themes-count = Сколько
board-themes-share = Доля
board-themes-rest = У остальных

settings-reports = Отчёты
reports-title = Отчёты: что видно руководителям
reports-lead = Руководители видят цифры и слова клиентов, но не самих клиентов. Менеджеры, которые работают с жалобами, видят клиентов всегда.
reports-comments = Комментарии в отчётах
reports-comments-nobody = Без имён: почта и телефоны в тексте скрыты
reports-comments-names = С именем клиента и полным текстом
reports-save = Сохранить
reports-done = Сохранено.
