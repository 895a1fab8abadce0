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
