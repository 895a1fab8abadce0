# Обзор: что изменилось и на что посмотреть. Сохранённые виды и письмо по понедельникам.

board-overview-title = Обзор: что изменилось
board-overview-short = Обзор

overview-topic-nps = NPS
overview-topic-satisfaction = Удовлетворённость

overview-of-kind = опрос «{ $value }»
overview-of-store = магазин «{ $value }»
overview-of-segment = сегмент «{ $value }»
overview-of-value_class = { $value }
overview-of-manager = менеджер { $value }
overview-of-channel = канал «{ $value }»
overview-of-category = категория «{ $value }»
overview-of-language = язык — { $value }

overview-said-nps = { $moved ->
    [up] NPS вырос на { $difference } — это больше случайного колебания.
    [down] NPS снизился на { $difference } — это больше случайного колебания.
    [chance] NPS изменился не больше, чем бывает случайно: { $difference }.
   *[unknown] NPS сравнить не с чем: ответов слишком мало.
}
overview-said-satisfaction = { $moved ->
    [up] Удовлетворённость выросла на { $difference } п. п. — это больше случайного колебания.
    [down] Удовлетворённость снизилась на { $difference } п. п. — это больше случайного колебания.
    [chance] Удовлетворённость изменилась не больше, чем бывает случайно: { $difference } п. п.
   *[unknown] Удовлетворённость сравнить не с чем: ответов слишком мало.
}
overview-most = Сильнее всего — { $place } ({ $difference }).
overview-calm = За этот период ничего не изменилось больше, чем бывает случайно.
overview-better = Стало лучше
overview-worse = Стало хуже
overview-chance = Не больше случайного
overview-none-better = Ничего не улучшилось больше, чем бывает случайно.
overview-none-worse = Ничего не ухудшилось больше, чем бывает случайно.
overview-none-chance = Всё, что можно сравнить, изменилось заметно.
overview-not-compared = Сравнение выключено или для него мало ответов.
overview-more = { $count ->
    [one] И ещё { $count } показатель — в таблице для скачивания.
    [few] И ещё { $count } показателя — в таблице для скачивания.
   *[other] И ещё { $count } показателей — в таблице для скачивания.
}
overview-was = было { $figure }
overview-n = { $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[other] { $count } ответов
}
overview-base = Интервал 95 %: { $interval }; { $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[other] { $count } ответов
}.
overview-open = Подробнее
overview-open-of = , { $title }
overview-picture = { $title }: последние шаги до конца периода, по { $grain ->
    [week] неделям
    [month] месяцам
   *[quarter] кварталам
}; от { $first } до { $last }.
overview-definition = Обзор просматривает NPS и общую удовлетворённость целиком, каждый параметр и каждое значение разрезов, где ответов хватает для сравнения (до { $most } значений с наибольшим числом ответов в каждом разрезе). Проверки те же, что в самих отчётах; частные показатели проверены вместе, с поправкой Холма, поэтому здесь отмечено меньше, чем может быть в отдельном отчёте. Сначала — самые большие изменения относительно шкалы показателя, а среди случайных — те, за которыми больше ответов. Интервал — 95 %, часовой пояс { $zone }.

views-title = Сохранённые виды
views-none = Пока ничего не сохранено. Настройте отчёт и дайте ему имя — он будет открываться отсюда.
views-name = Название
views-save-label = Сохранить то, что сейчас на экране
views-save-shared = показывать всем, кто читает отчёты
views-save = Сохранить
views-of = · { $name }
views-shared = видят все
views-share = Показать всем
views-keep = Только для меня
views-rename = Переименовать
views-rename-do = Готово
views-remove = Удалить
views-removed = Вид удалён.
views-undo = Вернуть
views-refused-name = Вид не сохранён: нужно название.
views-refused-many = Вид не сохранён: их уже { $most }. Удалите ненужные.
views-refused-long = Вид не сохранён: в нём слишком много условий.
views-monday = Присылать по понедельникам
views-monday-on = Приходит по понедельникам
views-end-title = Больше не присылать?
views-end-words = Письмо с итогами недели приходит по понедельникам. Отчёты останутся на своих страницах.
views-end = Не присылать
views-ended = Больше не пришлём
views-ended-words = Письмо с итогами недели отменено. Подписаться снова можно здесь или на странице отчёта.
views-begin-again = Присылать снова
