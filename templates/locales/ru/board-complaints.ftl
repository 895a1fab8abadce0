# Отчёт о жалобах и о том, остались ли клиенты.

board-complaints-title = Жалобы: сколько, почему и как быстро
board-complaints-short = Жалобы
board-complaints-rows = Жалобы за этим числом
board-complaints-rows-count = { $count ->
    [one] Вошла { $count } запись
    [few] Вошли { $count } записи
   *[other] Вошло { $count } записей
}
board-complaints-rows-none = Таких жалоб нет
board-complaints-opened-on = поступили: { $days }
board-complaints-ended-on = закончены: { $from } – { $till }
board-complaints-open-after = ещё открыты вечером: { $day }
board-complaints-line-opened = поступила { $day }
board-complaints-line-ended = закончена { $day }

board-complaints-opened = Поступило за период
board-complaints-ended = Закончено за период
board-complaints-open = Открыто сейчас
board-complaints-reopened = Вернулись в работу
board-complaints-age = Половина ждёт дольше { $median }, каждая десятая — дольше { $tenth }
board-complaints-none = Рано судить: показатель считается от 10 жалоб.
board-complaints-small-base = мало данных
board-complaints-too-few = Слишком мало данных
board-complaints-empty = Жалоб нет: { $days }
board-complaints-empty-words = За эти дни и с таким отбором жалоб не было. Жалобы есть за другие дни.
board-complaints-empty-nothing = Никто ещё не пожаловался. Показатели появятся с первыми жалобами.
board-complaints-of = из
board-complaints-came = Поступило
board-complaints-went = Закончено
board-complaints-left = Открыто на конец
board-complaints-open-column = Открыто
board-complaints-count-column = Жалоб
board-complaints-share-column = Доля
board-complaints-together = Нарастающим итогом

board-complaints-answer = До первого ответа
board-complaints-solving = До решения
board-complaints-answer-counted = Получили первый ответ:
board-complaints-solving-counted = Закончены за период:
board-complaints-answer-judged = ответ дан или просрочен
board-complaints-solving-judged = решение есть или просрочено
board-complaints-median = половина быстрее, половина медленнее; с надёжностью 95 % — { $interval }
board-complaints-no-interval = половина быстрее, половина медленнее; для интервала жалоб мало
board-complaints-tenth = Девять из десяти укладываются в
board-complaints-wall = По календарю, с ночами и выходными
board-complaints-wall-tenth = Девять из десяти по календарю
board-complaints-in-time = В срок
board-complaints-answer-in-time = Первый ответ в срок
board-complaints-solving-in-time = Решение в срок
board-complaints-solving-median = До решения, медиана
board-complaints-minutes = { $count } мин
board-complaints-hours = { $count } ч
board-complaints-days = { $count } дн.
board-complaints-points = { $count } п. п.

board-complaints-trend-lead = Сверху — сколько жалоб поступило и закончено, снизу — сколько осталось открыто к концу шага.
board-complaints-trend-picture = Графики поступивших, законченных и открытых жалоб; те же числа — в таблице под ними.
board-complaints-ages = Как давно ждут открытые
board-complaints-ages-lead = Все жалобы, открытые сейчас, по числу дней с поступления; выбранный период здесь не важен.
board-complaints-age-column = Ждут
board-complaints-ages-from = от { $from } до { $to } дн.
board-complaints-ages-over = { $from } дн. и дольше
board-complaints-groups-lead = Сначала группы, где жалоб больше. Изменение — числа поступивших к периоду сравнения, с поправкой на число строк.
board-complaints-by-owner = По сотрудникам
board-complaints-by-owner-lead = За кем жалоба числится сейчас. Кому достались трудные жалобы, у того и сроки хуже: это не оценка человека.
board-complaints-by-source = Откуда приходят
board-complaints-by-source-lead = Опрос, почта, телефон или личное обращение.
board-complaints-by-severity = По срочности
board-complaints-by-severity-lead = У каждой срочности свои сроки ответа и решения.
board-complaints-column-owner = Сотрудник
board-complaints-column-source = Источник
board-complaints-column-severity = Срочность
board-complaints-nobody = никто не взял

