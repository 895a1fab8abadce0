# Обзор: что изменилось и на что посмотреть. Сохранённые виды и письмо по понедельникам.

board-overview-title = Обзор: что изменилось
board-overview-short = Обзор

overview-topic-nps = NPS
overview-topic-satisfaction = Удовлетворённость
overview-topic-response = Доля ответивших
overview-topic-departures = Ушли
overview-topic-money = Потеряно с ушедшими
overview-topic-unexplained = Ушли без объяснения
overview-topic-complaints = Новые жалобы
overview-topic-backlog = Открытые жалобы
overview-topic-answered = Ответили на жалобу в срок
overview-topic-reopened = Открыли жалобу заново
overview-topic-reason = Причина ухода: { $title }
overview-topic-cause = Источник жалоб: { $title }

overview-area-voice = Что говорят покупатели
overview-area-departures = Кто уходит
overview-area-complaints = Жалобы

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
overview-said-response = { $moved ->
    [up] Отвечать стали чаще: на { $difference } п. п. Это больше случайного колебания.
    [down] Отвечать стали реже: на { $difference } п. п. Это больше случайного колебания.
    [chance] Доля ответивших изменилась не больше, чем бывает случайно: { $difference } п. п.
    [untested] Было { $before }. Часть приглашений ещё ждёт ответа, поэтому сравнивать рано.
   *[unknown] Сравнить не с чем: приглашений слишком мало.
}
overview-said-departures = { $moved ->
    [up] Ушло на { $difference } больше, чем при прежнем темпе. Это больше случайного колебания.
    [down] Ушло на { $difference } меньше, чем при прежнем темпе. Это больше случайного колебания.
    [chance] Разница с прежним темпом не больше случайной: { $difference }.
   *[unknown] Сравнить не с чем: ушедших слишком мало.
}
overview-said-money = Было { $before }. Вывода нет: такую сумму сильнее всего меняют несколько крупных покупателей.
overview-said-unexplained = { $moved ->
    [untested] Было { $before }. Вывода нет: недавно ушедшие ещё могут назвать причину.
   *[unknown] Сравнить не с чем: ушедших слишком мало.
}
overview-said-complaints = { $moved ->
    [up] Жалоб на { $difference } больше, чем при прежнем темпе. Это больше случайного колебания.
    [down] Жалоб на { $difference } меньше, чем при прежнем темпе. Это больше случайного колебания.
    [chance] Разница с прежним темпом не больше случайной: { $difference }.
   *[unknown] Сравнить не с чем: жалоб слишком мало.
}
overview-said-backlog = В начале периода было { $before }. Остаток на случайность не проверяют: это не выборка.
overview-said-answered = { $moved ->
    [up] В срок отвечают чаще: на { $difference } п. п. Это больше случайного колебания.
    [down] В срок отвечают реже: на { $difference } п. п. Это больше случайного колебания.
    [chance] Изменение не больше случайного: { $difference } п. п.
   *[unknown] Сравнить не с чем: жалоб слишком мало.
}
overview-said-reopened = { $moved ->
    [untested] Было { $before }. Вывода нет: недавние жалобы ещё могут открыть заново.
   *[unknown] Сравнить не с чем: жалоб слишком мало.
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
overview-n-answers = { $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[other] { $count } ответов
}
overview-n-invitations = { $count ->
    [one] { $count } приглашение
    [few] { $count } приглашения
   *[other] { $count } приглашений
}
overview-n-departures = { $count ->
    [one] { $count } ушедший
   *[other] { $count } ушедших
}
overview-n-complaints = { $count ->
    [one] { $count } жалоба
    [few] { $count } жалобы
   *[other] { $count } жалоб
}
overview-base = Интервал 95 %: { $interval }; { $of }.
overview-too-few = Слишком мало данных
overview-picture = { $title }: последние шаги до конца периода, по { $grain ->
    [week] неделям
    [month] месяцам
   *[quarter] кварталам
}; от { $first } до { $last }.
overview-definition = Обзор показывает главные цифры отчётов и просматривает их части: каждый параметр, причины ухода и источники жалоб, а также значения разрезов, где данных хватает для сравнения (до { $most } самых частых значений в каждом). Проверки те же, что в самих отчётах; частные показатели проверены вместе, с поправкой Холма, поэтому здесь отмечено меньше, чем может быть в отдельном отчёте. Число ушедших и жалоб сравнивается на день. Деньги каждой валюты показаны отдельно. Там, где честной проверки нет, это сказано словами. Сначала — самые большие изменения относительно шкалы показателя, а среди случайных — те, за которыми больше данных. Интервал — 95 %, часовой пояс { $zone }.

# Неполные отрезки.
board-step-partial = { $grain ->
    [week] неполная
   *[other] неполный
}
board-partial-note = Бледным показаны неполные отрезки: они ещё идут или вошли в период не целиком.
board-running = те же дни: период ещё идёт

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
