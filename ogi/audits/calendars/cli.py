"""The command that sends the weekly mails."""

import click

from ogi.audits.calendars.digest import Sent, dial, send_digests
from ogi.platform import clock
from ogi.platform.cli import Console, fail, pass_console
from ogi.platform.db import Scope
from ogi.tenants.queries import list_townships


@click.command()
@pass_console
def digest(console: Console) -> None:
    """Send this week's mails of what is due to those who asked; safe to run again."""
    if not console.settings.smtp_url:
        fail("没有设置发信服务器：请先设置 OGI_SMTP_URL、OGI_MAIL_FROM 和 OGI_SITE_URL。")
    for name, sent in send_all(console):
        click.echo(told(name, sent))


def send_all(console: Console) -> list[tuple[str, Sent]]:
    """Send what waits in every township; without a mail server nothing waits."""
    settings, now = console.settings, clock.now()
    if not settings.smtp_url:
        return []
    with console.open(Scope.global_only(), read_only=True) as session:
        townships = [(found.id, found.name) for found in list_townships(session)]
    return [
        (name, send_digests(console.open, township_id, settings, now, dial(settings)))
        for township_id, name in townships
    ]


def told(name: str, sent: Sent) -> str:
    """Return in words what was sent."""
    words = f"{name}：发出每周提醒邮件 {sent.mails} 封，{sent.nothing} 人没有到期的事"
    return f"{words}，{sent.failed} 封没有发出，明天再试。" if sent.failed else f"{words}。"
