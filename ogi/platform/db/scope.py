"""What one session may see: chosen once, when the session opens."""

from dataclasses import dataclass


class OutOfScope(RuntimeError):
    """Code reached past its tenant; a defect, never the user's fault."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The wall around a session.

    `township_id` None shows no owned row at all. `tenant_id` narrows to one tenant; None
    means the whole township. `public` narrows further to what anonymous readers may see.
    `signing_in` opens the staff tables alone, for finding out who is at the door.
    """

    township_id: int | None
    tenant_id: int | None = None
    public: bool = False
    signing_in: bool = False

    def __post_init__(self) -> None:
        if self.township_id is None and (self.tenant_id is not None or self.public):
            raise ValueError("a tenant or public scope needs its township")

    @classmethod
    def for_sign_in(cls) -> "Scope":
        """Return the scope that can read staff and posts of any township, and nothing else."""
        return cls(None, signing_in=True)

    @classmethod
    def global_only(cls) -> "Scope":
        """Return the scope that sees districts and townships but no owned row."""
        return cls(None)
