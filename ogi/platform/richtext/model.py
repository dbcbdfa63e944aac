"""What a rich text is made of: lines of marked text, pictures, and tables of cells."""

from dataclasses import dataclass, field

ALIGNS = {"center": "ta-center", "right": "ta-right"}
INDENTED = "ti-2"
HEADINGS = ("h2", "h3", "h4")
MOST_LEVELS = 6


@dataclass(slots=True)
class Run:
    """A stretch of text with one set of marks; LF in it is a line break.

    With a `picture` (the key of its file) the text is what the picture shows.
    """

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    picture: int = 0

    def is_blank(self) -> bool:
        """Return whether there is nothing to see in it, nor a break."""
        return not self.picture and not self.text.strip(" \t\r\n\f\xa0")

    def is_like(self, other: "Run") -> bool:
        """Return whether both may be written as one."""
        return not (self.picture or other.picture) and (
            (self.marks, self.href) == (other.marks, other.href)
        )


@dataclass(slots=True)
class Line:
    """A paragraph, heading, quotation or entry of a list, or a rule across the page (hr).

    An entry has its `level` from 1; `number` is what it is counted as in an ordered list, and
    `opens` says that it begins a list of its own.
    """

    kind: str
    runs: list[Run] = field(default_factory=list)
    align: str = ""
    indented: bool = False
    level: int = 0
    number: int = 0
    opens: bool = False

    @property
    def text(self) -> str:
        """The words of the line."""
        return text_of(self.runs)


@dataclass(slots=True)
class Cell:
    """One cell of a table: tag td or th, and how many columns and rows it covers."""

    tag: str
    columns: int = 1
    rows: int = 1
    align: str = ""
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words of the cell."""
        return text_of(self.runs)


@dataclass(slots=True)
class Row:
    """One row of a table."""

    head: bool = False
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table; cells may span rows and columns."""

    rows: list[Row] = field(default_factory=list)


Block = Line | Table


def text_of(runs: list[Run]) -> str:
    """Return the words of some runs."""
    return "".join(run.text for run in runs)
