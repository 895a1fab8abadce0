# Незавершённые ответы и заходы роботов.

keep-resumed = Мы сохранили то, что вы уже отметили. Ответ уйдёт, когда вы нажмёте кнопку внизу.
keep-away = Нет связи. Всё, что вы написали, сохранено на этом устройстве.
keep-later = Нет связи. Ответ сохранён на этом устройстве и уйдёт, как только связь вернётся. Не закрывайте страницу.

keep-unfinished = Не отправлено
keep-unfinished-body = Клиент начал отвечать и не нажал «Отправить». В отчётах это не учитывается.
keep-unfinished-correction = Клиент начал исправлять ответ и не нажал «Сохранить». В силе прежний ответ.
keep-provisional = Предварительная оценка
keep-provisional-body = Оценку выбрали в письме, страницу видели, но ни к чему не прикоснулись. В отчётах это не учитывается.
keep-discarded = Отброшено
keep-discarded-burst = Похоже на робота: несколько разных оценок почти одновременно. Нигде не учитывается.
keep-discarded-scanner = Похоже на робота, который проверяет ссылки. Нигде не учитывается.

keep-event-opened = Жалоба заведена по неотправленному ответу
keep-event-signal = Новый сигнал в неотправленном ответе

keep-title = Незавершённое
keep-robots = { $count ->
    [one] { $count } заход робота не засчитан
    [few] { $count } захода роботов не засчитаны
   *[many] { $count } заходов роботов не засчитаны
}
keep-robots-head = запрос без страницы: { $count }
keep-robots-prefetch = загрузка заранее: { $count }
keep-robots-scanner = проверка ссылок: { $count }
keep-robots-burst = несколько оценок сразу: { $count }
keep-robots-honeypot = заполнено скрытое поле: { $count }
keep-robots-hurry = слишком быстро для человека: { $count }

keep-solved = Вопрос решён
keep-still-here = Остаётся с нами
keep-yes = да
keep-no = нет
keep-reasons = Причины ухода
keep-main-reason = Главная причина
keep-competitor = Другая компания
keep-bring-back = Что помогло бы вернуться
keep-heard-from = Откуда узнал о нас
keep-wallet-share = Доля покупок у нас
