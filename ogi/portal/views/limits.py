"""How often anybody may try: counted under keyed hashes, in a session of its own."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import current_app

from ogi.platform import clock
from ogi.platform.db import Scope, open_session
from ogi.platform.errors import RuleBroken
from ogi.platform.web.database import engine
from ogi.platform.web.forms import BaseForm
from ogi.tenants.throttling import check_tries, count_try, subject_of

Limits = Mapping[Any, int]
"""How many tries are free by what they are counted under: a purpose, then its parts."""


def may_try(form: BaseForm, limits: Limits, *, window: timedelta, count: bool = True) -> bool:
    """Tell whether one more try is free, and count it; else the form says when to come again.

    A refused try is not counted, so that nobody can keep the others out.
    """
    now = clock.now()
    with open_session(engine(), Scope.global_only()) as counting:
        try:
            subjects = _subjects(limits)
            check_tries(counting, subjects, window=window, now=now)
            if count:
                count_try(counting, subjects, now=now)
        except RuleBroken as refusal:
            form.refuse(refusal)
            return False
        counting.commit()
    return True


def spend(limits: Limits) -> None:
    """Count a try that was free."""
    with open_session(engine(), Scope.global_only()) as counting:
        count_try(counting, _subjects(limits), now=clock.now())
        counting.commit()


def _subjects(limits: Limits) -> dict[str, int]:
    secret = str(current_app.secret_key or "")
    return {subject_of(secret, *parts): most for parts, most in limits.items()}
