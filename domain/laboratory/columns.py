"""Which column of a laboratory file holds what: guessed from the header, or as remembered from the last file.

A mapping is a plain dict from a field to the name of its column, so that it can be kept with the settings.
"""

from domain.importing.columns import ColumnNames

NEEDED = ("subject", "test", "date", "value")
NAMES: dict[str, tuple[str, ...]] = {
    "subject": (
        "subject", "subject id", "subjid", "usubjid", "screening number", "screening no", "subject number",
        "subject no", "受试者编号", "受试者号", "受试者", "筛选号", "筛选编号", "入组号",
    ),
    "test": (
        "test", "lbtestcd", "lbtest", "test code", "test name", "analyte", "parameter", "item",
        "检验项目", "检查项目", "项目", "项目名称", "项目代码", "指标",
    ),
    "date": (
        "date", "lbdtc", "sample date", "sample taken", "taken", "taken at", "collection date", "collected",
        "date collected", "sampling date", "collection datetime", "sample datetime", "采样日期", "采样时间", "采集日期",
        "采集时间", "标本采集时间", "检查日期", "检验日期", "日期",
    ),
    "time": ("time", "lbtm", "sample time", "collection time", "sampling time", "采样时刻", "时间"),
    "value": (
        "value", "result", "lborres", "test result", "result value", "numeric result", "结果", "检验结果", "检测结果",
        "检查结果", "测定值", "数值",
    ),
    "unit": ("unit", "units", "lborresu", "result unit", "单位", "结果单位"),
    "lln": (
        "lln", "lbornrlo", "lower limit", "lower limit of normal", "range low", "normal low", "ref low",
        "reference low", "low", "下限", "参考下限", "正常值下限", "参考值下限",
    ),
    "uln": (
        "uln", "lbornrhi", "upper limit", "upper limit of normal", "range high", "normal high", "ref high",
        "reference high", "high", "上限", "参考上限", "正常值上限", "参考值上限",
    ),
    "range": (
        "range", "normal range", "reference range", "reference interval", "ref range", "参考范围", "参考区间", "参考值",
        "正常范围", "正常值", "正常值范围",
    ),
    "laboratory": ("laboratory", "lab", "lbnam", "lab name", "laboratory name", "实验室", "实验室名称", "检验科室"),
    "visit": ("visit", "visit name", "访视", "访视名称", "访视期"),
    "comment": ("comment", "comments", "remark", "remarks", "note", "备注", "说明"),
}  # fmt: skip
"""The fields, each with the header names by which it is known; those in ``NEEDED`` must have a column."""

COLUMNS = ColumnNames(NAMES, NEEDED)
