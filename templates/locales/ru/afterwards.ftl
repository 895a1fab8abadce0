# Та же ссылка после ответа: что сказано, что с обращением, как исправить, отозвать и дополнить.

afterwards-title = Ваш ответ у нас
afterwards-when = Вы ответили { $at }.
afterwards-when-changed = Вы ответили { $at } и исправили ответ { $changed }.
afterwards-withdraw = Отозвать ответ
afterwards-until = Исправить или отозвать ответ можно до { $date }.
afterwards-over = Изменить ответ уже нельзя: срок прошёл. Если вам есть что добавить, просто ответьте на наше письмо.

afterwards-withdrawn = Вы отозвали ответ
afterwards-withdrawn-body = Это было { $at }. С тех пор мы его не учитываем.
afterwards-answer-again = Ответить снова
afterwards-again-until = Ответить снова можно до { $date }: в форме будет то, что вы писали раньше.

afterwards-ask = Отозвать ответ?
afterwards-ask-body = Мы перестанем его учитывать. До { $date } вы сможете ответить снова.
afterwards-ask-complaint = Обращение № { $number } останется в работе. Если заниматься им больше не нужно, напишите об этом на странице ответа.
afterwards-ask-yes = Отозвать ответ
afterwards-ask-no = Оставить как есть

afterwards-follow = Узнать, что с обращением
afterwards-complaint = Обращение № { $number }
afterwards-since = Зарегистрировано { $date }
afterwards-new = Мы получили его и скоро возьмёмся за дело.
afterwards-working = Наш сотрудник разбирается, что произошло.
afterwards-answered = Мы написали вам { $date } и продолжаем разбираться.
afterwards-again = Мы снова занимаемся вашим вопросом.
afterwards-waiting = Мы ждём вашего ответа: без него не можем продолжить.
afterwards-resolved = По нашим данным, вопрос решён.
afterwards-resolved-on = По нашим данным, вопрос решён { $date }.
afterwards-closed = Обращение закрыто.
afterwards-rejected = Мы не смогли согласиться с вами и объяснили почему.
afterwards-duplicate = Мы объединили его с другим вашим обращением и ответим по тому.
afterwards-promise = Обещаем ответить до { $at }.
afterwards-promise-late = Мы обещали ответить до { $at } и не успели. Простите нас: ответ ещё будет.

afterwards-dialogue = Переписка
afterwards-acknowledged = Мы подтвердили, что получили обращение
afterwards-letter = Мы написали вам
afterwards-letter-resolved = Мы написали вам о решении
afterwards-you = Вы написали

afterwards-add-label = Есть что добавить? Напишите: это прочитает тот, кто занимается обращением.
afterwards-reply-label = Ваш ответ
afterwards-send = Отправить
afterwards-reopen-label = Вопрос не решён? Напишите, что осталось не так, и мы снова им займёмся.
afterwards-reopen = Вопрос не решён
afterwards-object-label = Напишите, с чем вы не согласны.
afterwards-object = Рассмотреть ещё раз

afterwards-bad-empty = Вы ещё ничего не написали. Хватит и пары слов.
afterwards-bad-long = Текст слишком длинный: знаков { $length }, а сохранить можем не больше { $limit }. Он остался ниже: сократите его и отправьте снова.
afterwards-bad-finished = Пока вы писали, мы завершили обращение. Ваш текст остался ниже. Если вопрос не решён, нажмите кнопку под ним: мы прочитаем всё и вернёмся к делу.
afterwards-bad-often = За сутки по одной ссылке можно дописать { $limit } раз. Ваш текст остался ниже: отправьте его завтра или ответьте на наше письмо.
afterwards-bad-over = Срок ссылки истёк, и отправить текст не получилось. Скопируйте его и ответьте на наше письмо.
