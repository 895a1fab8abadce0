# Исход жалобы: причины, компенсации, отклонение, закрытие и страницы настроек о них.

outcomes-sought-refund = Вернуть деньги
outcomes-sought-replacement = Заменить товар
outcomes-sought-repair = Починить
outcomes-sought-price_reduction = Снизить цену
outcomes-sought-redo = Сделать заново
outcomes-sought-compensation = Возместить ущерб
outcomes-sought-voucher = Скидку или сертификат
outcomes-sought-apology = Извинения
outcomes-sought-explanation = Объяснение
outcomes-sought-nothing = Ничего определённого
outcomes-sought-other = Другое

outcomes-given-refund = Возврат денег
outcomes-given-replacement = Замена товара
outcomes-given-repair = Ремонт
outcomes-given-price_reduction = Снижение цены
outcomes-given-redo = Сделали заново
outcomes-given-compensation = Возмещение ущерба
outcomes-given-voucher = Скидка или сертификат
outcomes-given-apology = Извинения
outcomes-given-explanation = Объяснение
outcomes-given-nothing = Ничего
outcomes-given-other = Другое

outcomes-amount = Сумма
outcomes-currency = Валюта
outcomes-amount-hint = Нужна, если клиент получил деньги, скидку или сертификат.
outcomes-nothing-hint = Если клиент отозвал жалобу или это не жалоба, поля о просьбе и о том, что клиент получил, можно не заполнять.
outcomes-bad-empty = Впишите сумму.
outcomes-bad-number = «{ $found }» — не сумма. Впишите число, например 1 500,50.
outcomes-bad-ambiguous = «{ $found }» можно понять двояко: как тысячи и как дробь. Впишите 1 234 или 1,23.
outcomes-bad-precise = В сумме не больше двух знаков после запятой.
outcomes-bad-large = Сумма слишком велика: до запятой не больше { $limit } цифр.
outcomes-bad-negative = Сумма не может быть отрицательной.
outcomes-bad-currency = «{ $found }» — не валюта. Впишите код из трёх латинских букв.

outcomes-reject = Отклонить
outcomes-reject-words = Почему жалоба отклонена: эти слова прочитает клиент
outcomes-reject-hint = Клиент получит письмо с этой причиной и с тем, что он может сделать, если не согласен. Жалоба останется в истории, клиент может открыть её снова.
outcomes-reject-submit = Отклонить и отправить письмо
outcomes-reject-submit-told = Отклонить
outcomes-preview = Показать письмо
outcomes-preview-title = Письмо клиенту
outcomes-told = Как клиент узнал об отказе
outcomes-told-phone = по телефону
outcomes-told-counter = лично
outcomes-told-post = бумажным письмом
outcomes-told-nowhere = сообщить некуда
outcomes-tell-recourse = Расскажите клиенту и о том, что он может сделать:

outcomes-close = Закрыть
outcomes-close-words = Заметка для коллег (необязательно)
outcomes-close-hint = { $days ->
    [one] Решённая жалоба закроется сама через { $days } день после решения. Клиент и потом может открыть её снова.
    [few] Решённая жалоба закроется сама через { $days } дня после решения. Клиент и потом может открыть её снова.
   *[many] Решённая жалоба закроется сама через { $days } дней после решения. Клиент и потом может открыть её снова.
  }
outcomes-close-hint-never = Сами решённые жалобы не закрываются: так настроено. Клиент и потом может открыть её снова.
outcomes-close-submit = Закрыть жалобу

outcomes-correct = Исправить исход
outcomes-correct-hint = Жалоба не откроется снова, клиент письма не получит. Прежние значения останутся в истории.
outcomes-correct-submit = Сохранить исправление
outcomes-not-over = Состояние жалобы — «{ $state }»: исправлять в исходе нечего. Введённое сохранено ниже.

outcomes-customer-upheld = Мы признали, что вы правы.
outcomes-customer-partly_upheld = Мы признали, что вы отчасти правы.
outcomes-customer-goodwill = Мы решили пойти вам навстречу.
outcomes-customer-withdrawn = Вы отозвали своё обращение.
outcomes-customer-not_a_complaint = Мы ответили на ваше обращение.
outcomes-customer-given = Что сделано: { $given }
outcomes-customer-rejected = Мы сообщили вам решение

outcomes-recourse-default = Если вы не согласны с решением, напишите нам: ответьте на наше письмо или воспользуйтесь ссылкой на свой отзыв. Мы рассмотрим обращение ещё раз.

    Если вы покупали для себя, а не для дела, вы также вправе обратиться в Роспотребнадзор или в суд, в том числе по месту своего жительства.
outcomes-title = Исходы жалоб
outcomes-recourse-title = Что клиент может сделать, если не согласен
outcomes-recourse-lead = Этот текст клиент читает в каждом письме об отказе, после причины, и на своей странице.
outcomes-recourse-ru = По-русски
outcomes-recourse-en = По-английски
outcomes-recourse-confirmed = Юрист проверил этот текст
outcomes-recourse-unconfirmed = Ждёт проверки юристом
outcomes-days-title = Закрытие
outcomes-days = Через сколько дней решённая жалоба закроется сама
outcomes-days-hint = 0 — никогда. Закрытую жалобу и клиент, и сотрудник могут открыть снова.
outcomes-save = Сохранить
outcomes-done = Сохранено.
outcomes-bad-recourse = Напишите текст на обоих языках.
outcomes-bad-recourse-long = Текст длиннее, чем можно: { $length } знаков из { $limit }.
outcomes-bad-days = Впишите целое число дней от 0 до { $most }.

outcomes-causes-title = Причины жалоб
outcomes-causes-lead = Причину выбирают, когда решают или отклоняют жалобу. Названия, порядок и сам список можно менять: в прежних жалобах причина сохранится.
outcomes-causes-ru = По-русски
outcomes-causes-en = По-английски
outcomes-causes-save = Переименовать
outcomes-causes-up = Выше
outcomes-causes-down = Ниже
outcomes-causes-off = Выключить
outcomes-causes-on = Включить
outcomes-causes-is-off = выключена
outcomes-causes-count = { $count ->
    [0] без подробностей
    [one] { $count } причина
    [few] { $count } причины
   *[many] { $count } причин
  }
outcomes-causes-add = Добавить причину
outcomes-causes-add-head = Добавить раздел
outcomes-causes-bad-words = Назовите причину на обоих языках.
outcomes-causes-bad-long = Название длиннее, чем можно: { $length } знаков из { $limit }.
outcomes-causes-of = { $head }: причина «{ $cause }»
