"""The township's past: the year 2017 through the product's import, older totals, and reports."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from ogi.demo.staging import Stage


def load_history(session: Session, stage: Stage, seed: int, *, as_of: date, now: datetime) -> None:
    """Import 2017."""