board-complaints-causes = Из-за чего жаловались
board-complaints-causes-lead = Причины жалоб, законченных за период. Верхние строки дают бо́льшую часть.
board-complaints-cause-column = Причина
board-complaints-no-cause = причина не указана
board-complaints-resolutions = Чем закончилось
board-complaints-resolutions-lead = Решения по жалобам, законченным за период.
board-complaints-resolution-column = Решение
board-complaints-no-resolution = решение не указано
board-complaints-none-ended = За эти дни жалоб не закончили.
board-complaints-paid = Компенсации
board-complaints-paid-lead = По жалобам, законченным за период. Разные валюты не складываются.
board-complaints-paid-none = По законченным за эти дни жалобам денег не выплачивали.
board-complaints-currency = Валюта
board-complaints-paid-total = Всего
board-complaints-paid-median = Медиана

board-complaints-definition = Повторы (жалобы, присоединённые к другой) не считаются. Поступившие и время до первого ответа — по дню поступления; законченные, время до решения, причины, решения и компенсации — по дню окончания (часовой пояс { $zone }). Время рабочее, по действующему календарю компании; пока ждём клиента и пока жалоба закрыта, оно не идёт. «В срок» — доля пришедших к сроку среди тех, где ответ дан или уже просрочен.
board-complaints-definition-tests = Интервалы 95 %: для медиан и девятых десятых — по порядковым статистикам, для долей — по Уилсону. Изменения: числа жалоб сравниваются точным условным критерием для двух пуассоновских чисел, доли — критерием двух долей, времена — критерием Манна — Уитни (разность — между медианами); везде поправка Холма. Меньше 10 жалоб — только количества, меньше 30 — отметка «мало данных».

board-kept-title = Остались ли клиенты после жалобы
board-kept-lead = Кто из недовольных купил снова за 90 дней и на сколько: жалобу решили, жалобу не решили, не жаловались, хотя были так же недовольны.
board-kept-window = Прослежены: { $days }.
board-kept-window-moved = За последние 90 дней судить рано, поэтому взяты более ранние дни, не меньше года.
board-kept-drawn-complained = Жаловавшихся больше { $most }: посчитана случайная выборка.
board-kept-drawn-silent = Не жаловавшихся больше { $most }: посчитана случайная выборка.
board-kept-nobody = За эти дни проследить некого: нужны жалобы или низкие оценки, после которых прошло 90 дней.
board-kept-groups = Кто купил снова
board-kept-groups-lead = Каждый клиент — в одной группе. Деньги — в среднем на клиента группы, считая тех, кто ничего не купил; возвраты вычтены, валюты не складываются.
board-kept-group-column = Группа
board-kept-customers = Клиентов
board-kept-bought = Купили снова
board-kept-not-bought = Не купили
board-kept-share = Доля
board-kept-money = Деньги на клиента
board-kept-in-all = всего { $money }
board-kept-solved = Жалобу решили
board-kept-unsolved = Жалобу не решили
board-kept-silent = Не жаловались
board-kept-with-unsolved = Решили или не решили
board-kept-with-silent = Решили или не жаловались
board-kept-verdict-more_often = Клиенты с решённой жалобой покупают снова чаще: разница больше случайной.
board-kept-verdict-less_often = Клиенты с решённой жалобой покупают снова реже: разница больше случайной.
board-kept-verdict-cannot_tell = Сказать нельзя: разница в пределах случайной.
board-kept-verdict-too_few = Сказать нельзя: сравнимых клиентов меньше десяти.
board-kept-matched = При одинаковом составе: { $solved } против { $others }.
board-kept-strata = Сравнены { $solved } и { $others }: одинаковые класс клиента и месяц, таких пар групп — { $strata }. Без пары остались и в сравнение не вошли — { $out }.
board-kept-definition = Жалоба решена — закончена и не отклонена; 90 дней отсчитываются от окончания. Не решена — отклонена, открыта дольше 90 дней или клиент ответил «не решено»; отсчёт от поступления. Не жаловались — поставили NPS 0–6 или оценку не выше порога и ни разу не жаловались; отсчёт от ответа. Кто попадает в две группы, считается в «не решили». Доли сравниваются внутри одного класса клиента (нынешнего) и месяца: веса Мантеля — Хензеля, дисперсия Сато — Гренланда — Робинса. Это наблюдение, а не опыт: группы могут отличаться и тем, чего мы не знаем.
board-kept-rows = Клиенты за этим числом
board-kept-silent-line = Низкая оценка без жалобы
