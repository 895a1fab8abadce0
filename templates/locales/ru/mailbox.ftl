# Почтовый ящик демонстрации.

mailbox-title = Почта демо
mailbox-lead = Письма здесь никуда не уходят: они складываются на этой машине, и каждое можно открыть так, как его увидит получатель. Ссылки в письмах настоящие.
mailbox-empty = Писем пока нет
mailbox-empty-body = Они появятся, когда подойдёт срок первого приглашения или кто-нибудь ответит на жалобу.
mailbox-back = Ко всем письмам
mailbox-from = От кого
mailbox-to = Кому
mailbox-date = Когда
mailbox-no-subject = Без темы
mailbox-no-half = Этой части в письме нет
mailbox-views = Вид письма
mailbox-view-html = Письмо
mailbox-view-phone = На телефоне
mailbox-view-text = Только текст
mailbox-view-headers = Заголовки
