"""Forms of planning, closing and cancelling inspections."""

from datetime import date

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from ogi.audits.inspections.rules.drawing import LONGEST_SEED
from ogi.audits.inspections.rules.planning import LONGEST_NOTE, LONGEST_TITLE, Plan
from ogi.audits.inspections.rules.words import (
    KIND_WORDS,
    METHOD_WORDS,
    RESULT_WORDS,
    STATE_WORDS,
    Kind,
    Method,
)
from ogi.platform.web.forms import BaseForm, QuestionForm
from ogi.platform.web.inputs import asked_number
from ogi.tenants.rules import KIND_NAMES, TenantKind

KIND_HINTS = {
    Kind.PLANNED: "事先通知受检单位",
    Kind.UNANNOUNCED: "不打招呼；整改通知发出以前，受检单位在系统里看不到",
    Kind.RECHECK: "再看上次的问题改了没有",
}
METHOD_HINTS = {
    Method.ALL: "选中类别的单位都查",
    Method.RANDOM: "抽签，每个单位机会一样；种子记下来，谁都能重新核对",
    Method.RISK: "抽签，近一年检查出的问题越多，抽中的机会越大",
    Method.NAMED: "自己选单位",
}


class InspectionFilterForm(QuestionForm):
    """Which inspections to list; sent by GET."""

    text = StringField("名称", [Optional(), Length(max=LONGEST_TITLE)])
    year = SelectField("年度", validate_choice=False)
    kind = SelectField("方式", choices={"": "全部", **KIND_WORDS}, validate_choice=False)
    state = SelectField("状态", choices={"": "全部", **STATE_WORDS}, validate_choice=False)


class EntryFilterForm(QuestionForm):
    """Which entries of an inspection to list; sent by GET."""

    visit = SelectField("单位", validate_choice=False)
    indicator = SelectField("检查项目", validate_choice=False)
    result = SelectField("结果", choices={"": "全部", **RESULT_WORDS}, validate_choice=False)


class DaysForm(BaseForm):
    """Title and days."""

    version = HiddenField()
    title = StringField(
        "检查名称",
        [InputRequired("请填写检查名称。"), Length(max=LONGEST_TITLE, message="名称太长。")],
        description="例如 2026年三季度公开栏暗访",
    )
    starts_on = DateField("开始日期", [InputRequired("请填写开始日期。")])
    ends_on = DateField("结束日期", [InputRequired("请填写结束日期。")])

    @property
    def seen(self) -> int:
        """The version that the form was opened on."""
        return asked_number(self.version.data) or 0


class PlanForm(DaysForm):
    """Everything that an inspection is planned by; `mark` names the proposal that was shown."""

    mark = HiddenField()
    kind = RadioField("方式", choices=dict(KIND_WORDS), default=Kind.PLANNED)
    set = SelectField("检查单", description="检查时逐项照着看")
    method = RadioField("怎样确定受检单位", choices=dict(METHOD_WORDS), default=Method.ALL)
    kinds = SelectMultipleField(
        "单位类别",
        [Optional()],
        choices={str(kind): name for kind, name in KIND_NAMES.items()},
        description="全部检查和抽签时，在这些单位里选",
    )
    sample_size = IntegerField("抽取数量", [Optional()], description="抽签时填写")
    seed = StringField(
        "抽签种子",
        [Optional(), Length(max=LONGEST_SEED, message="种子太长。")],
        description="可以由在场的人当场报一个数；不填由系统产生。同样的种子，结果总是一样",
    )
    tenants = SelectMultipleField("指定的单位", [Optional()])
    inspectors = SelectMultipleField(
        "检查人", [Optional()], description="受检单位自动均分；在某单位任职的人不会派到那里"
    )
    keeps_position = BooleanField(
        "照片保留拍摄位置", description="不勾选就去掉照片里的经纬度；需要证明到过现场时才勾选"
    )

    def plan(self) -> Plan:
        """Return what was typed."""
        return Plan(
            title=self.title.data or "",
            kind=self.kind.data or "",
            set_id=asked_number(self.set.data) or 0,
            method=self.method.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            inspector_ids=_keys(self.inspectors.data),
            kinds=tuple(str(kind) for kind in TenantKind if kind in (self.kinds.data or [])),
            sample_size=self.sample_size.data or 0,
            seed=(self.seed.data or "").strip(),
            tenant_ids=_keys(self.tenants.data),
            keeps_position=bool(self.keeps_position.data),
        )

    def begin(self, today: date) -> None:
        """Fill in what most inspections begin with."""
        self.starts_on.data = self.ends_on.data = today
        self.kinds.data = [str(TenantKind.VILLAGE)]


class CloseForm(BaseForm):
    """A word as an inspection is closed or cancelled."""

    note = TextAreaField("说明", [Optional(), Length(max=LONGEST_NOTE, message="太长了。")])

    def need_note(self) -> None:
        """Mark the word as one that has to be given; the rule refuses without it."""
        self.note.flags.optional, self.note.flags.required = False, True


class InspectorForm(BaseForm):
    """Who visits."""

    inspector = SelectField("检查人", [InputRequired("请选择检查人。")])


class VisitForm(InspectorForm):
    """Whom to visit beside the others, and who does."""

    tenant = SelectField("单位", [InputRequired("请选择单位。")])


def _keys(chosen: list[str] | None) -> tuple[int, ...]:
    return tuple(key for key in map(asked_number, chosen or []) if key is not None)
