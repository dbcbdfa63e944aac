"""What the checklist says: windows of time, tallies of states, and the matrix made of them."""

from ogi.platform.errors import declare_messages

declare_messages(
    {
        "window_form": "时段“{text}”看不懂。请写成 2026、2026-H1、2026-Q3 或 2026-09。",
        "day_form": "日期“{text}”看不懂。请写成 2026-03-15 这样的日期。",
        "no_tenant": "没有名为“{text}”的单位。",
    }
)
