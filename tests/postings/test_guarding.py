"""The guard over drafts: what it finds, what is masked, who may let a finding stand."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from ogi.platform import richtext
from ogi.platform.errors import RuleBroken
from ogi.platform.journal import JournalEntry
from ogi.postings import actions, queries
from ogi.postings.models import GuardRuling, Posting
from tests.postings.desk import NOW, TODAY, Desk
from tests.support.rows import make_attachment

pytestmark = pytest.mark.once

ID, PHONE, CARD = "11010519491231002X", "13800138000", "6228480402564890018"
MASKED_ID, MASKED_PHONE = "110105********002X", "138****8000"
WHY = "这是村委会公开的值班手机号"
FIELDS = [
    {"key": "opening", "label": "期初余额", "kind": "money", "required": True, "per": "sheet"},
    {"key": "contact", "label": "联系电话", "kind": "phone", "required": False, "per": "sheet"},
    {"key": "what", "label": "摘要", "kind": "text", "required": True, "per": "row"},
    {"key": "who", "label": "收款人", "kind": "text", "required": False, "per": "row"},
    {"key": "phone", "label": "电话", "kind": "text", "required": False, "per": "row"},
    {"key": "pupil", "label": "学生姓名", "kind": "text", "required": False, "per": "row"},
    {"key": "note", "label": "备注", "kind": "longtext", "required": False, "per": "row"},
]


@pytest.fixture
def desk(bare_world) -> Desk:
    return Desk(bare_world, fields=FIELDS)


def drafted(desk: Desk, title: str = "三月收支", source: str = "村委会", **content) -> int:
    posting_id = desk.draft(filled=False)
    row = content.pop("row", {})
    typed = {
        "fields": {"opening": "100", **content.pop("fields", {})},
        "rows": [{"what": "卖树", **row}],
        "body": content.pop("body", ""),
        **content,
    }
    draft = actions.Draft(title, source, typed)
    desk.do(actions.save, posting_id, "drafter", draft=draft, version=None)
    return posting_id


def found(desk: Desk, posting_id: int) -> list[tuple[str, str, str]]:
    with desk.world.session(desk.tenant) as session:
        posting = queries.get_posting(session, desk.scope, posting_id)
        return [(one.name, one.place, one.masked) for one in queries.findings_of(session, posting)]


def digest_of(desk: Desk, posting_id: int, number: int = 0) -> str:
    with desk.world.session(desk.tenant) as session:
        posting = queries.get_posting(session, desk.scope, posting_id)
        return queries.findings_of(session, posting)[number].digest


def refused(call, *args, **more) -> str:
    with pytest.raises(RuleBroken) as refusal:
        call(*args, **more)
    return refusal.value.code


def submit(desk: Desk, posting_id: int) -> None:
    desk.do(actions.submit, posting_id, "drafter", version=None)


def ask(desk: Desk, posting_id: int, role: str = "drafter") -> int:
    asked = {"digest": digest_of(desk, posting_id), "why": WHY}
    return desk.do(actions.ask_to_keep, posting_id, role, **asked).id


def rule(desk: Desk, posting_id: int, ruling_id: int, role: str = "reviewer", **more) -> None:
    given = {"overrule": True, "reason": "值班电话，可以公开", **more}
    with desk.world.session(desk.tenant) as session:
        posting = queries.get_posting(session, desk.scope, posting_id)
        ruling = queries.get_ruling(session, desk.scope, posting_id, ruling_id)
        actions.rule_on(session, posting, ruling, actor_id=desk.who(role), now=NOW, **given)
        session.commit()


@pytest.mark.parametrize(
    ("content", "name", "place", "masked"),
    [
        ({"title": f"给{PHONE}的公示"}, "title", "“标题”", MASKED_PHONE),
        ({"source": f"张三{ID}"}, "source", "“信息来源”", MASKED_ID),
        ({"fields": {"contact": PHONE}}, "fields-contact", "“联系电话”", MASKED_PHONE),
        ({"row": {"who": f"李四 {ID}"}}, "rows-0-who", "第 1 行“收款人”", MASKED_ID),
        ({"row": {"phone": "１３８ ００１３ ８０００"}}, "rows-0-phone", "第 1 行“电话”",
         MASKED_PHONE),
        ({"row": {"what": "1\u200b38001\u200b38000"}}, "rows-0-what", "第 1 行“摘要”",
         MASKED_PHONE),
        ({"row": {"pupil": "王小明"}}, "rows-0-pupil", "第 1 行“学生姓名”", "王某某"),
        ({"row": {"note": f"{ID[:8]}\n{ID[8:]}"}}, "rows-0-note", "第 1 行“备注”", MASKED_ID),
        ({"row": {"note": "电话138\n00138000"}}, "rows-0-note", "第 1 行“备注”", MASKED_PHONE),
        ({"body": f"卡号{CARD}"}, "body", "“正文”", "****0018"),
        ({"notes": {"close": f"差额由{PHONE}补交"}}, "notes-close", "数字对不上的说明",
         MASKED_PHONE),
    ],
)  # fmt: skip
def test_guard_finds_and_masks_personal_data_in_every_field(
    desk: Desk, content, name, place, masked
):
    posting_id = drafted(desk, **content)
    assert found(desk, posting_id) == [(name, place, masked)]
    assert mask(desk, posting_id) == 1
    posting = desk.read(posting_id)
    assert masked in str([posting.title, posting.source, posting.content])
    assert not found(desk, posting_id)


def mask(desk: Desk, posting_id: int, role: str = "drafter", **more) -> int:
    return desk.do(actions.mask, posting_id, role, intake=None, version=None, **more)


def test_tags_inside_a_number_do_not_hide_it(desk: Desk):
    html = richtext.clean(f"<p>电话<b>138</b><i>0013</i>8000，另见<b>{ID[:6]}</b>{ID[6:]}。</p>")
    posting_id = drafted(desk, html=html)
    assert [one[2] for one in found(desk, posting_id)] == [MASKED_PHONE, MASKED_ID]
    assert mask(desk, posting_id) == 2
    content = desk.read(posting_id).content
    for text in (content["html"], content["body"]):
        assert MASKED_PHONE in text.replace("<b>", "").replace("</b>", "")
    assert not found(desk, posting_id)


def test_number_over_two_paragraphs_or_cells_has_to_be_mended_by_hand(desk: Desk):
    html = richtext.clean(f"<h2>名单</h2><p>身份证{ID[:9]}</p><p>{ID[9:]}</p>")
    posting_id = drafted(desk, html=html)
    assert found(desk, posting_id) == [("body", "“正文”", MASKED_ID)]
    assert refused(mask, desk, posting_id) == "nothing_masked"
    assert refused(submit, desk, posting_id) == "personal_data"
    beside = drafted(desk, row={"who": ID[:6], "phone": ID[6:]})
    assert found(desk, beside)[0][1] == "第 1 行“收款人”和它右边一格"


def test_amounts_and_office_numbers_are_left_alone(desk: Desk):
    desk.world.choose({"kept_phones": f"0553-1234567\n{PHONE}\n", "hotline": "12345"})
    told = {"contact": PHONE, "opening": "13900139000"}
    posting_id = drafted(desk, fields=told, row={"what": "水费"}, body="1500000\n2600")
    assert not found(desk, posting_id)
    submit(desk, posting_id)


def test_submission_waits_until_everything_is_masked(desk: Desk):
    posting_id = drafted(desk, title=f"给{PHONE}的公示", row={"who": f"李四{ID}"})
    assert refused(submit, desk, posting_id) == "personal_data"
    assert mask(desk, posting_id, digests={digest_of(desk, posting_id)}) == 1
    assert refused(submit, desk, posting_id) == "personal_data"
    assert mask(desk, posting_id) == 1
    submit(desk, posting_id)
    assert "masked" in desk.steps(posting_id)


def test_one_who_masks_counts_as_drafter(desk: Desk):
    posting_id = drafted(desk, title=f"给{PHONE}的公示")
    mask(desk, posting_id, "reviewer")
    submit(desk, posting_id)
    code = refused(desk.do, actions.approve, posting_id, "reviewer", version=None)
    assert code == "own_review"


def test_reviewer_lets_a_finding_stand_with_a_reason(desk: Desk):
    posting_id = drafted(desk, body=f"值班电话{PHONE}")
    ruling_id = ask(desk, posting_id)
    assert refused(submit, desk, posting_id) == "personal_data"
    assert refused(rule, desk, posting_id, ruling_id, "drafter") == "own_ruling"
    assert refused(rule, desk, posting_id, ruling_id, reason="可以") == "why_short"
    assert refused(rule, desk, posting_id, ruling_id, reason=f"打{PHONE}问过") == (
        "personal_data_told"
    )
    rule(desk, posting_id, ruling_id)
    assert refused(rule, desk, posting_id, ruling_id) == "already_ruled"
    submit(desk, posting_id)
    with desk.world.session() as session:
        told = [
            (one.action, str(one.detail))
            for one in session.scalars(select(JournalEntry))
            if one.action.startswith("guard.")
        ]
        ruling = session.get_one(GuardRuling, ruling_id)
        kept = " ".join(map(str, vars(ruling).values()))
    assert [action for action, _ in told] == ["guard.asked", "guard.overruled"]
    assert all(MASKED_PHONE in detail and PHONE not in detail for _, detail in told)
    assert MASKED_PHONE in kept
    assert PHONE not in kept


def test_of_two_reviewers_at_once_one_rules(desk: Desk):
    posting_id = drafted(desk, body=f"值班电话{PHONE}")
    ruling_id = ask(desk, posting_id)
    with desk.world.session(desk.tenant) as session:
        posting = queries.get_posting(session, desk.scope, posting_id)
        seen = queries.get_ruling(session, desk.scope, posting_id, ruling_id)
        session.commit()
        rule(desk, posting_id, ruling_id, overrule=False, reason="这是村民的私人号码")
        late = {"actor_id": desk.who("committee"), "now": NOW, "overrule": True}
        code = refused(actions.rule_on, session, posting, seen, reason="值班电话，可以公开", **late)
    assert code == "already_ruled"
    with desk.world.session(desk.tenant) as session:
        kept = queries.get_ruling(session, desk.scope, posting_id, ruling_id)
        assert (kept.state, kept.ruled_by) == ("refused", desk.who("reviewer"))


def test_refused_finding_is_not_asked_for_again(desk: Desk):
    posting_id = drafted(desk, body=f"值班电话{PHONE}")
    ruling_id = ask(desk, posting_id)
    assert refused(ask, desk, posting_id) == "already_asked"
    rule(desk, posting_id, ruling_id, overrule=False, reason="这是村民的私人号码")
    assert refused(ask, desk, posting_id) == "already_refused"
    assert refused(submit, desk, posting_id) == "personal_data"
    mask(desk, posting_id)
    submit(desk, posting_id)


def test_changed_words_need_a_ruling_of_their_own(desk: Desk):
    posting_id = drafted(desk, body=f"值班电话{PHONE}")
    rule(desk, posting_id, ask(desk, posting_id))
    other = actions.Draft("三月收支", "村委会", {
        "fields": {"opening": "100"}, "rows": [{"what": "卖树"}], "body": "值班电话13900139000",
    })  # fmt: skip
    desk.do(actions.save, posting_id, "drafter", draft=other, version=None)
    assert refused(submit, desk, posting_id) == "personal_data"


def test_reviewer_does_not_rule_on_words_that_are_gone(desk: Desk):
    posting_id = drafted(desk, body=f"值班电话{PHONE}")
    ruling_id = ask(desk, posting_id)
    mask(desk, posting_id)
    assert refused(rule, desk, posting_id, ruling_id) == "no_such_finding"


def test_ruling_holds_for_the_corrected_edition(desk: Desk):
    posting_id = drafted(desk, body=f"值班电话{PHONE}")
    rule(desk, posting_id, ask(desk, posting_id))
    first = desk.read(posting_id)
    with desk.world.session(desk.tenant) as session:
        draft = Posting(
            **{
                name: getattr(first, name)
                for name in (
                    "township_id", "tenant_id", "item_id", "item_code", "board", "title",
                    "content", "drafter_id", "created_at", "updated_at",
                )
            },
            state="draft", edition=2, corrects_id=posting_id, correction_note=f"打{ID}问过",
        )  # fmt: skip
        session.add(draft)
        session.commit()
    assert found(desk, draft.id) == [("correction_note", "“更正说明”", MASKED_ID)]


def test_publishing_looks_once_more(desk: Desk):
    desk.world.choose({"kept_phones": PHONE})
    posting_id = drafted(desk, body=f"值班电话{PHONE}")
    submit(desk, posting_id)
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    desk.world.choose({"kept_phones": ""})
    later = NOW + timedelta(hours=1)
    code = refused(desk.do, actions.publish, posting_id, "publisher", claimed_on=TODAY, now=later)
    assert code == "personal_data_late"
    assert desk.read(posting_id).state == "approved"


def test_file_names_and_what_files_hold_are_found(desk: Desk):
    posting_id = drafted(desk)
    told = {
        "kind": "identity",
        "where": "工作表“Sheet1”B4",
        "masked": MASKED_ID,
        "digest": "d" * 32,
    }
    make_attachment(desk.world, desk.read(posting_id), f"{PHONE}名单.xlsx", findings=[told])
    assert found(desk, posting_id) == [
        ("upload", f"附件 1 “{MASKED_PHONE}名单.xlsx”的文件名", MASKED_PHONE),
        ("upload", f"附件 1 “{MASKED_PHONE}名单.xlsx”工作表“Sheet1”B4", MASKED_ID),
    ]
    assert refused(submit, desk, posting_id) == "personal_data"


def test_reasons_that_the_public_reads_hold_no_personal_data(desk: Desk):
    posting_id = drafted(desk)
    submit(desk, posting_id)
    code = refused(
        desk.do, actions.pass_over, posting_id, "publisher", version=None, reason=f"急，找{PHONE}"
    )
    assert code == "personal_data_told"
    desk.do(actions.approve, posting_id, "reviewer", version=None)
    later = NOW + timedelta(days=60)
    desk.do(actions.publish, posting_id, "publisher", claimed_on=TODAY, now=NOW)
    code = refused(desk.do, actions.withdraw, posting_id, "publisher", now=later,
                   reason=f"错写了{ID}")  # fmt: skip
    assert code == "personal_data_told"


def test_file_from_before_files_were_looked_into_is_asked_for_again(desk: Desk):
    posting_id = desk.draft()
    make_attachment(desk.world, desk.read(posting_id), "旧附表.pdf", original_key="")
    with pytest.raises(RuleBroken) as refused:
        desk.do(actions.submit, posting_id, "drafter", version=None)
    assert refused.value.code == "file_unseen"
    assert "旧附表.pdf" in refused.value.text
