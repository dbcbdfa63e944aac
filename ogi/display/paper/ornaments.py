"""Ornaments of the heads, drawn here: lines, a fret, clouds; no emblem of any kind."""

WHITE = 'fill="none" stroke="#fff"'


def ornament_svg(name: str) -> bytes:
    """Return one tile of an ornament in white on nothing; blank for none."""
    made = {"fret": _fret, "clouds": _cloud}.get(name)
    return made().encode() if made else b""


def _fret() -> str:
    """One turn of a fret (回纹), to be repeated side by side."""
    path = "M0 18H20V4H6V12H13"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22" width="22" height="22">'
        f'<path d="{path}" {WHITE} stroke-width="2"/><path d="M20 18H22" {WHITE} stroke-width="2"/>'
        "</svg>"
    )


def _cloud() -> str:
    """Draw a curled cloud (云纹) of three arcs."""
    path = (
        "M4 40H86A15 15 0 0 0 84 11A20 20 0 0 0 48 8A14 14 0 0 0 24 16A12 12 0 0 0 8 34"
        "M66 40A9 9 0 1 0 58 27M36 40A8 8 0 1 0 29 28"
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 104 46" width="104" height="46">'
        f'<path d="{path}" {WHITE} stroke-width="2.4" stroke-linecap="round"/></svg>'
    )
