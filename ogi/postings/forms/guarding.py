"""Forms around personal data: asking that a finding stands, ruling on it, listing rulings."""

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Length

from ogi.platform.privacy import KIND_NAMES
from ogi.platform.web.forms import BaseForm, QuestionForm
from ogi.postings.forms.deciding import VersionForm
from ogi.postings.rules.guarding import LONGEST_WHY, RULED_WORDS

MOST = [Length(max=LONGEST_WHY, message=f"最多写 {LONGEST_WHY} 个字")]


class AskForm(VersionForm):
    """Why a finding should stand."""

    digest = HiddenField()
    why = TextAreaField(
        "为什么可以公开", MOST,
        description="至少 5 个字，例如“这是村委会对外公布的值班手机”。不要在理由里写出号码",
    )  # fmt: skip


class RulingForm(BaseForm):
    """The reviewer's ruling."""

    reason = TextAreaField(
        "认定理由", MOST, description="至少 5 个字，会保存备查。不要在理由里写出号码"
    )


class RulingsForm(QuestionForm):
    """What the list of rulings is narrowed to; sent by GET."""

    state = SelectField("结果", choices={"": "全部", **RULED_WORDS}, validate_choice=False)
    kind = SelectField(
        "种类", choices={"": "全部", **{str(kind): name for kind, name in KIND_NAMES.items()}},
        validate_choice=False,
    )  # fmt: skip
    tenant = SelectField("单位", validate_choice=False)
