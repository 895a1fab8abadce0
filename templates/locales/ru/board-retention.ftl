# Удержание клиентов, ABC/XYZ, RFM и списки клиентов за цифрами.

board-retention-title = Удержание клиентов
board-retention-short = Удержание
board-abc-title = ABC и XYZ: кто приносит выручку
board-abc-short = ABC/XYZ
board-rfm-title = RFM: давность, частота, деньги
board-rfm-short = RFM
board-buyers-title = Клиенты за этим числом

board-buyers-empty = Покупок нет: { $days }
board-buyers-empty-words = За эти дни и с таким отбором никто не покупал. Покупки есть за другие дни.
board-buyers-empty-nothing = Покупок ещё нет. Показатели появятся, когда вы загрузите первые.
board-buyers-unheeded = Отбор «{ $name }» относится к ответам, а не к клиентам: здесь он не применён.
board-buyers-currency = Валюта
board-buyers-currencies = Валюты не складываются. Показаны покупки в одной:
board-buyers-minus = У части клиентов возвратов больше, чем покупок: их выручка меньше нуля, а доли остальных в сумме больше 100 %.
board-buyers-customer = Клиент
board-buyers-customers = Клиентов
board-buyers-customers-of = Клиенты, доля
board-buyers-purchases = Покупок
board-buyers-first = Первая покупка
board-buyers-last = Последняя покупка
board-buyers-revenue = Выручка
board-buyers-revenue-of = Выручка, доля
board-buyers-none = Таких клиентов нет
board-buyers-count = { $count ->
    [one] Вошёл { $count } клиент
    [few] Вошли { $count } клиента
   *[other] Вошло { $count } клиентов
}
board-buyers-is-start = Клиенты на начало
board-buyers-is-end = Клиенты на конец
board-buyers-is-new = Новые
board-buyers-is-kept = Остались
board-buyers-is-returned = Вернулись
board-buyers-is-lost = Ушли
board-buyers-is-bought = Покупали
board-buyers-is-buyer = Покупали за эти дни
board-buyers-is-spent = Покупали, валюта
board-buyers-is-cohort = Первая покупка
board-buyers-is-after = Купили снова, месяц после первой покупки:
board-buyers-is-after_quarter = Купили снова, квартал после первой покупки:
board-buyers-is-abc = Класс
board-buyers-is-xyz = Регулярность
board-buyers-is-abc_before = Прежний класс
board-buyers-is-xyz_before = Прежняя регулярность
board-buyers-is-rfm = Группа
board-buyers-is-r = Давность
board-buyers-is-f = Частота
board-buyers-is-m = Деньги
board-buyers-abc-gone = перестали покупать
board-buyers-xyz-gone = перестали покупать
board-buyers-abc_before-new = не было
board-buyers-xyz_before-new = не было
board-buyers-rfm-champions = Лучшие
board-buyers-rfm-loyal = Постоянные
board-buyers-rfm-growing = Растущие
board-buyers-rfm-newcomers = Новички
board-buyers-rfm-cooling = Остывающие
board-buyers-rfm-at_risk = Под угрозой
board-buyers-rfm-sleeping = Спящие
board-buyers-rfm-gone = Потерянные

