"""A mail server for tests: says its port, then one JSON line for each letter it took. Ends when its input closes.

Options come as one JSON object in the first argument:
  tls: "none" | "starttls" | "smtps"; cert, key: PEM files; user, password: sign-in is required;
  one_at_a_time: does not offer to take several commands together, as servers otherwise do;
  recipient: an answer such as "550 no such mailbox" to every RCPT; content: an answer to every DATA;
  sender: an answer to every MAIL; hang_up: "content" closes the connection once the content came;
  silent: never greets; most: letters a conversation, ended with 421 by the next one; delay: [least, most] seconds before the answer to a DATA;
  chaos: {"seed", "busy", "lost", "unheard"}: how often (0 to 1) a letter is put off with 451, the connection dies before
  the letter is taken, or after it was taken and before that is said.
"""

import asyncio
import base64
import json
import logging
import random
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

# What a test provokes on purpose is no news.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)
logging.getLogger("asyncio").setLevel(logging.CRITICAL)
warnings.simplefilter("ignore")

options = json.loads(sys.argv[1])
conversations = 0
chaos = options.get("chaos", {})
dice = random.Random(chaos.get("seed", 0))


def say(**line):
    print(json.dumps(line), flush=True)


class Handler:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        together = [] if options.get("one_at_a_time") else ["250-PIPELINING"]
        return responses[:-1] + together + responses[-1:]

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if "sender" in options:
            return options["sender"]
        if server.letters >= options.get("most", server.letters + 1):
            asyncio.get_running_loop().call_soon(server.transport.close)
            return "421 4.7.0 too many letters in one conversation"
        envelope.mail_from = address
        envelope.mail_options.extend(mail_options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if "recipient" in options:
            return options["recipient"].replace("{address}", address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if options.get("hang_up") == "content":
            server.transport.abort()
            return "250 never heard"
        if "content" in options:
            return options["content"]
        if "delay" in options:
            await asyncio.sleep(dice.uniform(*options["delay"]))
        fate = dice.random()
        for what in ("busy", "lost", "unheard"):
            if fate < chaos.get(what, 0):
                break
            fate -= chaos.get(what, 0)
        else:
            what = None
        if what == "busy":
            return "451 4.3.2 try again later"
        if what == "lost":
            server.transport.abort()
            return "250 never heard"
        server.letters += 1
        say(
            sender=envelope.mail_from,
            recipients=envelope.rcpt_tos,
            encrypted=session.ssl is not None or options.get("tls") == "smtps",
            signed_in=session.authenticated,
            conversation=server.number,
            raw=base64.b64encode(envelope.original_content).decode(),
        )
        if what == "unheard":
            server.transport.abort()
        return "250 OK queued as 4711"


class Numbered(SMTP):
    def __init__(self, *arguments, **named):
        global conversations
        conversations += 1
        self.number = conversations
        self.letters = 0
        super().__init__(*arguments, **named)


def authenticate(server, session, envelope, mechanism, data):
    fine = (
        isinstance(data, LoginPassword)
        and data.login == options["user"].encode()
        and data.password == options["password"].encode()
    )
    return AuthResult(success=fine, handled=False)


class Silent(asyncio.Protocol):
    pass


async def main():
    tls = options.get("tls", "none")
    context = None
    if tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options["cert"], options["key"])
    named = {"hostname": "mail.test", "enable_SMTPUTF8": False}
    if "user" in options:
        named.update(
            authenticator=authenticate,
            auth_required=True,
            auth_require_tls=tls == "starttls",
        )
    if tls == "starttls":
        named.update(tls_context=context, require_starttls=True)

    def factory():
        return Silent() if options.get("silent") else Numbered(Handler(), **named)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        factory, "127.0.0.1", 0, ssl=context if tls == "smtps" else None
    )
    say(port=server.sockets[0].getsockname()[1])
    # The test closes our input when it ends, however it ends.
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
