"""Base form with Chinese messages, and the way from a form to an action."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from ogi.platform.errors import Conflict, RuleBroken
from ogi.platform.web.form_words import FORM_WORDS, FormWords
from ogi.platform.web.inputs import asked_number

NUL = "\x00"


class BaseForm(FlaskForm):
    """A form with CSRF protection whose own messages are Chinese.

    After `try_action`, `result` holds what the action returned.
    """

    class Meta(FlaskForm.Meta):
        """Messages in Chinese, whatever the browser asks for."""

        locales = ("zh",)

        def get_translations(self, form: FlaskForm) -> FormWords:  # noqa: ARG002 - WTForms' interface
            """Return what forms say of their own accord."""
            return FORM_WORDS

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Take in what was sent without the sign NUL, which PostgreSQL cannot keep."""
            sent = super().wrap_formdata(form, formdata)
            if sent is None or not any(NUL in value for value in _texts(sent)):
                return sent
            return MultiDict(
                (name, value.replace(NUL, "") if isinstance(value, str) else value)
                for name, value in sent.items(multi=True)
            )

    result: Any = None

    def refuse(self, refusal: RuleBroken) -> None:
        """Show a refusal beside its field, or on top of the form."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(refusal.text)
        else:
            field.errors = [*field.errors, refusal.text]


class EditForm(BaseForm):
    """A form that changes a row: the version it was filled from goes along."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version that the page showed; None where the form was not filled from a row."""
        return asked_number(str(self.version.data or ""))


class QuestionForm(BaseForm):
    """A question sent by GET: it changes nothing and needs no token."""

    class Meta(BaseForm.Meta):
        """Without a token in the address."""

        csrf = False


def _texts(sent: MultiDict[str, Any]) -> Iterator[str]:
    return (value for _, value in sent.items(multi=True) if isinstance(value, str))


def try_action(form: BaseForm, action: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Run `action(g.session, …)` and commit; on a refusal undo everything and show it.

    Returns whether it was done. Only refusals and lost races are caught.
    """
    try:
        form.result = action(g.session, *args, **kwargs)
        g.session.commit()
    except StaleDataError:
        g.session.rollback()
        form.refuse(Conflict())
        return False
    except RuleBroken as refusal:
        g.session.rollback()
        form.refuse(refusal)
        return False
    return True
