"""Sentences that look as if they held personal data: vouchers, codes, hotlines, masked forms."""

import random
from typing import Protocol

from bench.privacy_words import MOBILE_STARTS, OFFICE_MOBILES, REGIONS, ROADS, TOWNS, VILLAGES


class Sources(Protocol):
    """What a writer of papers can make up."""

    random: random.Random

    def digits(self, count: int) -> str:
        """Return so many digits."""

    def name(self) -> str:
        """Return a name."""

    def identity(self) -> str:
        """Return an identity number."""

    def credit_code(self) -> str:
        """Return a credit code."""


def harmless(writer: Sources) -> str:
    """Return a sentence that looks as if there were personal data in it."""
    day = "{}{:02}{:02}".format(*writer.day(2019, 2026))
    number = writer.random.randint(1, 400)
    name = writer.name()
    return writer.pick(
        (
            f"凭证号：{day}{writer.digits(6)}",
            f"记字第{writer.digits(4)}号凭证，附件{number % 9}张",
            f"凭证编号 {writer.pick(MOBILE_STARTS)}{writer.digits(8)}",
            f"银行回单号：{writer.digits(16)}",
            f"交易流水号{day}{writer.digits(8)}",
            f"项目代码：2026-{writer.pick(REGIONS)}-04-01-{writer.digits(6)}",
            f"项目编号XM{day}{writer.digits(4)}",
            f"采购编号：{writer.pick(REGIONS)}{day}{writer.digits(4)}",
            f"合同编号HT-{day[:4]}-{writer.digits(4)}",
            f"发票代码{writer.digits(12)}，发票号码{writer.digits(8)}",
            f"电子发票号码：2534{writer.digits(16)}",
            f"统一社会信用代码：{writer.credit_code()}",
            f"供应商信用代码 {writer.credit_code()}",
            f"索引号：{writer.digits(9)}/2026-{writer.digits(5)}",
            f"监督电话：{writer.pick(OFFICE_MOBILES)}",
            f"村务公开监督电话0551-{writer.digits(8)}",
            f"便民热线12345，纪检举报12388，厂家400-{writer.digits(3)}-{writer.digits(4)}",
            f"办公电话：05{writer.digits(2)}{writer.pick('678')}{writer.digits(6)}",
            f"身份证号{writer.identity()[:6]}********{writer.digits(4)}",
            f"{name} {writer.pick(MOBILE_STARTS)}****{writer.digits(4)}",
            f"卡号****{writer.digits(4)}",
            f"银行卡尾号{writer.digits(4)}",
            f"账号6228****{writer.digits(4)}",
            f"本期收入{writer.pick(MOBILE_STARTS)}{writer.digits(8)}.{writer.digits(2)}元",
            f"合计{number},{writer.digits(3)},{writer.digits(3)}.{writer.digits(2)}元",
            f"逐月收支 {number} {writer.digits(4)} 13800 {writer.digits(5)} {writer.digits(3)}",
            f"订单号 {writer.digits(18)}",
            f"快递单号SF{writer.digits(13)}，车牌皖A{writer.digits(5)}",
            f"文件校验值{writer.random.getrandbits(128):032x}",
            f"更换{writer.pick(ROADS)}{number}号路灯，维修{writer.pick(VILLAGES)}2号机井",
            "开展高血压、糖尿病患者随访服务",
            f"儿童节活动支出{number}元，学生成绩单附后",
            f"会计科目{writer.digits(4)}.{writer.digits(2)}，幼儿园建设项目",
            f"{name}同志教龄（8年），工作{number % 30}年",
            f"青政发〔2026〕{number}号",
            f"皖民函[2025]{number}号文件",
            f"公示期{day[:4]}年{int(day[4:6])}月{int(day[6:])}日至{int(day[4:6])}月28日",
            f"坐标117.{writer.digits(6)},31.{writer.digits(6)}",
            f"宗地代码{writer.pick(REGIONS)}{writer.digits(6)}JC{writer.digits(5)}",
            f"办公地址：{writer.pick(TOWNS)}{writer.pick(ROADS)}{number}号",
            f"{writer.pick(TOWNS)}{writer.pick(ROADS)}{number}号便民服务中心",
            f"村道{writer.pick(ROADS)}第{number}号标段",
            "发放残疾人两项补贴和重度残疾人护理补贴",
            "组织妇女参加乳腺癌筛查和艾滋病防治宣传",
            "精神文明建设和学生营养改善计划",
            f"为{number}名60岁以上老人和6岁以下儿童建档",
            "学生资助政策宣传，儿童关爱服务",
            f"种植面积{number}.{writer.digits(2)}亩，{number}户{number * 3}人",
            f"水表读数{writer.digits(8)}，电表号{writer.digits(10)}",
            f"不动产权证书：皖（2026）青山镇不动产权第{writer.digits(7)}号",
            f"会议议题：{name}同志任职",
            f"见https://www.qingshan.gov.cn/art/{day}/{writer.digits(11)}.html",
            f"设备编号：{writer.digits(15)}",
            f"执行标准GB/T {writer.digits(5)}-2019，批号{day}",
            f"邮编{writer.pick(REGIONS)}，传真0551-{writer.digits(7)}",
            f"档案号{day[:4]}-WS-{writer.digits(4)}-{writer.digits(3)}",
            f"财政专户{writer.digits(4)}年第{number}批",
        )
    )
