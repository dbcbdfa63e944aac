"""Made-up village papers with personal data among look-alikes, each with its list of truths.

Nothing here is taken from the detectors: check digits are worked out anew, names and numbers
come from lists of their own, and sentences are written as clerks write them.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bench.privacy_lookalikes import harmless
from bench.privacy_words import (
    CARD_STARTS,
    FULL_WIDTH,
    GIVEN,
    ILLNESSES,
    MOBILE_STARTS,
    OFFICE_MOBILES,
    REGIONS,
    ROADS,
    SURNAMES,
    TOWNS,
    VILLAGES,
)

T = TypeVar("T")
Found = tuple[str, list[tuple[str, str]]]
"""A sentence and the personal data in it, each as kind and text."""


@dataclass
class Paper:
    """Lines and a table of one paper; `truths` are its personal data as (kind, text)."""

    lines: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    truths: list[tuple[str, str]] = field(default_factory=list)


class Writer:
    """Writes papers, each the same for the same number."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(f"paper {number}")

    def digits(self, count: int) -> str:
        """Return so many digits."""
        return "".join(self.random.choices("0123456789", k=count))

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return self.random.choice(options)

    def name(self) -> str:
        """Return a name of two or three characters."""
        return self.pick(SURNAMES) + "".join(self.random.choices(GIVEN, k=self.pick((1, 2, 2))))

    def day(self, first: int, last: int) -> tuple[int, int, int]:
        """Return year, month and day."""
        return (
            self.random.randint(first, last),
            self.random.randint(1, 12),
            self.random.randint(1, 28),
        )

    # ------------------------------------------------------------- personal data
    def identity(self) -> str:
        """Return an identity number of eighteen digits."""
        year, month, day = self.day(1935, 2012)
        body = f"{self.pick(REGIONS)}{year}{month:02}{day:02}{self.digits(3)}"
        weights = [pow(2, 17 - at, 11) for at in range(17)]
        rest = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
        return body + "10X98765432"[rest]

    def old_identity(self) -> str:
        """Return an identity number of fifteen digits."""
        year, month, day = self.day(1935, 1984)
        return f"{self.pick(REGIONS)}{year % 100}{month:02}{day:02}{self.digits(3)}"

    def mobile(self) -> str:
        """Return the number of a mobile phone."""
        while (number := self.pick(MOBILE_STARTS) + self.digits(8)) in OFFICE_MOBILES:
            pass
        return number

    def card(self) -> str:
        """Return the number of a bank card."""
        start, length = self.pick(CARD_STARTS)
        body = start + self.digits(length - len(start) - 1)
        total = 0
        for at, digit in enumerate(reversed(body)):
            value = int(digit) * (2 if at % 2 == 0 else 1)
            total += value - 9 if value > 9 else value
        return body + str(-total % 10)

    def address(self) -> str:
        """Return an address down to the house."""
        house = self.random.randint(1, 188)
        room = self.random.randint(101, 2404)
        return self.pick(
            (
                f"{self.pick(TOWNS)}{self.pick(VILLAGES)}{self.pick('一二三四五六七八')}组{house}号",
                f"{self.pick(VILLAGES)}{self.random.randint(1, 12)}组{house}号",
                f"{self.pick(TOWNS)}{self.pick(ROADS)}{house}号{house % 20 + 1}栋{room}室",
                f"{self.pick(ROADS)}{house}号{self.random.randint(1, 4)}单元{room}室",
                f"{self.pick(TOWNS)}{self.pick(VILLAGES)}{house}号",
            )
        )

    def spaced(self, number: str, sizes: tuple[int, ...], marks: str) -> str:
        """Return a number in groups."""
        mark, pieces, at = self.pick(marks), [], 0
        for size in sizes:
            pieces.append(number[at : at + size])
            at += size
        return mark.join(piece for piece in [*pieces, number[at:]] if piece)

    def dressed(self, kind: str, number: str) -> str:
        """Write a number as people do: mostly plain, now and then in groups or full width."""
        luck = self.random.random()
        if luck < 0.08:
            return number.translate(FULL_WIDTH)
        if luck < 0.2:
            sizes = {"identity": (6, 8), "mobile": (3, 4), "bank_card": (4, 4, 4, 4)}[kind]
            return self.spaced(number, sizes, "  -" if kind != "bank_card" else " ")
        if luck < 0.25 and kind == "mobile":
            return self.pick(("+86", "+86 ", "+86-")) + number
        if luck < 0.28:
            return number[:6] + self.pick(("\u200b", "\u00a0", "\ufeff")) + number[6:]
        return number.lower() if luck < 0.33 else number

    def personal(self) -> Found:
        """Return a sentence and the personal data in it."""
        make = self.pick(
            (
                self._identity,
                self._identity,
                self._mobile,
                self._mobile,
                self._card,
                self._address,
                self._minor,
                self._illness,
                self._passport,
                self._social,
                self._old,
                self._two,
            )
        )
        return make()

    def _identity(self) -> Found:
        shown = self.dressed("identity", self.identity())
        words = self.pick(
            (
                "{n}，身份证号{v}，符合低保条件。",
                "户主{n}（{v}）",
                "经办人：{n} {v}",
                "申请人{n}，身份证号码：{v}",
                "{v}",
                "公民身份号码 {v}，已核实",
                "{n}{v}本人签字",
            )
        )
        return words.format(n=self.name(), v=shown), [("identity", shown)]

    def _old(self) -> Found:
        shown = self.old_identity()
        words = self.pick(("{n}，身份证号{v}（旧证）", "旧身份证：{v}", "{n}的证件号码为{v}。"))
        return words.format(n=self.name(), v=shown), [("identity", shown)]

    def _mobile(self) -> Found:
        shown = self.dressed("mobile", self.mobile())
        words = self.pick(
            (
                "联系人{n}，电话{v}。",
                "{n} {v}",
                "手机：{v}（{n}）",
                "请与{n}联系（{v}）",
                "咨询电话：{v}，欢迎来电",
                "微信同号{v}",
                "{n}，{v}，已领取",
                "Tel:{v}",
            )
        )
        return words.format(n=self.name(), v=shown), [("mobile", shown)]

    def _card(self) -> Found:
        shown = self.dressed("bank_card", self.card())
        words = self.pick(
            (
                "开户行：农商银行，卡号{v}",
                "{n}一卡通账号：{v}",
                "打入{n}的银行卡{v}。",
                "{n} {v}",
                "收款人{n}，账号 {v}，转账",
            )
        )
        return words.format(n=self.name(), v=shown), [("bank_card", shown)]

    def _address(self) -> Found:
        shown = self.address()
        words = self.pick(
            (
                "家庭住址：{v}",
                "{n}，现住{v}。",
                "户籍地址：{v}，人户一致",
                "{n}家住{v}，房屋为砖木结构",
                "住{v}的{n}",
            )
        )
        return words.format(n=self.name(), v=shown), [("address", shown)]

    def _minor(self) -> Found:
        name, age = self.name(), self.random.randint(3, 13)
        other = self.name()
        words, truths = self.pick(
            (
                ("困难学生{a}，{g}岁，给予补助。", 1),
                ("{a}（{g}岁）由祖父母抚养", 1),
                ("留守儿童：{a}、{b}", 2),
                ("孤儿{a}每月领取生活费", 1),
                ("受助学生名单：{a}、{b}等", 2),
                ("{a}，女，{g}岁", 1),
                ("未成年人{a}的监护人", 1),
            )
        )
        shown = words.format(a=name, b=other, g=age)
        return shown, [("minor", name), ("minor", other)][:truths]

    def _illness(self) -> Found:
        illness, grade = self.pick(ILLNESSES), self.pick("一二三四")
        limb = self.pick(("肢体", "视力", "听力", "智力", "精神"))
        words, shown = self.pick(
            (
                ("{n}患{i}，家庭困难。", illness),
                ("因{i}住院治疗", illness),
                ("{n}，{l}残疾{g}级", f"{limb}残疾{grade}级"),
                ("残疾等级：{g}级", f"残疾等级：{grade}级"),
                ("户主{n}确诊{i}后丧失劳动能力", illness),
                ("{g}级残疾，{n}", f"{grade}级残疾"),
            )
        )
        return words.format(n=self.name(), i=illness, l=limb, g=grade), [("illness", shown)]

    def _passport(self) -> Found:
        shown = self.pick("EGP") + self.digits(8)
        return self.pick(("护照号：{v}", "{n}持护照{v}出境", "护照号码 {v}")).format(
            n=self.name(), v=shown
        ), [("passport", shown)]

    def _social(self) -> Found:
        shown = self.pick("ABCDK") + self.digits(8)
        words = self.pick(("社保卡号：{v}", "{n}的社会保障卡号为{v}", "社会保障卡 {v}"))
        return words.format(n=self.name(), v=shown), [("social_card", shown)]

    def _two(self) -> Found:
        one, two = self.identity(), self.mobile()
        return self.pick(("{n} {a} {b}", "{n}，{a}，{b}", "{n}\t{a}\t{b}")).format(
            n=self.name(), a=one, b=two
        ), [
            ("identity", one),
            ("mobile", two),
        ]

    # ---------------------------------------------------------------- look-alikes
    def credit_code(self) -> str:
        """Return the credit code of a company."""
        signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
        middle = "".join(
            self.random.choices("0123456789" if self.random.random() < 0.3 else signs, k=9)
        )
        body = self.pick(("91", "92", "93", "12", "54", "51")) + self.pick(REGIONS) + middle
        total = sum(signs.index(sign) * pow(3, at, 31) for at, sign in enumerate(body))
        return body + signs[-total % 31]

    # --------------------------------------------------------------------- papers
    def paper(self) -> Paper:
        """Return a paper with nothing to four pieces of personal data and many look-alikes."""
        paper = Paper()
        for _ in range(self.random.randint(5, 12)):
            paper.lines.append(harmless(self))
        for _ in range(self.pick((0, 1, 1, 2, 3))):
            words, truths = self.personal()
            paper.lines.insert(self.random.randint(0, len(paper.lines)), words)
            paper.truths += truths
        if self.random.random() < 0.4:
            self._add_table(paper)
        return paper

    def _add_table(self, paper: Paper) -> None:
        full = self.random.random() < 0.5
        paper.table.append(
            ["序号", "姓名", "身份证号", "手机号码", "凭证号", "金额（元）", "社会信用代码"]
        )
        for number in range(1, self.random.randint(2, 6)):
            one, two = self.identity(), self.mobile()
            shown = (
                (one, two) if full else (f"{one[:6]}********{one[-4:]}", f"{two[:3]}****{two[-4:]}")
            )
            voucher = f"{self.pick(MOBILE_STARTS)}{self.digits(8)}"
            row = [
                str(number),
                self.name(),
                *shown,
                voucher,
                f"{self.random.randint(100, 90000)}.00",
                self.credit_code(),
            ]
            paper.table.append(row)
            paper.truths += [("identity", one), ("mobile", two)] if full else []
