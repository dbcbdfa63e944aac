"""The journal in plain words: acts of every room, what they were done to, and their details."""

from collections.abc import Mapping
from typing import Any

from ogi.tenants.rules import KIND_NAMES, ROLE_NAMES

ACTION_NAMES: dict[str, str] = {
    "tenant.added": "新增单位",
    "tenant.changed": "修改单位",
    "settings.changed": "修改设置",
    "staff.added": "新增人员",
    "staff.changed": "修改人员资料",
    "staff.stopped": "停用账号",
    "staff.restored": "恢复账号",
    "staff.password_set": "设定密码",
    "staff.imported": "成批新增人员",
    "tenants.imported": "成批新增单位",
    "post.given": "安排岗位",
    "post.ended": "免去岗位",
    "item.added": "新增事项",
    "item.adapted": "修改事项",
    "item.retired": "停用事项",
    "item.restored": "恢复事项",
    "basis.added": "新增依据文本",
    "basis.corrected": "更正依据文本",
    "calendar.day_set": "设定工作日历",
    "calendar.day_cleared": "取消工作日历登记",
    "calendar.year_set": "设定年份是否已公布",
    "obligation.recorded": "登记及时公开的事件",
    "obligation.nothing": "登记本期无",
    "obligation.withheld": "登记依法不公开",
    "obligation.waived": "批准免报",
    "obligation.revoked": "撤回登记",
    "posting.created": "起草",
    "posting.edited": "修改草稿",
    "posting.submitted": "提交审核",
    "posting.approved": "审核通过",
    "posting.returned": "退回修改",
    "posting.published": "发布",
    "posting.withdrawn": "撤下",
    "posting.superseded": "由新的一版更正",
    "posting.taken_down": "紧急下架",
    "posting.discarded": "作废草稿",
    "posting.restored": "恢复草稿",
    "posting.attached": "上传附件",
    "posting.detached": "删除附件",
    "posting.imported": "导入公开事项",
    "attachment.original_opened": "打开附件原件",
    "posting.masked": "遮盖个人信息",
    "posting.signed_off": "登记村务监督签字",
    "posting.vetted": "保密审查通过",
    "posting.passed_over": "紧急公开，先过后补",
    "posting.cleared": "补办手续",
    "posting.filed": "登记备案",
    "posting.scheduled": "定时发布",
    "posting.unscheduled": "取消定时发布",
    "posting.embargoed": "设定最早公开时间",
    "guard.asked": "申请公开个人信息",
    "guard.overruled": "认定个人信息可以公开",
    "guard.refused": "认定个人信息不能公开",
    "report.text_saved": "修改年度报告文字",
    "report.table_saved": "修改年度报告表格",
    "report.cover_saved": "修改年度报告封面",
    "report.history_saved": "填写往年数字",
    "report.issued": "发布年度报告",
    "group.appointed": "登记领导小组成员",
    "group.corrected": "更正领导小组成员",
    "group.dismissed": "免去领导小组成员",
    "leader.named": "登记分管领导",
    "leader.ended": "免去分管领导",
    "plan.added": "新建工作要点",
    "plan.changed": "修改工作要点",
    "plan.issued": "印发工作要点",
    "plan.task_added": "新增任务",
    "plan.task_changed": "修改任务",
    "plan.reported": "报送任务进展",
    "calendar.feed_made": "新建日历订阅地址",
    "calendar.feed_revoked": "作废日历订阅地址",
    "staff.digest_set": "设定每周提醒邮件",
    "digest.sent": "发送每周提醒邮件",
    "ledger.refused": "公开记录没有通过见证",
    "job.asked": "提交后台任务",
    "files.swept": "删除过期文件",
}
SUBJECT_NAMES: dict[str, str] = {
    "townships": "镇",
    "tenants": "单位",
    "staff": "人员",
    "posts": "岗位",
    "catalogue_items": "事项",
    "legal_bases": "依据",
    "calendar_days": "日历",
    "calendar_years": "年份",
    "obligations": "应公开事项",
    "postings": "公开事项",
    "attachments": "附件",
    "year_reports": "年度报告",
    "report_snapshots": "已发布的年度报告",
    "history_years": "往年数字",
    "jobs": "后台任务",
    "group_members": "领导小组成员",
    "tenant_leaders": "分管领导",
    "work_plans": "工作要点",
    "plan_tasks": "任务",
    "task_shares": "任务分工",
    "calendar_feeds": "日历订阅",
}
DETAIL_NAMES: dict[str, str] = {
    "name": "名称",
    "before": "原为",
    "username": "用户名",
    "staff": "姓名",
    "role": "岗位",
    "fields": "改动",
    "finding": "个人信息",
    "reason": "理由",
    "article": "依据",
    "remark": "意见",
    "year": "年度",
    "fault": "不符之处",
    "day": "日期",
    "code": "编号",
    "part": "部分",
    "table": "表",
    "kind": "种类",
    "works": "上班",
    "announced": "已公布",
    "valid_from": "起用日期",
    "last_day": "最后一天",
    "sha256": "校验码",
    "source": "来源",
    "file": "文件",
    "rows": "导入行数",
    "left_out": "未导入行数",
    "imports": "导入文件数",
    "results": "做好的文件数",
    "disposition": "原登记",
    "progress": "进度",
    "title": "标题",
    "wanted": "要收",
    "mails": "发出封数",
    "failed": "未发出封数",
}
WORDS: dict[str, Mapping[str, str]] = {
    "role": ROLE_NAMES,
    "disposition": {"nothing": "本期无", "withheld": "依法不公开", "waived": "免报"},
    "kind": {
        **{str(kind): name for kind, name in KIND_NAMES.items()},
        "report.pdf": "年度报告（PDF）",
        "register.journal": "操作日志",
        "register.sign_ins": "登录记录",
        "register.staff": "人员岗位",
        "register.tenants": "单位",
        "register.postings": "公开事项台账",
        "register.duties": "责任人员名单",
        "register.plans": "任务分工表",
    },
}
LONGEST_VALUE = 120


def action_name(action: str) -> str:
    """Return an act in words; one that is not in the table stays as it is."""
    return ACTION_NAMES.get(action, action)


def subject_name(subject_type: str, subject_id: int | None) -> str:
    """Return what an act was done to: 公开事项 12."""
    name = SUBJECT_NAMES.get(subject_type, subject_type)
    return name if subject_id is None else f"{name} {subject_id}"


def detail_text(detail: Mapping[str, Any]) -> str:
    """Return the details of an act on one line: 岗位：起草；姓名：李梅."""
    return "；".join(
        f"{DETAIL_NAMES.get(key, key)}：{_value_text(key, value)}"
        for key, value in detail.items()
        if value not in (None, "", [], {}) and key != "staff_id"
    )


def _value_text(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_value_text(key, part) for part in value)[:LONGEST_VALUE]
    return str(WORDS.get(key, {}).get(value, value))[:LONGEST_VALUE]
