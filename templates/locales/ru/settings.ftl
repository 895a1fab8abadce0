# Настройки: пункт в навигации и строка страниц.

frame-settings = Настройки
settings-pages = Страницы настроек
settings-surveys = Опросы
settings-churn = Ушедшие
settings-outcomes = Исходы
settings-causes = Причины
settings-legal-terms = Сроки по закону
settings-assigning = Распределение
settings-letters = Письма
settings-incoming = Входящие
settings-suppressions = Стоп-лист
settings-links = Ссылки
settings-brand = Облик

meanwhile-lead = Пока вы меняли настройки, их сохранил кто-то ещё. Ваши значения на месте, но ещё не сохранены.
meanwhile-field = Поле
meanwhile-theirs = Сохранено
meanwhile-mine = У вас
meanwhile-next = Поправьте поля, если нужно, и сохраните ещё раз: тогда останутся ваши значения.
