# Несколько человек у одной жалобы: кто здесь, что изменилось, черновики, правка полей.

together-looks = { $name } смотрит
together-writes = { $name } пишет

together-bar = { $count ->
    [one] { $count } изменение
    [few] { $count } изменения
   *[many] { $count } изменений
} — нажмите «.» или здесь
together-reload = Список изменился — нажмите «.» или здесь
together-news = Пока страница была открыта:
together-read = Прочитано
together-show = К истории

together-draft-save = Сохранить черновик
together-draft-saved = Черновик сохранён: { $at }
together-draft-of = Черновик от { $at }
together-draft-remove = удалить
together-draft-other = Другой ваш текст, из соседней вкладки: { $at }
together-draft-came = { $count ->
    [one] С тех пор в истории { $count } новая запись
    [few] С тех пор в истории { $count } новые записи
   *[many] С тех пор в истории { $count } новых записей
}

together-edit = Изменить тему и просьбу
together-edit-hint = Меняются только поля, которые вы тронете: чужие правки остальных полей останутся.
together-edit-submit = Сохранить
together-problem-conflict = Ничего не сохранено: это поле изменили и вы, и коллега. Выберите, какое значение оставить.
together-conflict-theirs = { $who }, { $at }
together-conflict-stored = Сохранено сейчас
together-conflict-mine = У вас
together-conflict-take-mine = Записать моё
together-conflict-keep-theirs = Оставить то, что сохранено

