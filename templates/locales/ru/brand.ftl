# Как компания выглядит для клиентов: страница администратора.

frame-brand = Облик

brand-title = Облик для клиентов
brand-name = Название
brand-name-hint = Так вас называют формы и письма.
brand-name-missing = Напишите название: без него клиент не поймёт, кто его спрашивает.
brand-name-long = Не больше { $limit } знаков.
brand-colour = Цвет
brand-colour-hint = Например, #1b5fb3. Без цвета формы и письма синие.
brand-colour-bad = Цвет пишется шестью знаками после решётки, например #1b5fb3.
brand-shade = Кнопка
brand-shade-light = На светлом фоне цвет останется таким: { $colour }.
brand-shade-light-moved = На светлом фоне этот цвет плохо читается, поэтому там он станет темнее: { $colour }.
brand-shade-dark = На тёмном фоне цвет останется таким: { $colour }.
brand-shade-dark-moved = На тёмном фоне этот цвет плохо читается, поэтому там он станет светлее: { $colour }.
brand-logo = Логотип
brand-logo-now = Логотип сейчас
brand-logo-none = Убрать логотип
brand-logo-hint = Картинка PNG, JPEG или WebP до { $limit } КБ. В формах логотип стоит вместо названия, в письмах остаётся название: так письмо легче и читается без картинок.
brand-logo-kind = Этот файл не похож на картинку PNG, JPEG или WebP. Выберите другой.
brand-logo-svg = В файле SVG может оказаться программа, поэтому такие логотипы не принимаются. Сохраните его как PNG.
brand-logo-large = Файл больше { $limit } КБ. Уменьшите картинку: для формы хватит ширины в 400 точек.
brand-sender-name = Имя отправителя
brand-sender-name-hint = Стоит в письмах перед адресом. Если пусто, там будет название.
brand-sender-address = Адрес отправителя
brand-sender-address-hint = Если пусто, письма уходят от { $sender }. Почтовый сервер должен разрешать этот адрес.
brand-sender-bad = Такого адреса быть не может. Напишите один адрес, без запятых и пробелов.
brand-keep = Сохранить
brand-look = Посмотреть
brand-done = Сохранено. Формы покажут это через пару секунд, письма начнут со следующего.
brand-problems = Не сохранено: проверьте отмеченные поля.
brand-look-form = Форма
brand-look-letter = Письмо
brand-look-hint = Здесь показаны название и цвет из полей слева, логотип — сохранённый.

brand-sample-title = Как вам покупка?
brand-sample-question = Порекомендуете ли вы нас друзьям и знакомым?
brand-sample-send = Отправить
brand-sample-link = Ссылка
brand-sample-name = Анна
