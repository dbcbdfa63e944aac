"""What villagers of the demo asked on the portal: seen to, answered in time, late, or waiting."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ogi.demo.inspecting import at
from ogi.demo.staging import Stage
from ogi.platform.sealed_text import township_secret
from ogi.postings.models import Posting
from ogi.postings.questions import actions
from ogi.postings.questions.actions import Hand, Words
from ogi.postings.questions.models import Question
from ogi.postings.questions.rules import CONTACTS, receipt_hash
from ogi.tenants.rules import TenantRole, TownshipRole

TYPING = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Voice:
    """Something said: where, how many days ago, and what came of it.

    `took` is the days until the answer, None while there is none; `draft` an answer that waits
    for its release. `about` is the item of the posting that it concerns.
    """

    slug: str
    days_ago: int
    text: str
    answer: str = ""
    took: int | None = None
    kind: str = "opinion"
    about: str = ""
    handler: str = "tenant"
    refusal: str = ""
    seen: bool = True
    name: str = ""
    phone: str = ""


VOICES = (
    Voice("songlin", 40, "组里的路灯东头三盏一直不亮，晚上走路看不见，什么时候能修好？",
          "已请供电所看过，是线路老化，三盏灯当天换好，以后由网格员每周查一次。", 2),
    Voice("songlin", 25, "耕地补贴的面积怎么和去年不一样？我家地没有变。",
          "面积按今年确权复核的数计算，已请组长带着底册上门说明，有异议可以申请复核。", 3,
          kind="question", about="V23"),
    Voice("nanling", 30, "上个月的收支明细为什么到现在还没有贴出来？",
          "文书生病住院，没有及时张贴，是我们工作不到位，现已补齐并请镇里监督。", 9,
          kind="objection"),
    Voice("dongping", 12, "镇里到村的班车改了时间，没有通知，老人白等了一上午。",
          "班车公司已在各站贴了新时刻表，村里广播也播了三天。", 6, handler="township"),
    Voice("dongping", 8, "某某人就是个骗子，大家都去骂他。",
          refusal="有辱骂他人的话，没有说具体的事，请改后再提。"),
    Voice("songlin", 6, "村口的垃圾箱一个星期没有人收，味道很大。", name="热心村民",
          phone="12345678"),
    Voice("songlin", 2, "渠道清淤以后两边的土还堆着，下雨又冲回去了，能不能运走？",
          "已联系施工队，本周内把土运到指定地点。", kind="opinion"),
    Voice("songlin", 1, "今年的医保代缴有没有名单？怎么查自己家在不在里面？", kind="question",
          seen=False),
)  # fmt: skip


def ask_all(session: Session, stage: Stage, data_dir: Path, *, as_of: date) -> None:
    """Let everybody say what they have to say, and the officials see to it."""
    secret = township_secret(data_dir, CONTACTS, stage.township.id)
    for number, voice in enumerate(one for one in VOICES if one.slug in stage.tenants):
        asked_at = at(as_of - timedelta(days=voice.days_ago), 9 + number)
        question = _ask(session, stage, voice, secret, asked_at)
        if voice.seen:
            _see_to(session, stage, voice, question, asked_at)


def _ask(
    session: Session, stage: Stage, voice: Voice, secret: bytes, asked_at: datetime
) -> Question:
    words = Words(voice.text, voice.kind, voice.name, voice.phone)
    receipt = actions.ask(
        session,
        stage.tenants[voice.slug],
        words,
        hand=Hand(began=asked_at - TYPING),
        secret=secret,
        now=asked_at,
        posting=_about(session, stage, voice),
    )
    wanted = select(Question).where(Question.receipt_hash == receipt_hash(receipt))
    return session.scalars(wanted).one()


def _about(session: Session, stage: Stage, voice: Voice) -> Posting | None:
    wanted = select(Posting).where(
        Posting.township_id == stage.township.id,
        Posting.tenant_id == stage.tenants[voice.slug].id,
        Posting.item_code == voice.about,
        Posting.state == "published",
    )
    return session.scalars(wanted.order_by(Posting.id).limit(1)).first()


def _see_to(
    session: Session, stage: Stage, voice: Voice, question: Question, asked_at: datetime
) -> None:
    tenant = stage.tenants[voice.slug]
    reviewer = stage.actor(TenantRole.REVIEWER, voice.slug)
    seen_at = asked_at + timedelta(hours=3)
    if voice.refusal:
        actions.refuse(session, question, reason=voice.refusal, actor_id=reviewer, now=seen_at)
        return
    actions.let_through(
        session, question, tenant, handler=voice.handler, actor_id=reviewer, now=seen_at
    )
    if not voice.answer:
        return
    told_at = asked_at + timedelta(days=voice.took or 0, hours=5)
    by_town = voice.handler == "township"
    writer = (
        stage.actor(TownshipRole.SUPERVISOR, None)
        if by_town
        else stage.actor(TenantRole.DRAFTER, voice.slug)
    )
    actions.draft_answer(session, question, answer=voice.answer, actor_id=writer, now=told_at)
    if voice.took is not None:
        actions.publish_answer(session, question, actor_id=reviewer, now=told_at)
