# Поиск жалоб: фильтры, сохранённые списки, слова.

find-search = Найти жалобу
find-search-hint = Слова, имя, телефон, номер заказа или жалобы
find-search-submit = Найти
find-fields = Все фильтры
find-chips = Что отобрано
find-chip-drop = Убрать условие «{ $words }»
find-reset = Сбросить всё
find-show = Показать
find-whatever = неважно
find-usual = как обычно
find-yes = да
find-no = нет
find-unknown = Часть адреса непонятна и не учтена: { $parts }
find-chosen = Отобранные
find-found = Найденные
find-empty = Таких жалоб нет
find-empty-body = Уберите одно из условий или сбросьте всё.
find-nothing = Ничего не найдено
find-nothing-body = Проверьте написание или ищите другими словами: слова находятся во всех формах, номер и телефон — целиком.
find-nothing-common = Одни слова слишком общие, другие только исключаются. Добавьте слово, которое должно встречаться в жалобе.
find-nothing-letters = В запросе нет ни букв, ни цифр: искать нечего.
find-count = Найдено: { $count }.
find-newest-first = Сначала новые.
find-only-open = Только открытые

find-column-source = NPS
find-column-last = Писали
find-priority = { $points ->
    [one] { $points } балл
    [few] { $points } балла
   *[many] { $points } баллов
}
find-last-in = клиент: { $ago }
find-last-out = мы: { $ago }
find-snoozed = отложена на { $span }
find-place-comment = Ответ клиента
find-place-subject = Тема
find-place-unfinished = Незаконченный ответ

find-field-q = Слова
find-field-state = Состояние
find-field-severity = Важность
find-field-owner = Ответственный
find-field-source = Откуда
find-field-kind = Опрос
find-field-store = Магазин
find-field-category = Товар
find-field-segment = Сегмент
find-field-class = Ценность клиента
find-field-manager = Менеджер
find-field-channel = Канал
find-field-language = Язык клиента
find-field-signal = Сигнал
find-field-cause = Причина
find-field-resolution = Исход
find-field-sought = Чего просит
find-field-given = Что получил
find-field-reopened = Открыта снова
find-field-legal = Требование по закону
find-field-unanswered = Ещё без ответа
find-field-compensated = С компенсацией
find-field-news = Клиент написал последним
find-field-merged = Объединена с другой
find-field-snoozed = Отложена
find-field-due = Срок
find-field-sort = Порядок
find-field-opened_from = Заведена с
find-field-opened_to = Заведена по
find-field-resolved_from = Решена с
find-field-resolved_to = Решена по

find-state-open = открытые
find-state-over = завершённые
find-state-any = любые
find-source-answer = опрос
find-source-mail = почта
find-source-phone = телефон
find-source-counter = в магазине
find-source-letter = письмо
find-source-api = система
find-source-other = другое
find-due-overdue = просрочен
find-due-4h = в ближайшие 4 часа
find-due-today = сегодня
find-due-24h = в ближайшие сутки
find-due-week = на этой неделе
find-sort-deadline = Сначала ближайший срок
find-sort-priority = Сначала важнейшие
find-sort-opened = Сначала новые
find-sort-resolved = Сначала решённые последними

find-view-save = Сохранить список
find-view-name = Название списка
find-view-share-all = Показывать всем
find-view-save-submit = Сохранить
find-view-shared = (общий)
find-view-change = Изменить «{ $name }»
find-view-rename = Переименовать
find-view-update = Обновить «{ $name }»
find-view-earlier = Левее
find-view-later = Правее
find-view-share = Показывать всем
find-view-keep = Только для меня
find-view-remove = Удалить
find-view-removed = Список «{ $name }» удалён.
find-view-restore = Вернуть
find-view-nameless = Назовите список: без названия его не узнать.
find-view-too-many = Сохранённых списков уже 50. Удалите ненужный и сохраните ещё раз.

find-density-compact = Плотнее
find-density-comfortable = Просторнее
find-first = (открывается первым)
find-first-choose = Открывать первым
find-first-drop = Не открывать первым
