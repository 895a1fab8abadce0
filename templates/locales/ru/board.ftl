# Отчёты для руководителей.

board-nps-title = NPS: готовность рекомендовать
board-satisfaction-title = Удовлетворённость
board-answers-title = Ответы за этим числом

board-period = Период
board-preset-last_30_days = 30 дней
board-preset-last_90_days = 90 дней
board-preset-this_month = Месяц
board-preset-quarter = Квартал
board-preset-year = Год
board-preset-all = Всё время
board-choose = Даты и отбор
board-from = С какого дня
board-till = По какой день включительно
board-kind-purchase = После покупки
board-kind-relationship = Об отношениях
board-kind-inactive = Давно не покупали
board-kind-exit = Ушедшие клиенты
board-kind-resolution = После решения жалобы
board-kind-staff = Сотрудники
board-show = Показать

board-bad-from = Не получилось прочитать первый день: «{ $found }». Напишите дату так: 2026-11-01 или 01.11.2026, годы – с 1900 по 2199.
board-bad-to = Не получилось прочитать последний день: «{ $found }». Напишите дату так: 2026-11-30 или 30.11.2026, годы – с 1900 по 2199.
board-bad-order = Последний день раньше первого. Поменяйте даты местами.
board-bad-filter = Такого отбора нет: «{ $found }». Выберите период ниже.

board-empty = Ответов нет: { $days }
board-empty-words = За эти дни и с таким отбором никто не ответил. Ответы есть за другие дни.
board-empty-nothing = Никто ещё не ответил. Показатели появятся с первыми ответами.
board-empty-all = Показать всё: { $days }

board-download = , скачать таблицу
board-interval = от { $low } до { $high }
board-interval-figure = с надёжностью 95 % — { $interval }
board-too-few = Слишком мало ответов
board-small-base = мало ответов
board-hidden = Ответов меньше пяти: по ним нельзя судить о доле, а человека можно узнать.
board-by-answers = { $count ->
    [one] по { $count } ответу
   *[other] по { $count } ответам
}
board-people = { $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[other] { $count } ответов
}
board-no-change = Сравнить не с чем: за предыдущий период ({ $days }) ответов слишком мало.
board-change-real = к предыдущему периоду — это больше случайного колебания
board-change-chance = к предыдущему периоду — в пределах случайного колебания
board-before = Было { $figure }: { $days }
board-before-nps = { $score } по { $count ->
    [one] { $count } ответу
   *[other] { $count } ответам
}
board-before-satisfaction = { $mean } по { $count ->
    [one] { $count } ответу
   *[other] { $count } ответам
}

board-nps-score = Индекс NPS
board-nps-none = Рано судить: индекс считается от 10 ответов.
board-nps-shares = Из чего складывается индекс
board-nps-shares-short = Доли
board-promoters = Сторонники
board-passives = Нейтральные
board-detractors = Критики
board-trend-lead-day = Точка — показатель за день, вертикальная полоса — интервал, в котором он лежит с надёжностью 95 %.
board-trend-lead-week = Точка — показатель за неделю, вертикальная полоса — интервал, в котором он лежит с надёжностью 95 %.
board-trend-lead-month = Точка — показатель за месяц, вертикальная полоса — интервал, в котором он лежит с надёжностью 95 %.
board-trend-lead-quarter = Точка — показатель за квартал, вертикальная полоса — интервал, в котором он лежит с надёжностью 95 %.
board-nps-trend-picture = График NPS по времени с интервалами; те же числа — в таблице под ним.
board-table = Таблица
board-interval-column = Интервал 95 %
board-answers-column = Ответов
board-nps-definition = NPS = доля сторонников (9–10) минус доля критиков (0–6), от −100 до 100. Считаются ответы всех выбранных опросов, где есть оценка «порекомендуете ли вы нас», по времени первого ответа (часовой пояс { $zone }). Интервал 95 % — скорректированный метод Вальда. От 5 до 9 ответов показаны только количества, меньше 5 — ничего.

