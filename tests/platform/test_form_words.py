"""Forms speak Chinese, whatever is wrong."""

import ast
import re
from pathlib import Path

import pytest
import wtforms
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DecimalField, IntegerField, RadioField, SelectField
from wtforms import SelectMultipleField as ManyField
from wtforms.validators import InputRequired, NumberRange

from ogi.platform.web.form_words import FORM_WORDS
from ogi.platform.web.forms import QuestionForm

LATIN = re.compile(r"[A-Za-z]{3,}")


class Everything(QuestionForm):
    """One field of each kind."""

    name = IntegerField("数", [InputRequired()])
    day = DateField("日期")
    sum = DecimalField("金额", [NumberRange(0, 9)])
    one = SelectField("选一个", choices=["a"])
    round = RadioField("选一个", choices=["a"])
    many = ManyField("选几个", choices=["a"])
    whole = ManyField("选几个", choices={1: "一"}, coerce=int)


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        ("name", "x"), ("name", ""), ("day", "昨天"), ("sum", "多少"), ("sum", "10"),
        ("one", "b"), ("round", "b"), ("many", "b"), ("whole", "二"),
    ],
)  # fmt: skip
def test_official_is_told_in_chinese_what_is_wrong(app, field, sent):
    with app.test_request_context():
        form = Everything(MultiDict({field: sent}))
        assert not form.validate()
    assert form[field].errors
    for told in form[field].errors:
        assert not LATIN.search(str(told)), told


def test_every_word_of_the_library_has_a_chinese_one():
    """What the library may say, read from its source; its own programming errors apart."""
    known = {"Invalid field name '%s'."}
    for path in Path(wtforms.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                continue
            words = [one.value for one in call.args if isinstance(one, ast.Constant)]
            if call.func.attr == "gettext" and words and words[0] not in known:
                assert FORM_WORDS.gettext(words[0]) != words[0], words
            if call.func.attr == "ngettext" and len(words) > 1:
                assert FORM_WORDS.ngettext(words[0], words[1], 1) != words[0], words