board-retention-active = Кто считается клиентом
board-retention-active-month = Клиент на дату — кто купил в календарном месяце, который ею заканчивается.
board-retention-active-days = { $days ->
    [one] Клиент на дату — кто купил за { $days } день до неё.
    [few] Клиент на дату — кто купил за { $days } дня до неё.
   *[other] Клиент на дату — кто купил за { $days } дней до неё.
}
board-retention-active-lost = { $days ->
    [one] Клиент на дату — кто молчит меньше { $days } дня: потом он считается ушедшим. Так задано в настройках.
   *[other] Клиент на дату — кто молчит меньше { $days } дней: потом он считается ушедшим. Так задано в настройках.
}
board-retention-active-rhythm = Клиент на дату — чьё молчание короче { $gaps } его обычных промежутков между покупками (у кого меньше трёх покупок — короче { $days } дн.). Так задано в настройках.
board-retention-by-setting = По настройке
board-retention-by-month = По календарному месяцу
board-retention-by-days = За { $days } дн.
board-retention-kept-share = Доля оставшихся
board-retention-none = Рано судить: доля считается от 10 клиентов на начало.
board-retention-of-days = { $days } — целыми календарными месяцами, до последней известной покупки.
board-retention-was = было { $share } из { $count }
board-retention-crr = CRR по формуле
board-retention-crr-note = (конец − новые) ÷ начало. Вернувшиеся входят в конец, поэтому бывает больше 100 %. Сколько осталось на самом деле, говорит доля оставшихся.
board-retention-churn = Отток
board-retention-money = Деньги ушедших за год
board-retention-flows = Как менялась база
board-retention-start = Было на начало
board-retention-lost = Ушли
board-retention-kept = Остались
board-retention-returned = Вернулись
board-retention-new = Новые
board-retention-end = Стало на конец
board-retention-sum = Начало − ушедшие + вернувшиеся + новые = конец. Любое число открывает своих клиентов.
board-retention-start-short = Начало
board-retention-lost-short = Ушли
board-retention-kept-short = Остались
board-retention-kept-rate = Доля оставшихся
board-retention-returned-short = Вернулись
board-retention-new-short = Новые
board-retention-end-short = Конец
board-retention-crr-short = CRR
board-retention-churn-short = Отток
board-retention-money-short = Деньги ушедших
board-retention-months-lead = Выше нуля — клиенты на конец месяца, ниже — ушедшие за месяц.
board-retention-picture = Столбцы по месяцам: остались, вернулись, новые, ушли; те же числа — в таблице под ними.
board-retention-share-picture = Доля оставшихся по месяцам с интервалами; те же числа — в таблице под графиком.
board-retention-goes-on = ещё идёт
board-retention-groups = Различия по группам
board-retention-groups-lead = За весь период. Изменение доли оставшихся — к периоду сравнения, с поправкой на число строк.
board-retention-cohorts = Когорты: кто покупает снова
board-retention-cohorts-by = Когорты по месяцам или кварталам
board-retention-cohorts-by-month = По месяцам
board-retention-cohorts-by-quarter = По кварталам
board-retention-cohorts-lead-month = Клиенты по месяцу первой покупки: какая доля купила в 1-й, 2-й … 12-й месяц после неё, с интервалом 95 % и числом купивших. Когорты меньше пяти скрыты.
board-retention-cohorts-lead-quarter = Клиенты по кварталу первой покупки: какая доля купила в 1-й, 2-й … 12-й квартал после него, с интервалом 95 % и числом купивших. Когорты меньше пяти скрыты.
board-retention-cohorts-none = За эти месяцы никто не купил впервые.
board-retention-cohort = Первая покупка
board-retention-after-month = { $number } мес.
board-retention-after-quarter = { $number } кв.
board-retention-ltv = Сколько приносит клиент за всё время (LTV)
board-retention-ltv-lead = S × C × P × t: средний чек × покупок в месяц × маржа × месяцев жизни. Маржа не указана, поэтому это выручка, а не прибыль.
board-retention-ltv-lead-margin = S × C × P × t: средний чек × покупок в месяц × маржа × месяцев жизни. Маржа { $margin } %.
board-retention-margin = Маржа, %
board-retention-receipt = Средний чек (S)
board-retention-purchases = Покупок в месяц (C)
board-retention-life = Месяцев жизни (t)
board-retention-all = Все
board-retention-definition = Возвраты (сумма не больше нуля) покупками не считаются, но вычитаются из выручки. Новый — кто купил впервые и остался клиентом на конец; вернувшийся — кто покупал раньше, не был клиентом на начало и стал им на конец. Доля оставшихся = остались ÷ начало, отток = ушли ÷ начало; интервал 95 % — по Уилсону. Когорта: купившие в N-й месяц (квартал) после первого ÷ все в когорте; месяц или квартал, который ещё идёт, не считается. CRR — не доля, интервала у него нет. Деньги ушедших = число ушедших × средний чек × ожидаемых платежей за { $months } мес.; чек и частота — самих ушедших, за месяцы от первой до последней покупки включительно. Интервала у денег и LTV нет: это произведения, которые зависят от немногих крупных клиентов. Валюты не складываются. Часовой пояс { $zone }.

