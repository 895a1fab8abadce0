# Отчёт «Почему уходят» и список уходов.

board-reasons-title = Почему уходят клиенты
board-reasons-short = Почему уходят
board-departures-title = Уходы за этим числом

board-reasons-empty = Никто не ушёл: { $days }
board-reasons-empty-words = За эти дни и с таким отбором уходов нет. Они есть за другие дни.
board-reasons-empty-nothing = Уходов пока нет. Они появятся из файла, по отметке сотрудника или когда клиент долго не покупает.

board-reasons-left = Ушло клиентов
board-reasons-left-column = Ушли
board-reasons-lost = Потеряно денег
board-reasons-currencies = Разные валюты не складываются.
board-reasons-without-money = { $count ->
    [one] ушёл до первой покупки: потерю не посчитать
   *[other] ушли до первой покупки: потерю не посчитать
}
board-reasons-horizon = За сколько месяцев считать потерю
board-reasons-count = Пересчитать
board-reasons-no-change = Сравнить не с чем: уходов слишком мало ({ $days }).
board-preventable = Можно ли было удержать
board-preventable-yes = Можно было
board-preventable-partly = Отчасти
board-preventable-no = Нельзя было
board-preventable-unknown = Неизвестно
board-preventable-short-yes = можно было удержать
board-preventable-short-partly = отчасти можно было удержать
board-preventable-short-no = удержать было нельзя
board-preventable-short-unknown = неизвестно, можно ли было удержать
board-reasons-none-known = Причина не известна ни по одному уходу.
board-reasons-of-known = { $count ->
    [one] Из { $number } ушедшего с известной причиной.
   *[other] Из { $number } ушедших с известной причиной.
}
board-reasons-returned = Вернулись
board-reasons-days-away = { $count ->
    [one] половина — не позже чем через { $count } день
    [few] половина — не позже чем через { $count } дня
   *[other] половина — не позже чем через { $count } дней
}
board-reasons-unknown = Причина неизвестна
board-reasons-unknown-short = Неизвестно
board-source-import = Из файла
board-source-staff = Отметил сотрудник
board-source-silence = Перестали покупать
board-source-api = Из другой программы

board-reasons-pareto = Главные причины
board-reasons-pareto-lead = Слева — доля причины среди уходов с известной причиной, справа — сколько вместе с теми, что выше.
board-reasons-pareto-whisker = Отрезок на полосе — интервал 95 %.
board-reasons-pareto-count = Причины ухода по числу клиентов, с накоплением; те же числа — в таблице ниже.
board-reasons-pareto-money = Причины ухода по потерянным деньгам, с накоплением; те же числа — в таблице ниже
board-reasons-together = вместе
board-reasons-ranked = По чему упорядочить
board-reasons-ranked-count = По числу ушедших
board-reasons-ranked-money = По деньгам
board-reasons-few = Уходов с известной причиной слишком мало: доли считаются от 10.
board-reasons-no-money = Потерю не посчитать: покупок до ухода не было.
board-reasons-others = { $count ->
    [one] Ещё { $count } причина
    [few] Ещё { $count } причины
   *[other] Ещё { $count } причин
}
board-reasons-category-only = { $category }: точнее неизвестно
board-reasons-table = Причины подробно
board-reasons-table-lead = Доля — среди уходов с известной причиной. Изменение доли — к периоду сравнения, с поправкой на число строк. Любое число открывает свои уходы.
board-reasons-reason = Причина
board-reasons-share = Доля
board-reasons-shown = Из тех, кто её видел
board-reasons-of = из
board-reasons-money = Потеря
board-reasons-steps = Во времени
board-reasons-points = { $points } п. п.

board-reasons-trend-lead = Сколько клиентов ушло. Как менялись причины — в таблице.
board-reasons-trend-picture = Столбцы: сколько клиентов ушло в каждый отрезок времени; те же числа — в таблице под ними.
board-reasons-groups = Где теряем
board-reasons-groups-lead = Сначала группы, откуда ушли больше. Изменение — доли тех, кого можно было удержать.
board-reasons-preventable-share = Можно было удержать
board-reasons-competitors = К кому уходят
board-reasons-competitors-lead = Одно название в разном написании — одна строка.
board-reasons-competitors-none = Конкурентов никто не назвал.
board-reasons-competitor = Конкурент
board-reasons-bring-back = Что вернуло бы
board-reasons-bring-back-lead = Словами ушедших, сначала новые.
board-reasons-bring-back-none = Об этом пока никто не написал.
board-reasons-bring-back-all = Здесь не все. Всего написали
board-reasons-bring-back-count = Написали

board-reasons-definition = Уход считается по дню, когда клиент ушёл (часовой пояс { $zone }); ушедший дважды считается дважды. Потеря: всё, что клиент потратил после прежнего ухода и до этого (возвраты вычтены), делим на календарные месяцы от первой покупки до последней включительно и умножаем на { $months } мес. Валюты не складываются. Причина — главная из опроса ушедших; если её нет или это «другое» — та, что известна компании.
board-reasons-definition-shares = «Из тех, кто её видел» — доля назвавших причину главной среди тех, кому её показали в опросе. Интервалы 95 % — по Уилсону; доли считаются от 10 уходов. «Вернулись» — купили снова до сегодняшнего дня: у ушедших недавно времени было меньше. Изменение числа уходов сверяется с тем, как они легли бы по дням случайно; изменение долей — критерий «N−1» для двух долей с поправкой Холма.

board-departures-count = { $count ->
    [one] Вошёл { $count } уход
    [few] Вошли { $count } ухода
   *[other] Вошло { $count } уходов
}
board-departures-none = Таких уходов нет
board-departures-by-customer = причину назвал клиент
board-departures-note = Что известно компании
board-departures-field-reason = Причина
board-departures-field-reason-category = Причина
board-departures-field-preventable = Можно ли было удержать
board-departures-field-source = Откуда известно
board-departures-field-competitor = Конкурент
board-departures-field-bring-back = Что вернуло бы
board-departures-field-returned = Вернулись
board-departures-field-months = Покупки до ухода
board-departures-field-shown = Видели причину
board-departures-field-shown-category = Видели причину
board-departures-field-said = Назвали главной
board-departures-field-said-category = Назвали главной
board-departures-code = Какая это причина
board-departures-say = Указать причину
board-departures-choose = Выберите причину
board-departures-put = Записать
board-departures-coded = Причину указал сотрудник: { $who }.
board-departures-undo = Отменить
board-departures-done = Причина записана: { $reason }. В отчёт она попадёт через секунду.
board-departures-undone = Отменено. Причина теперь: { $reason }.
board-departures-unknown-reason = Такой причины в списке больше нет. Выберите другую.
board-departures-meanwhile = Запись изменилась, пока вы выбирали. Ниже — как она выглядит сейчас.
board-departures-back = Назад к списку

churn-horizon = Сколько денег теряем с клиентом
churn-horizon-lead = Отчёт «Почему уходят» считает потерянными платежи за столько месяцев. Читатель отчёта может выбрать другой срок.
churn-field-months = Срок, месяцев
