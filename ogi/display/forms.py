"""Forms of the boards, of what hangs on them, and of the township's standard."""

from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ogi.catalogue.rules import BOARDS
from ogi.display.rules.boards import LONGEST_NAME, LONGEST_SIDE_CM, LONGEST_TEXT, BoardText
from ogi.display.rules.standard import ORNAMENT_WORDS, POSTER_PAPER_WORDS, SHEET_PAPER_WORDS
from ogi.platform.web.forms import BaseForm, EditForm, QuestionForm
from ogi.tenants.settings import LONGEST_HEAD

LONG = "最多 80 个字。"
SIDE = (Optional(), NumberRange(1, LONGEST_SIDE_CM, message="请填 1 到 3000 厘米。"))


class BoardFilterForm(QuestionForm):
    """Which boards to list; sent by GET."""

    state = SelectField("状态", choices={"standing": "在用的", "gone": "已停用的", "": "全部"})
    tenant = SelectField("单位", [Optional()])
    text = StringField("名称、地点或管理人", [Optional(), Length(max=LONGEST_TEXT)])


class BoardForm(EditForm):
    """What the register says of a board."""

    name = StringField(
        "名称",
        [
            InputRequired("请填写公开栏的名称。"),
            Length(max=LONGEST_NAME, message="最多 40 个字。"),
        ],
        description="一看就知道是哪一块，例如 村部公开栏、李家湾组公开栏",
    )
    place = StringField(
        "地点", [Optional(), Length(max=LONGEST_TEXT, message=LONG)],
        description="群众聚集、便于观看的固定位置，例如 村部门口东墙",
    )  # fmt: skip
    boards = SelectMultipleField("有哪几栏", choices=dict(BOARDS), description="打印清单按这里分")
    width_cm = IntegerField("宽", SIDE, description="量一下栏的外框；不清楚就空着")
    height_cm = IntegerField("高", SIDE)
    material = StringField(
        "材质", [Optional(), Length(max=LONGEST_TEXT, message=LONG)],
        description="例如 不锈钢橱窗带雨棚、木质、电子屏",
    )  # fmt: skip
    hotline = StringField(
        "栏上的监督电话", [Optional(), Length(max=LONGEST_TEXT, message=LONG)],
        description="不填就用单位的监督电话；印在海报上",
    )  # fmt: skip
    suggestion_box = BooleanField("设有意见箱")
    keeper = StringField(
        "管理人", [Optional(), Length(max=LONGEST_TEXT, message=LONG)],
        description="谁负责张贴和打理",
    )  # fmt: skip
    keeper_phone = StringField(
        "管理人电话", [Optional(), Length(max=LONGEST_TEXT, message=LONG)],
        description="只在镇村内部看得到",
    )  # fmt: skip
    since = DateField("启用日期", [InputRequired("请填写启用日期。")])
    photo = FileField("照片", description="正面拍一张；系统会去掉拍摄地点等信息")

    def told(self) -> BoardText:
        """Return what was filled in."""
        return BoardText(
            name=self.name.data or "",
            place=self.place.data or "",
            boards=tuple(self.boards.data or ()),
            width_cm=self.width_cm.data,
            height_cm=self.height_cm.data,
            material=self.material.data or "",
            hotline=self.hotline.data or "",
            suggestion_box=bool(self.suggestion_box.data),
            keeper=self.keeper.data or "",
            keeper_phone=self.keeper_phone.data or "",
            since=self.since.data,
        )


class NewBoardForm(BoardForm):
    """A board with its owner, where the person looks after several."""

    tenant = SelectField("单位", [InputRequired("请选单位。")])


class CloseForm(EditForm):
    """The last day of a board."""

    until = DateField(
        "最后一天", [InputRequired("请填写最后一天。")], description="这一天还在用，第二天起不再用"
    )


class ConfirmForm(EditForm):
    """A step that only wants a word of yes."""


class HangForm(BaseForm):
    """Which sheets of today's list were hung, and when."""

    done = SelectMultipleField("已经贴上的", validate_choice=False)
    on = DateField("张贴日期", [InputRequired("请填写张贴日期。")])


class TakeDownForm(BaseForm):
    """Which sheets were taken down, and when."""

    down = SelectMultipleField("已经取下的", coerce=int, validate_choice=False)
    on = DateField("取下日期", [InputRequired("请填写取下日期。")])


class PrintForm(BaseForm):
    """The paper for single sheets."""

    paper = RadioField("纸张", choices=dict(SHEET_PAPER_WORDS))


class PosterForm(BaseForm):
    """The board and the paper of a poster."""

    board = SelectField("哪一块公开栏", [Optional()])
    paper = RadioField("纸张", choices=dict(POSTER_PAPER_WORDS))


def _head(label: str) -> Any:
    return StringField(
        label,
        [InputRequired("请填写栏头的字。"), Length(max=LONGEST_HEAD, message="最多 12 个字。")],
    )


class StandardForm(BaseForm):
    """What every village of the township prints alike."""

    head_party = _head("党务栏的栏头")
    head_affairs = _head("村务栏的栏头（村）")
    head_elsewhere = _head("政务栏的栏头（部门、镇机关）")
    head_finance = _head("财务栏的栏头")
    hue_party = StringField("党务栏的颜色", [InputRequired("请选颜色。")])
    hue_affairs = StringField("村务、政务栏的颜色", [InputRequired("请选颜色。")])
    hue_finance = StringField("财务栏的颜色", [InputRequired("请选颜色。")])
    ornament = RadioField("栏头纹饰", choices=dict(ORNAMENT_WORDS))
    poster_title = StringField(
        "海报的总标题",
        [Optional(), Length(max=LONGEST_HEAD, message="最多 12 个字。")],
        description="前面自动加单位名称；不填就是“三务公开栏”，部门和镇机关是“政务公开栏”",
    )
    sheet_paper = RadioField("单页默认用纸", choices=dict(SHEET_PAPER_WORDS))
    poster_paper = RadioField("海报默认用纸", choices=dict(POSTER_PAPER_WORDS))
