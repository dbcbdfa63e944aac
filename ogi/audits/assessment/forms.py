"""Forms of the year's score."""

from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    DecimalField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ogi.audits.assessment.measures import AUTO, FOUND
from ogi.audits.assessment.ready import READY
from ogi.audits.assessment.rules.arithmetic import Method, plain
from ogi.audits.assessment.rules.checks import (
    LONGEST_PERIOD,
    LONGEST_SECTION,
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_POINTS,
)
from ogi.audits.assessment.rules.words import EFFECT_WORDS, METHOD_WORDS, OBJECTION_STATES
from ogi.platform.web.forms import BaseForm, QuestionForm
from ogi.tenants.rules import KIND_NAMES, TenantKind

LAST_PLACE = 9999
VILLAGES, EVERYBODY = "village", "all"
BOUND = {EVERYBODY: "全部单位", VILLAGES: "只考核村"}
AS_BEGUN = "begun"
BOUND_AT_FIRST = {AS_BEGUN: "照所选的方案", **BOUND}
STARTS = {**{one.key: one.name for one in READY.values()}, "last": "照抄最近一年的方案",
          "blank": "空白方案"}  # fmt: skip
HINTS = {**{one.key: one.told for one in READY.values()},
         "last": "项目、分值、扣分和上限都照抄，再改。", "blank": "项目自己一个个加。"}  # fmt: skip


class PointsField(DecimalField):
    """A number that is shown without needless zeros, and as it was typed where it is refused."""

    def _value(self) -> str:
        if self.raw_data or not isinstance(self.data, Decimal):
            return str(super()._value())
        return plain(self.data)


def points(label: str, *checks: Any, description: str = "") -> PointsField:
    """Return a field for points with up to two decimals."""
    bounds = NumberRange(0, int(MOST_POINTS), message=f"请填 0 到 {MOST_POINTS}。")
    return PointsField(label, [*checks, bounds], places=None, description=description)


class SchemeForm(BaseForm):
    """A scheme's head."""

    version = HiddenField()
    title = StringField(
        "标题", [InputRequired("请填写标题。"), Length(max=LONGEST_TITLE, message="标题太长。")]
    )
    full_marks = points(
        "满分", InputRequired("请填写满分。"), description="得分项目加起来要正好等于满分"
    )
    bound = RadioField("考核哪些单位", choices=BOUND, default=EVERYBODY)
    objection_days = IntegerField(
        "提异议的时间",
        [InputRequired("请填写天数。"), NumberRange(1, LONGEST_PERIOD, message="请填 1 到 30。")],
        description="从告知单位的第二天起算，多少个工作日",
    )
    ranks = BooleanField(
        "排名次",
        description="一般不排：整治形式主义的规定不许强制排名，每个单位同自己去年比",
    )

    @property
    def kinds(self) -> list[str]:
        """The kinds of tenants that are bound; none where the scheme begun from says it."""
        if self.bound.data == AS_BEGUN:
            return []
        one = [str(TenantKind.VILLAGE)]
        return one if self.bound.data == VILLAGES else [str(kind) for kind in TenantKind]


class NewSchemeForm(SchemeForm):
    """A scheme for a year that has none, from a ready one, last year's, or blank."""

    year = IntegerField("年度", [InputRequired("请填写年度。")], description="一年一个方案")
    bound = RadioField("考核哪些单位", choices=BOUND_AT_FIRST, default=AS_BEGUN)
    start = RadioField(
        "从哪里开始", [InputRequired("请选一项。")], choices=STARTS, default="village"
    )


class ItemForm(BaseForm):
    """One indicator."""

    version = HiddenField()
    section = StringField(
        "大项", [Optional(), Length(max=LONGEST_SECTION)], description="例如 公开内容"
    )
    text = StringField(
        "考核内容",
        [InputRequired("请填写考核内容。"), Length(max=LONGEST_TEXT, message="太长了。")],
        description="一句话说清要做到什么",
    )
    method = RadioField("怎样评", choices=METHOD_WORDS, default=str(Method.AUTO))
    measure = SelectField(
        "自动指标", [Optional()], description="选“系统自动算”时填",
        choices={"": "请选择", **{key: one.name for key, one in AUTO.items()}},
    )  # fmt: skip
    topic = SelectField(
        "检查内容", [Optional()], description="选“检查发现的问题”时填",
        choices={"": "请选择", **{key: one.name for key, one in FOUND.items()}},
    )  # fmt: skip
    effect = RadioField("作用", choices=EFFECT_WORDS, default="score")
    weight = points("分值", Optional(), description="得分项目填；满分多少")
    deduction = points(
        "每次扣（加）几分", Optional(), description="人工评定的可以不填，由人直接给分"
    )
    cap = points("最多扣（加）几分", Optional(), description="得分项目不填就是扣完为止")
    evidence = StringField(
        "要什么依据", [Optional(), Length(max=LONGEST_TEXT)], description="人工评定的，登记时要写明"
    )
    position = IntegerField(
        "排列次序", [Optional(), NumberRange(0, LAST_PLACE, message="请填 0 到 9999。")],
        description="数字小的排在前面，不填排在最后",
    )  # fmt: skip


class EntryForm(BaseForm):
    """What a person judged of one tenant; the view names the value."""

    version = HiddenField()
    value = PointsField("次数", [InputRequired("请填写。")], places=None)
    evidence = TextAreaField(
        "依据",
        [InputRequired("请写明依据。"), Length(max=LONGEST_WORDS, message="依据太长。")],
        description="写事实：什么时候、在哪里、看到什么或依据哪份文件。单位看得到",
    )
    files = MultipleFileField("文件或照片", [Optional()], description="可以不传；一次可以选几个")


class ConfirmForm(BaseForm):
    """A plain yes."""


class ObjectionForm(BaseForm):
    """A tenant's objection."""

    text = TextAreaField(
        "异议和理由",
        [InputRequired("请写明异议和理由。"), Length(max=LONGEST_WORDS, message="太长了。")],
        description="写明哪里不对、实际是什么、有什么依据",
    )
    files = MultipleFileField("文件或照片", [Optional()], description="可以不传；一次可以选几个")


class AnswerForm(BaseForm):
    """The answer to an objection; the view names the points."""

    version = HiddenField()
    verdict = RadioField(
        "答复",
        [InputRequired("请选一项。")],
        choices={key: OBJECTION_STATES[key] for key in ("accepted", "refused")},
    )
    points = PointsField("改为", [Optional()], places=None)
    answer = TextAreaField(
        "理由",
        [InputRequired("请写明理由。"), Length(max=LONGEST_WORDS, message="太长了。")],
        description="单位看得到",
    )


class TableForm(QuestionForm):
    """Which scores to list; sent by GET."""

    text = StringField("单位", [Optional(), Length(max=LONGEST_TITLE)])
    kind = SelectField(
        "单位类别", validate_choice=False,
        choices={"": "全部", **{str(kind): name for kind, name in KIND_NAMES.items()}},
    )  # fmt: skip
    disputed = SelectField(
        "异议", choices={"": "全部", "open": "有异议等待答复"}, validate_choice=False
    )


class ObjectionFilterForm(QuestionForm):
    """Which objections to list; sent by GET."""

    state = SelectField("答复", choices={"": "全部", **OBJECTION_STATES}, validate_choice=False)
