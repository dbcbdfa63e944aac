"""Functions of days and moments that every database has, each under a name of its own."""

from datetime import date

from sqlalchemy import Date, Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class local_day(GenericFunction[date]):  # noqa: N801 - named as the SQL function it stands for
    """The day in China of a moment."""

    type = Date()
    inherit_cache = True


@compiles(local_day)
def _zoned(element: local_day, compiler: SQLCompiler, **kw: object) -> str:
    (moment,) = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST({moment} AT TIME ZONE 'Asia/Shanghai' AS DATE)"


@compiles(local_day, "sqlite")
def _shifted(element: local_day, compiler: SQLCompiler, **kw: object) -> str:
    (moment,) = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"date({moment}, '+8 hours')"


class day_before(GenericFunction[date]):  # noqa: N801 - as above
    """The day so many days before a day."""

    type = Date()
    inherit_cache = True


@compiles(day_before)
def _less(element: day_before, compiler: SQLCompiler, **kw: object) -> str:
    day, days = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({day} - {days})"


@compiles(day_before, "sqlite")
def _back(element: day_before, compiler: SQLCompiler, **kw: object) -> str:
    day, days = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"date({day}, '-' || {days} || ' days')"


class minutes_between(GenericFunction[float]):  # noqa: N801 - as above
    """Minutes from the first moment to the second."""

    type = Float()
    inherit_cache = True


@compiles(minutes_between)
def _epoch(element: minutes_between, compiler: SQLCompiler, **kw: object) -> str:
    first, second = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"(EXTRACT(EPOCH FROM ({second} - {first})) / 60.0)"


@compiles(minutes_between, "sqlite")
def _julian(element: minutes_between, compiler: SQLCompiler, **kw: object) -> str:
    first, second = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"((julianday({second}) - julianday({first})) * 1440.0)"