board-abc-classes = ABC: по выручке
board-abc-classes-lead = Верхняя полоса — доля клиентов, нижняя — доля выручки.
board-abc-regularity = XYZ: по регулярности
board-abc-regularity-lead = По разбросу промежутков между покупками.
board-abc-class = Класс
board-abc-A = первые 75 % выручки
board-abc-B = следующие 20 %
board-abc-C = последние 5 %
board-abc-X = покупают регулярно
board-abc-Y = нерегулярно
board-abc-Z = купили один раз
board-abc-regular = Регулярно, если разброс не больше, %
board-abc-cells = ABC × XYZ
board-abc-cells-lead = Сколько клиентов и какая выручка на пересечении. Чем больше клиентов, тем гуще фон.
board-abc-moves-abc = Переходы ABC
board-abc-moves-xyz = Переходы XYZ
board-abc-moves-lead = Строки — кем были ({ $before }), столбцы — кем стали. Всего клиентов: { $count }.
board-abc-from-to = Был → стал
board-abc-gone = ушли
board-abc-new = не было
board-abc-in-all = Всего
board-abc-groups = Различия по группам
board-abc-groups-lead = Классы считаются среди всех клиентов, а не внутри строки.
board-abc-definition = Считаются клиенты с покупкой за период; возвраты вычитаются из выручки. ABC: клиенты по убыванию выручки, класс — по доле тех, кто выше: до 75 % — A, до 95 % — B, остальные — C; равные стоят вместе. XYZ: X — стандартное отклонение промежутков до { $regular } % их среднего, Y — больше или промежуток всего один, Z — одна покупка. «Не было» и «ушли» — нет покупок в прежнем или в нынешнем периоде. Часовой пояс { $zone }.

board-rfm-groups = Группы клиентов
board-rfm-groups-lead = По давности и частоте покупок; оценки от 1 до 5.
board-rfm-group = Группа
board-rfm-champions = покупали недавно и часто: R 4–5, F 4–5
board-rfm-loyal = покупают часто, но не на днях: R 3, F 3–5
board-rfm-growing = покупали недавно и не раз: R 4–5, F 2–3
board-rfm-newcomers = покупали недавно и редко: R 4–5, F 1
board-rfm-cooling = покупали давно и редко: R 3, F 1–2
board-rfm-at_risk = покупали часто, но давно: R 1–2, F 4–5
board-rfm-sleeping = покупали не раз, но давно: R 1–2, F 2–3
board-rfm-gone = покупали редко и очень давно: R 1–2, F 1
board-rfm-scores = Давность и частота
board-rfm-scores-lead = R 5 — купили последними, F 5 — покупали чаще всех.
board-rfm-money = Деньги
board-rfm-money-lead = M 5 — пятая часть клиентов с самой большой выручкой.
board-rfm-by = Различия по группам
board-rfm-by-lead = Оценки считаются среди всех клиентов, а не внутри строки.
board-rfm-definition = Считаются клиенты с покупкой за период. R — по дням от последней покупки до конца периода, F — по числу покупок, M — по выручке без возвратов. Оценка = 1 + целая часть от 5 × (у скольких значение меньше) ÷ (всего): у равных значений оценка одна, поэтому пятые части бывают неравными. Часовой пояс { $zone }.
