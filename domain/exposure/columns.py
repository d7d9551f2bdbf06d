"""The columns of a laboratory's file of concentrations, by the names that laboratories give them."""

from domain.importing.columns import ColumnNames

COLUMNS = ColumnNames(
    {
        "sample": (
            "sample id", "sample", "sample no", "sample number", "pcrefid", "accession", "accession number", "barcode",
            "tube id", "specimen id", "external id", "样品编号", "样本编号", "样品号", "条码",
        ),
        "subject": (
            "subject", "subject id", "subjid", "usubjid", "subject number", "subject no", "screening number",
            "受试者编号", "受试者号", "受试者", "筛选号",
        ),
        "cycle": ("cycle", "visit", "period", "周期"),
        "hours": (
            "nominal time", "nominal time h", "nominal hours", "nominal time hr", "planned time", "time point",
            "timepoint", "pctptnum", "pctpt", "计划时间", "理论时间", "采血点",
        ),
        "analyte": ("analyte", "pctest", "pctestcd", "compound", "drug", "分析物", "待测物"),
        "value": (
            "concentration", "conc", "result", "pcorres", "pcstresn", "reported concentration",
            "calculated concentration", "final concentration", "浓度", "检测结果", "结果",
        ),
        "unit": ("unit", "units", "pcorresu", "pcstresu", "concentration unit", "conc unit", "单位"),
        "lloq": ("lloq", "pclloq", "lower limit of quantification", "lloq value", "定量下限"),
        "reassay": ("reassay", "re-assay", "repeat", "reanalysis", "复测", "重测"),
        "comment": ("comment", "comments", "remark", "remarks", "reason", "pcreasnd", "备注"),
    },
    needed=("sample|subject", "value"),
)  # fmt: skip
"""A row is found by its sample id, or by subject, cycle and nominal time together."""
