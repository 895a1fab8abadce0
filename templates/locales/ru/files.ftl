# Файлы жалоб
files-title = Файлы
files-attach-more = Прикрепить файлы
files-choose = Файлы
files-attach = Прикрепить
files-limits = До { $files } файлов, каждый до { $file } МБ, за сутки до { $day } МБ. PDF, снимки, тексты, таблицы, документы без макросов, ZIP.
files-from-letter = письмо клиента
files-went-out = ушёл письмом
files-remove = Убрать
files-remove-this = Убрать файл { $name }
files-restore = Вернуть
files-restore-this = Вернуть файл { $name }
files-removed = Убранные: { $count }
files-enclose = Приложить к письму файлы
files-enclose-these = Файлы этой жалобы
files-enclose-new = Новые файлы
files-enclose-limit = В одном письме — не больше { $size } МБ файлов.
files-problem = Эти файлы не приняты, остальные прикреплены
files-not-empty = файл пуст
files-not-too-large = больше { $size } МБ
files-not-too-many = за один раз — не больше { $count } файлов
files-not-day-full = за сутки к жалобе прикрепляют не больше { $size } МБ
files-not-kind = такие файлы не принимаются
files-not-macros = документ с макросами
files-not-from-letter = Не принято, осталось в письме:
files-problem-leaving = Файл уходит с письмом: сначала верните письмо.
files-problem-letter = В письме { $bytes } МБ файлов, а можно не больше { $limit } МБ. Слова сохранены, файлы прикреплены к жалобе.

# Готовые ответы
files-canned-title = Готовые ответы
files-canned-search = Слова из названия или текста
files-canned-find = Найти
files-canned-none = Ничего не нашлось
files-canned-all = Показать все
files-canned-empty = Готовых ответов пока нет
files-canned-why = То, что пишут клиентам каждый день, пишут один раз. Имя, номер и срок подставятся сами, а перед отправкой вы всё прочтёте.
files-canned-own = свой
files-canned-used = { $count ->
    [0] ещё не брали
    [one] взяли { $count } раз
    [few] взяли { $count } раза
   *[many] взяли { $count } раз
}
files-canned-edit = Изменить
files-canned-removed = Ответ убран.
files-canned-new = Новый ответ
files-canned-change = Изменить ответ
files-canned-name = Название
files-canned-words = Текст
files-canned-language = Язык
files-canned-any = Любой
files-canned-whose = Кому виден
files-canned-mine = Только мне
files-canned-everybodys = Всем
files-canned-save = Сохранить
files-canned-leave = Не менять
files-canned-leads = Общие ответы меняет старший.
files-canned-unknown = Поля { $name } нет. Какие есть — перечислены под текстом.
files-canned-unclosed = Двойные скобки не закрыты: они нужны и после имени поля.
files-canned-lacks = Нужны название и текст. Без текста — хотя бы одно действие макроса.
files-canned-field-customer-name = имя клиента
files-canned-field-complaint-number = номер жалобы
files-canned-field-purchase-number = номер покупки
files-canned-field-due = срок решения
files-canned-field-me-name = ваше имя
files-canned-field-company = компания
files-canned-insert = Готовый ответ
files-canned-others = На другом языке
files-canned-put = Вставить
files-canned-manage = Все готовые ответы
files-canned-read = Ответ вставлен. Прочтите его перед отправкой.
files-canned-gaps = Нечего подставить: { $fields }. В тексте на этих местах стоит «…» — допишите перед отправкой.