board-overall = Общая удовлетворённость
board-overall-nobody = Об общей удовлетворённости за эти дни никто не ответил.
board-mean-none = Рано судить: среднее считается от 10 ответов.
board-top-box = Довольны: две лучшие оценки
board-top-box-lead = Доля тех, кто поставил одну из двух лучших оценок: 9–10 по шкале 0–10, 4–5 по шкале 1–5.
board-top-box-short = Две лучшие
board-parameters = По параметрам
board-parameters-lead = Средняя оценка с интервалом 95 %. Разные шкалы не смешиваются. Любое число открывает свои ответы.
board-parameter = Параметр
board-mean = Среднее
board-distribution = Распределение
board-not-applicable = Не пользовались
board-not-applicable-short = не пользовались
board-scale = шкала { $low }–{ $high }
board-column = Оценка { $score }: { $count }, { $share }
board-satisfaction-trend-picture = График общей удовлетворённости по времени с интервалами; те же числа — в таблице под ним.
board-satisfaction-definition = Общая удовлетворённость — среднее из ответов в процентах, параметры — среднее из оценок; «не пользовались» в среднее не входит. Считаются ответы выбранных опросов по времени первого ответа (часовой пояс { $zone }). Интервал 95 %: для средних — по Стьюденту, для долей — по Уилсону.

board-back = К отчёту
board-answers-count = { $count ->
    [one] Вошёл { $count } ответ
    [few] Вошли { $count } ответа
   *[other] Вошло { $count } ответов
}
board-answers-none = Таких ответов нет
board-answers-none-words = Вернитесь к отчёту и выберите другой период или показатель.
board-satisfied = удовлетворённость { $percent } %
board-of-scale = { $score } из { $high }
board-complaint = Жалоба № { $number }
board-complaint-made = есть жалоба
board-customer = Клиент

board-reports = Отчёты
board-nps-short = NPS
board-satisfaction-short = Удовлетворённость
board-compare = Сравнить
board-compare-before = с предыдущим периодом
board-compare-year_before = с тем же периодом год назад
board-compare-nothing = не сравнивать
board-compared = в сравнении с { $days }
board-grain = Шаг
board-grain-fitting = по длине периода
board-grain-day = День
board-grain-week = Неделя
board-grain-month = Месяц
board-grain-quarter = Квартал
board-trend-day = По дням
board-trend-week = По неделям
board-trend-month = По месяцам
board-trend-quarter = По кварталам
board-trend-day-low = по дням
board-trend-week-low = по неделям
board-trend-month-low = по месяцам
board-trend-quarter-low = по кварталам
board-quarter = { $number } кв. { $year }
board-by = Разрез
board-by-kind = Опрос
board-by-store = Магазин
board-by-segment = Сегмент
board-by-value_class = Класс
board-by-manager = Менеджер
board-by-channel = Канал
board-by-category = Категория
board-by-language = Язык
board-all-kind = Все опросы
board-all-store = Все магазины
board-all-segment = Все сегменты
board-all-value_class = Все классы
board-all-manager = Все менеджеры
board-all-channel = Все каналы
board-all-category = Все категории
board-all-language = Все языки
board-no-kind = опрос не указан
board-no-store = магазин не указан
board-no-segment = сегмент не указан
board-no-value_class = без класса
board-no-manager = менеджер не указан
board-no-channel = канал не указан
board-no-category = категория не указана
board-no-language = язык не указан
board-class = класс { $class }
board-filter-remove = Убрать этот отбор
board-groups = Различия по группам
board-groups-lead = Сначала группы, где ответов больше. Изменение — к периоду сравнения, с поправкой на число строк.
board-satisfaction-groups = Общая удовлетворённость по группам
board-other-groups = { $count ->
    [one] Ещё { $count } строка
    [few] Ещё { $count } строки
   *[other] Ещё { $count } строк
}
board-change-column = Изменение
board-chance = случайно
board-as-of = Данные на { $moment }.
board-building = Показатели собираются заново: пока они неполные. Обновите страницу через несколько минут.
board-how = Как это считается
board-waiting = Готовим показатели
board-waiting-words = Считаем всё, что накопилось. Это делается один раз; страница обновится сама.
board-waiting-done = Готово { $share }.
board-rows-page = Страница { $page }
