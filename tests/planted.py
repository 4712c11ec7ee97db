"""Single faults, each planted in the county's sound folder by a few lines, with the finding that it must give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from books import As
from county import BEFORE, CSV, LEDGER, LIST, NOW, County, place_of
from planting import (
    all_of,
    calculated,
    change,
    clear,
    column,
    gone,
    merge,
    more,
    old,
    overwritten,
    put,
    query,
    rename,
    row,
    sheet,
    turned,
    villages,
    with_doctype,
    zip_of,
)
from reportgen.errors import Severity

ERROR, WARNING, NOTICE = Severity.ERROR, Severity.WARNING, Severity.NOTICE


@dataclass(frozen=True)
class Fault:
    """One fault: what is done to the county, and what must be told.

    where  the place of the finding, cells as 监测!B3
    alone  whether it hides other faults or changes their places, so that it is not planted beside them
    also   further findings that it must give besides, as code and place; no error may come that stands nowhere here
    """

    name: str
    code: str
    where: str
    plant: Callable[[County], None]
    weight: Severity = ERROR
    alone: bool = False
    also: tuple[tuple[str, str], ...] = ()

    @property
    def place(self) -> str:
        """The place as a message names it."""
        return place_of(self.where)

    @property
    def told(self) -> set[tuple[str, str]]:
        """Code and place of all that it gives."""
        return {(code, place_of(where)) for code, where in ((self.code, self.where), *self.also)}


def cell(name: str, code: str, where: str, value: Any, weight: Severity = ERROR, **more: Any) -> Fault:
    """A fault in one cell, told at that cell."""
    return Fault(name, code, where, lambda county: county.put(where, value), weight, **more)


DAY = "yyyy-mm-dd"
PERCENT = "0.0%"

FILES = (
    Fault("工作簿不见了", "DATA-NO-FILE", "report.yaml 第6行", gone(NOW), alone=True),
    Fault("空文件", "DATA-UNREADABLE", NOW, overwritten(NOW, b""), alone=True),
    Fault(
        "没有传完", "DATA-UNREADABLE", NOW, overwritten(NOW, lambda content: content[: len(content) // 2]), alone=True
    ),
    Fault("网页冒充", "DATA-UNREADABLE", NOW, overwritten(NOW, "<html><table>".encode("gbk")), alone=True),
    Fault(
        "加了密码",
        "DATA-UNREADABLE",
        LEDGER,
        overwritten(LEDGER, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        alone=True,
    ),
    Fault("普通压缩包", "DATA-UNREADABLE", BEFORE, overwritten(BEFORE, zip_of("a.txt")), alone=True),
    Fault(
        "其实是 Word 文件",
        "DATA-UNREADABLE",
        LIST,
        overwritten(LIST, zip_of("_rels/.rels", "word/document.xml")),
        alone=True,
    ),
    Fault(
        "二进制工作簿", "DATA-UNREADABLE", LIST, overwritten(LIST, zip_of("_rels/.rels", "xl/workbook.bin")), alone=True
    ),
    Fault("带 DTD", "DATA-UNREADABLE", f"{LEDGER}〔项目台账〕", overwritten(LEDGER, with_doctype), alone=True),
    Fault("文本冒充", "DATA-UNREADABLE", LEDGER, overwritten(LEDGER, "请看附件".encode()), alone=True),
    Fault(
        "CSV 引号没有成对",
        "DATA-UNREADABLE",
        CSV,
        overwritten(CSV, '乡镇,走访户数\n"青石镇,1\n柳溪镇,2\n'.encode()),
        alone=True,
    ),
    Fault(
        "CSV 编码认不出",
        "DATA-UNREADABLE",
        CSV,
        overwritten(CSV, b"\x81\x30\xff,\xff\xfe,\x80\n\xff\xff,1\n"),
        alone=True,
    ),
    Fault(
        "CSV 冒充工作簿",
        "DATA-OTHER-KIND",
        LEDGER,
        overwritten(
            LEDGER,
            "项目编号,项目名称,乡镇,村,状态,投资,已付,开工日期,重点\nX1,路,青石镇,东村,完工,3,2,2023-03-01,否\n".encode(),
        ),
        NOTICE,
        alone=True,
        also=(("DATA-NO-SHEET", f"{LEDGER}〔台账〕"),),
    ),
)

SHEET_FAULTS = (
    Fault(
        "工作表改了名",
        "DATA-NO-SHEET",
        f"{NOW}〔衔接资金表〕",
        rename(NOW, "衔接资金", "衔接资金表"),
        WARNING,
        alone=True,
        also=(("TPL-MISSING", "总结.txt 第3行"),),
    ),
    Fault("工作表全改了名", "DATA-NO-SHEET", LEDGER, rename(LEDGER, "项目台账", "Sheet1"), alone=True),
    Fault("工作表是空的", "DATA-EMPTY", f"{NOW}〔务工就业〕", sheet("就业", cells={}), alone=True),
    Fault("没有表头", "DATA-NO-HEADER", f"{NOW}〔衔接资金〕", clear("资金", "ABCDEF", 2), alone=True),
    Fault("只有表头", "DATA-EMPTY", "走访!A1:C1", clear("走访", "ABC", *range(2, 12)), alone=True),
    Fault("地区列改了名", "DATA-NO-COLUMN", "监测!A2:F2", put("监测!A2", "片区"), alone=True),
    Fault("必填的列改了名", "DATA-NO-COLUMN", "监测!B2", put("监测!B2", "监测对象总量（户）"), alone=True),
    Fault(
        "不必填的列改了名",
        "DATA-NO-COLUMN",
        "监测!E2",
        put("监测!E2", "新增户"),
        WARNING,
        alone=True,
        also=(("TPL-MISSING", "总结.txt 第2行"),),
    ),
    Fault(
        "表头重复",
        "DATA-DOUBLE-COLUMN",
        "监测!G2",
        all_of(put("监测!G2", "新增户数"), column("监测!G3", lambda n: n)),
        alone=True,
    ),
    Fault("表头单位不是一回事", "DATA-UNIT", "资金!B2", put("资金!B2", "批复资金（户）"), alone=True),
    Fault(
        "表头单位差倍数",
        "DATA-UNIT-CONVERTED",
        "资金!B2",
        all_of(put("资金!B2", "批复资金（元）"), column("资金!B3", lambda _: 1000000), put("资金!B13", 10000000)),
        NOTICE,
        alone=True,
    ),
    Fault("户写成人", "DATA-UNIT", "监测!D2", put("监测!D2", "消除风险（人）"), alone=True),
    Fault("隐藏的工作表", "DATA-HIDDEN", f"{NOW}〔务工就业〕", sheet("就业", hidden=True), NOTICE),
    Fault("隐藏的行", "DATA-HIDDEN", "监测!A5", sheet("监测", hidden_rows=[5]), NOTICE),
    Fault("隐藏的列", "DATA-HIDDEN", "监测!C2", sheet("监测", hidden_columns=["C"]), NOTICE),
    Fault(
        "值的单元格合并",
        "DATA-MERGED-CELL",
        "监测!E3:E4",
        all_of(put("监测!E4", None), merge("监测", "E3:E4")),
        alone=True,
    ),
    Fault(
        "乡镇的单元格合并", "DATA-NO-AREA", "监测!A4", all_of(put("监测!A4", None), merge("监测", "A3:A4")), alone=True
    ),
)

ROWS = (
    cell("没有这个乡镇", "DATA-UNKNOWN-AREA", "监测!A4", "柳西镇"),
    cell("别县的乡镇", "DATA-UNKNOWN-AREA", "资金!A4", "海天镇"),
    cell("乡镇写了两行", "DATA-DOUBLE-AREA", "监测!A6", "白云乡"),
    cell("看不见的孪生", "DATA-DOUBLE-AREA", "资金!A6", "白\u200b云乡"),
    cell("简称与全称两行", "DATA-DOUBLE-AREA", "就业!A6", "江州县白云乡"),
    cell("没有地区名", "DATA-NO-AREA", "监测!A8", None),
    cell("地区名是错误值", "DATA-ERROR-CELL", "资金!A8", As("#REF!", formula="=#REF!")),
    Fault(
        "少报一个乡镇",
        "DATA-AREA-ABSENT",
        f"{NOW}〔务工就业〕",
        clear("就业", "ABCDEFGH", 12),
        WARNING,
        alone=True,
        also=(("TPL-MISSING", "总结.txt 第4行"),),
    ),
    Fault("合计行写成全县", "DATA-UNKNOWN-AREA", "监测!A13", put("监测!A13", "全县"), alone=True),
    cell("合计不等于各行之和", "CALC-TOTAL-DIFFERS", "监测!C13", 9999, WARNING, alone=True),
    cell("合计行的率不对", "CALC-TOTAL-DIFFERS", "资金!E13", 77.7, WARNING, alone=True),
    cell("合计行是错误值", "DATA-ERROR-CELL", "资金!D13", As("#N/A", formula="=NA()"), WARNING),
    Fault(
        "本级填的与汇总不同",
        "CALC-OWN-DIFFERS",
        "监测!C14",
        row("监测!A14", "江州县", None, 5555),
        WARNING,
        alone=True,
    ),
    Fault(
        "本级没有自填",
        "CALC-OWN-MISSING",
        "监测!F3:F12",
        change("data_specs/households.yaml", "汇总: 加权(监测户数)", "汇总: 自填"),
        WARNING,
        alone=True,
        also=(("TPL-MISSING", "总结.txt 第2行"),),
    ),
)

CELLS = (
    cell("待报", "DATA-NOT-NUMBER", "监测!B3", "待报"),
    cell("错误值", "DATA-ERROR-CELL", "监测!C3", As("#DIV/0!", formula="=1/0")),
    cell("当文字粘贴的错误值", "DATA-ERROR-CELL", "监测!C5", "#VALUE!"),
    cell("公式没有结果", "DATA-NO-STORED-VALUE", "监测!D3", As("", formula="=1+1")),
    cell("单位不是一回事", "DATA-UNIT", "资金!B3", "35户"),
    cell("当文字存的数", "DATA-TEXT-NUMBER", "监测!E5", "7", NOTICE),
    cell("全角数字", "DATA-TEXT-NUMBER", "监测!E9", "１１", NOTICE),
    cell("带单位的数", "DATA-TEXT-NUMBER", "监测!E10", "12户", NOTICE),
    cell("千分号", "DATA-TEXT-NUMBER", "资金!D5", "1，502", NOTICE),
    cell("约数参加汇总", "CALC-APPROXIMATE", "资金!D7", "1万余", NOTICE),
    cell("户数有小数", "DATA-NOT-INTEGER", "监测!B5", 106.5),
    cell("低于下限", "DATA-RANGE", "监测!B9", -3),
    cell("高于上限", "DATA-RANGE", "监测!F3", 196.5),
    cell("百分比格式的户数", "DATA-UNIT", "监测!C7", As(0.35, PERCENT)),
    cell("日期格式的户数", "DATA-NOT-NUMBER", "监测!C9", As(date(2023, 6, 1), DAY)),
    cell("是否当数", "DATA-NOT-NUMBER", "监测!C10", True),
    cell("两个数写一格", "DATA-NOT-NUMBER", "监测!C11", "12/15"),
    cell("必填的空着", "DATA-REQUIRED", "监测!B7", None),
    cell("必填的填横线", "DATA-REQUIRED", "监测!B10", "—"),
    cell("小数位很长", "DATA-LONG-NUMBER", "资金!C7", 54.123456789, WARNING),
    cell("百分数差了一百倍", "DATA-PERCENT-SCALE", "监测!F5", 0.965, WARNING),
    Fault("整列百分数差了一百倍", "DATA-PERCENT-SCALE", "监测!F3:F12", column("监测!F3", lambda _: 0.96), alone=True),
    Fault(
        "百分比多乘一百",
        "DATA-PERCENT-SCALE",
        "监测!F7",
        put("监测!F7", As(96.5, PERCENT)),
        WARNING,
        also=(("DATA-RANGE", "监测!F7"),),
    ),
    Fault(
        "公式存的是0",
        "DATA-STALE-FORMULA",
        "就业!C3:C12",
        all_of(column("就业!C3", lambda _: As(0, formula="=1+1")), column("就业!H3", lambda _: None), calculated(NOW)),
        WARNING,
        alone=True,
    ),
    Fault(
        "空格没有声明为缺数",
        "DATA-REQUIRED",
        "就业!C5",
        all_of(put("就业!C5", None), change("data_specs/jobs.yaml", "字段:\n", "空值: [—]\n字段:\n")),
        alone=True,
    ),
    cell("户数栏写人", "DATA-UNIT", "监测!D8", "35人"),
    cell("文字里有控制字符", "DATA-CONTROL-CHARACTER", "资金!F3", "甲\x01号", NOTICE),
    cell("证件号存成浮点数", "DATA-LOST-DIGITS", "资金!F5", 360123199001011234, WARNING),
    cell("编号重复", "DATA-DOUBLE-VALUE", "资金!F12", "7号"),
    cell("不在可选项里", "DATA-ENUM", "就业!E3", "四类"),
    cell("格式不合", "DATA-ENUM", "就业!F3", "41200"),
    cell("不是是否", "DATA-NOT-FLAG", "就业!G3", "也许"),
    cell("不是日期", "DATA-NOT-DATE", "就业!D3", "六月中旬"),
    cell("日期不存在", "DATA-NOT-DATE", "就业!D5", "2023-06-31"),
    cell("日期只有序数", "DATA-NOT-DATE", "就业!D7", 45092),
    cell("期间看不懂", "DATA-PERIOD", "就业!B9", "本学期"),
    cell("文字与指标不同", "CALC-TEXT-DIFFERS", "就业!H3", "就业人数1700人。", WARNING),
    cell("消除多于总数", "CALC-RULE", "监测!D12", 500),
    cell("新增多于总数", "CALC-RULE", "监测!E12", 300, WARNING),
    cell("填的率与算的不同", "CALC-GIVEN-DIFFERS", "资金!E9", 12.3, WARNING),
    cell("率读不懂", "DATA-NOT-NUMBER", "资金!E5", "略", WARNING),
    cell("累计数变小", "CALC-FELL", "资金!D9", 3, WARNING),
    cell("上年的错误值", "DATA-ERROR-CELL", "去年监测!B5", As("#NAME?", formula="=x()")),
    cell("上年的乡镇名", "DATA-UNKNOWN-AREA", "去年资金!A5", "白云山"),
    cell("目标填成文字", "DATA-NOT-NUMBER", "目标!B5", "待定"),
    cell("目标里没有的乡镇", "DATA-UNKNOWN-AREA", "目标!A7", "南山镇"),
    cell("CSV 里的乡镇名", "DATA-UNKNOWN-AREA", "走访!A3", "柳溪乡镇府"),
    cell("CSV 里的文字", "DATA-NOT-NUMBER", "走访!B5", "约略"),
    cell("CSV 里的错误值", "DATA-ERROR-CELL", "走访!B7", "#N/A"),
    cell("CSV 里乡镇两行", "DATA-DOUBLE-AREA", "走访!A9", "东岭乡"),
)

PERIODS = (
    Fault("标题是去年的", "DATA-OTHER-YEAR", "监测!A1", put("监测!A1", "2022年上半年防止返贫监测情况表"), WARNING),
    Fault(
        "标题是下半年的", "DATA-OTHER-YEAR", "去年资金!A1", put("去年资金!A1", "2022年下半年衔接资金情况表"), WARNING
    ),
    Fault(
        "去年的工作簿没写期间",
        "DATA-DOUBLE-AREA",
        "去年监测!B3",
        change("report.yaml", "    期间: 2022年上半年\n", ""),
        alone=True,
        also=(("DATA-DOUBLE-AREA", "去年资金!B3"),),
    ),
    Fault(
        "两个工作簿报了同一乡镇",
        "DATA-DOUBLE-AREA",
        "补报!B2",
        all_of(more("补报", ["乡镇", "走访户数"], ["青石镇", 5])),
        alone=True,
    ),
    Fault(
        "指标表没有登记",
        "DATA-NO-TABLE",
        "report.yaml 第12行",
        change("report.yaml", "  - 工作簿: 走访.csv\n", "  - {工作簿: 走访.csv, 指标表: 走房}\n"),
        alone=True,
    ),
    Fault(
        "写明的列没有",
        "DATA-NO-COLUMN",
        "走访!B1",
        change(
            "report.yaml",
            "  - 工作簿: 走访.csv\n",
            "  - {工作簿: 走访.csv, 指标表: visits, 列对应: {走访户数: 走访次数总计}}\n",
        ),
        alone=True,
    ),
    Fault(
        "期间与说明不同",
        "DATA-PERIOD",
        "就业!B3",
        all_of(
            change(
                "report.yaml", "  - 工作簿: 2023上半年.xlsx\n", "  - {工作簿: 2023上半年.xlsx, 期间: 2023年上半年}\n"
            ),
            put("就业!B3", "2022年上半年"),
        ),
        alone=True,
    ),
    Fault(
        "数据截至晚于成文",
        "BUILD-DATE",
        "report.yaml 第22行",
        change("report.yaml", "成文日期: 2023-07-05", "成文日期: 2023-06-05"),
        alone=True,
    ),
    Fault(
        "工作簿截至晚于成文",
        "BUILD-DATE",
        "report.yaml 第12行",
        change("report.yaml", "  - 工作簿: 走访.csv\n", "  - {工作簿: 走访.csv, 截至: 2023-07-20}\n"),
        alone=True,
    ),
    Fault("单项截至晚于报告", "CALC-AS-OF", "清单!B8", put("清单!D8", "2023年7月20日"), WARNING),
)

OTHER_KINDS = (
    Fault("旧格式里的文字", "DATA-NOT-NUMBER", "旧表!B4", old("待报", 3, 1), alone=True),
    Fault("旧格式里的乡镇名", "DATA-UNKNOWN-AREA", "旧表!A5", old("白云山", 4, 0), alone=True),
    Fault("转置表里的文字", "DATA-NOT-NUMBER", "横排!C2", turned("B3", "待报"), alone=True),
    Fault("转置表里的乡镇名", "DATA-UNKNOWN-AREA", "横排!D1", turned("A4", "白云山"), alone=True),
    Fault("转置表里的表头", "DATA-UNIT", "横排!A2", turned("B1", "走访户数（元）"), alone=True),
    Fault("转置表乡镇写了两列", "DATA-DOUBLE-AREA", "横排!E1", turned("A5", "白云乡"), alone=True),
    Fault(
        "查询里的文字", "DATA-NOT-NUMBER", "（查询）report.yaml 第13行〔走访〕B3", query("柳溪镇", "待报"), alone=True
    ),
    Fault(
        "查询里的乡镇名", "DATA-UNKNOWN-AREA", "（查询）report.yaml 第13行〔走访〕A3", query("柳西镇", 2), alone=True
    ),
    Fault("查询写错了列名", "DATA-SQL", "report.yaml 第14行", query("柳溪镇", 2, "户树"), alone=True),
    Fault("村不在这个乡镇", "DATA-UNKNOWN-AREA", "监测!B4", villages("监测!B4", "柳溪东村"), alone=True),
    Fault("没有这个村", "DATA-UNKNOWN-AREA", "监测!B5", villages("监测!B5", "柳溪南村"), alone=True),
    Fault("乡镇填的与各村之和不同", "CALC-OWN-DIFFERS", "监测!D3", villages("监测!D3", 999), WARNING, alone=True),
)

RECORDS = (
    cell("台账取值之外", "DATA-ENUM", "台账!F3", "再建"),
    cell("台账没有这个乡镇", "DATA-UNKNOWN-AREA", "台账!D5", "柳西镇"),
    cell("台账没有地区", "DATA-NO-AREA", "台账!D7", None),
    cell("台账重复登记", "DATA-DOUBLE-VALUE", "台账!B9", "X005"),
    cell("台账主键空着", "DATA-REQUIRED", "台账!B11", None),
    cell("台账投资写文字", "DATA-NOT-NUMBER", "台账!G12", "待定"),
    cell("台账投资是错误值", "DATA-ERROR-CELL", "台账!G14", As("#REF!", formula="=#REF!")),
    cell("台账公式没有结果", "DATA-NO-STORED-VALUE", "台账!H14", As("", formula="=G14/2")),
    cell("台账投资为负", "DATA-RANGE", "台账!G16", -5),
    cell("台账身份证号存成数字", "DATA-LOST-DIGITS", "台账!C15", 360123199001011234, WARNING),
    cell("台账日期看不懂", "DATA-NOT-DATE", "台账!I17", "开春"),
    cell("台账不是是否", "DATA-NOT-FLAG", "台账!J17", "重要"),
    cell("台账付的比投资多", "CALC-RULE", "台账!H18", 900),
    cell("台账数带单位", "DATA-TEXT-NUMBER", "台账!G19", "56万元", NOTICE),
    cell("台账单位不是一回事", "DATA-UNIT", "台账!G20", "57户"),
    cell("台账状态空着", "CALC-UNCOUNTED", "台账!F21", None, NOTICE),
    cell("台账村名空着", "CALC-UNCOUNTED", "台账!E21", None, NOTICE),
    cell("台账合计不对", "CALC-TOTAL-DIFFERS", "台账!H23", 9999, WARNING, alone=True),
    Fault("台账投资空着", "TPL-MISSING", "总结.txt 第5行", put("台账!G22", None), alone=True),
    Fault("台账隐藏的行", "DATA-HIDDEN", "台账!D6", sheet("台账", hidden_rows=[6]), NOTICE),
    Fault(
        "台账的列改了名",
        "DATA-NO-COLUMN",
        "台账!F2",
        put("台账!F2", "状态栏"),
        WARNING,
        alone=True,
        also=(("TPL-MISSING", "总结.txt 第5行"),),
    ),
    Fault("台账没有表头", "DATA-NO-HEADER", f"{LEDGER}〔项目台账〕", clear("台账", "ABCDEFGHIJ", 2), alone=True),
    Fault(
        "台账没有记录",
        "DATA-EMPTY",
        "台账!A2:J2",
        clear("台账", "ABCDEFGHIJ", *range(3, 24)),
        WARNING,
        alone=True,
        also=(("TPL-MISSING", "总结.txt 第5行"),),
    ),
    Fault(
        "台账乡镇合并",
        "DATA-FILLED-DOWN",
        "台账!D3:D4",
        all_of(put("台账!D4", None), merge("台账", "D3:D4")),
        NOTICE,
        alone=True,
    ),
)

ONE_OFFS = (
    Fault("单项重复", "DATA-DOUBLE-NAME", "清单!A12", put("清单!A12", "宣讲次数")),
    cell("单项没有名称", "DATA-NO-NAME", "清单!A13", None),
    cell("单项单位不是一回事", "DATA-UNIT", "清单!B2", "4户"),
    cell("单项单位看不懂", "DATA-UNIT", "清单!C5", "户//"),
    cell("单项是错误值", "DATA-ERROR-CELL", "清单!B3", As("#DIV/0!", formula="=1/0")),
    cell("单项公式没有结果", "DATA-NO-STORED-VALUE", "清单!B14", As("", formula="=1+1")),
    cell("单项率差了一百倍", "DATA-PERCENT-SCALE", "清单!B4", 0.985),
    cell("单项是百分比而单位是户", "DATA-UNIT", "清单!B15", As(0.5, PERCENT)),
    cell("单项填文字却有单位", "DATA-NOT-NUMBER", "清单!B10", "若干"),
    cell("单项截至看不懂", "DATA-NOT-DATE", "清单!D10", "近日"),
    cell("单项截至是上年", "DATA-DAY", "清单!D9", "2022年6月30日", WARNING),
    cell("单项期间看不懂", "DATA-PERIOD", "清单!H17", "本学期"),
    Fault("要印的单项期间看不懂", "DATA-PERIOD", "清单!H2", put("清单!H2", "本学期"), alone=True),
    Fault("要印的单项没有名称", "DATA-NO-NAME", "清单!A4", put("清单!A4", None), alone=True),
    Fault("要印的单项没有这个地区", "DATA-UNKNOWN-AREA", "清单!I3", put("清单!I3", "柳西镇"), alone=True),
    Fault("要印的单项重复", "DATA-DOUBLE-NAME", "清单!A3", put("清单!A3", "会议次数"), alone=True),
    cell("单项没有这个地区", "DATA-UNKNOWN-AREA", "清单!I7", "柳西镇"),
    cell("单项当文字存的数", "DATA-TEXT-NUMBER", "清单!B16", "90", NOTICE),
    cell("单项名带符号", "DATA-ONE-OFF-NAME", "清单!A15", "物资+件数", NOTICE),
    Fault("单项与指标重名", "CALC-SHARED-NAME", "清单!B11", put("清单!A11", "走访户数")),
    Fault("单项空着而要印", "TPL-MISSING", "总结.txt 第6行", put("清单!B3", None), alone=True),
    Fault("单项里有证件号", "PROOF-SENSITIVE", "正文 第7段", put("清单!B6", "户主证件110101199003074477"), alone=True),
    Fault("清单没有表头", "DATA-NO-HEADER", LIST, clear("清单", "ABCDEFGHI", 1), alone=True),
    Fault(
        "清单的工作表改了名",
        "DATA-NO-SHEET",
        "report.yaml 第15行",
        change("report.yaml", "    排法: 清单\n", "    排法: 清单\n    工作表: 单项\n"),
        alone=True,
    ),
)

FAULTS = (*FILES, *SHEET_FAULTS, *ROWS, *CELLS, *PERIODS, *OTHER_KINDS, *RECORDS, *ONE_OFFS)
