"""Every error that a user can meet: findings with their place, and the exceptions that carry them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from reportgen.place import Place


class Severity(IntEnum):
    """How much a finding weighs. An ERROR stops the build; a WARNING and a NOTICE are told and go on."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def title(self) -> str:
        """The word a user reads."""
        return {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTICE: "提示"}[self]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, or worth knowing, with its place.

    code      stands in `CODES`, e.g. "DATA-ERROR-CELL"
    place     where the user must look
    words     what was found, in the user's own words; a whole Chinese sentence
    advice    what to do next; may be empty
    """

    code: str
    severity: Severity
    place: Place
    words: str
    advice: str = ""

    def __str__(self) -> str:
        advice = f"\n  建议：{self.advice}" if self.advice else ""
        where = f"{self.place}："
        return f"{where if where != '：' else ''}{self.words}{advice}"


# What each code means, for the reference in docs/. Each room words its own findings; the code table stands here.
CODES: dict[str, str] = {
    # spec
    "SPEC-NO-FILE": "写到的文件不存在。请检查文件名；路径从报告文件所在的文件夹算起。",
    "SPEC-FILE": "文件读不出来：被占用、没有权限、是文件夹，或大得不像手写的文本。",
    "SPEC-ENCODING": "文件不是 UTF-8 或 GB18030（GBK）编码的文本，或含有控制字符。请用记事本另存为 UTF-8。",
    "SPEC-YAML": "文件不合 YAML 的写法：缩进、引号、括号或冒号有误。请改正那一行；同一文件的其他问题随后才能查出。",
    "SPEC-TRAP": "常见的 YAML 写法陷阱：全角冒号逗号、没加引号的“{{”或算式、Tab 缩进、冒号后缺空格等。请照建议改。",
    "SPEC-QUOTES": "用中文引号括住了值，引号会原样印出来。只想括起来时请用半角引号。",
    "SPEC-DOUBLE-KEY": "同一个键写了两次，或中英文各写了一次。请删去其中一个。",
    "SPEC-UNKNOWN-KEY": "没有这个键。请照建议改成最接近的键，或查文档《规格键》。",
    "SPEC-REQUIRED": "缺少必须写的键或内容。请补上。",
    "SPEC-KIND": "值的形式不对：该写列表、一组键值或一段文字的地方写了别的。请照键的说明改写。",
    "SPEC-VALUE": "值不在允许的范围或固定值之内，或与别处写的相矛盾。请照建议改正。",
    "SPEC-NAME": "名称不能用：有空格或运算符号、以数字开头，或是保留字。请照建议改名，原来的写法放在表头里。",
    "SPEC-DOUBLE": "两个字段、指标表或表头重名，分不清是哪一个。请改掉其中一个。",
    "SPEC-UNIT": "单位写得不对，或不该有单位。请写成 户、万元、% 这样的单位。",
    "SPEC-UNKNOWN-UNIT": "单位不在已知之列，按量词处理。写错了请改正，确是量词则不必理会。",
    "SPEC-RATE": "比率没有公式也没有汇总办法，或要把比率相加。请写公式，或写 汇总: 自填、不汇总、加权(…)。",
    "SPEC-PERIOD": "期间看不懂。请写成 2023、2023H1（2023年上半年）、2023Q2 或 2023-06。",
    "SPEC-DATE": "日期看不懂。请写成 2023-06-30 或 2023年6月30日。",
    "SPEC-DAY": "截至日期不在所属期间之内，多半是年份没有改。请核对。",
    "SPEC-UNKNOWN": "写到的字段或指标没有登记。请照建议改名，或在指标表中登记。",
    "SPEC-UNKNOWN-TABLE": "写到的指标表不存在。请写指标表的名称，或先登记。",
    "SPEC-AREA": "地区、级别或上级不在地区表里。请写地区表里的名称、简称、全称或别名。",
    "SPEC-AREA-DOUBLE": "一个写法指了两个地区。请改掉其中一个，或在别名里区分。",
    "SPEC-TEMPLATE": "“模板”和“章节”要写且只写一个。",
    "SPEC-PASSWORD": "数据库密码写进了文件，或环境变量名不对。请把密码放进环境变量，文件里只写变量名。",
    "SPEC-QUERY": "查询不是一条只读的 SELECT 语句。请只写一条 SELECT（或以 WITH 开头的查询）。",
    "SPEC-CELL": "表格形式的指标表里，一格是错误值或没有结果的公式。公式和规则请当文字填。",
    "SPEC-NO-HEADING": "data_specs 里的一张工作表没有表头“字段”，没有当作指标表。不是指标表的不必理会。",
    "SPEC-UNREADABLE": "表格形式的指标表打不开（不是 .xlsx、加密、损坏等）。请用 Excel 或 WPS 另存为 .xlsx。",
    "SPEC-NOT-PRINTED": "所选版式没有这个公文要素的位置，印不出来。请删去，或换一种版式。",
    "SPEC-NOT-YET": "设计中已有、这个版本还不支持的键或值。请先删去或注释掉。",
    # sources
    "DATA-NO-FILE": "没有找到工作簿。请核对报告里写的文件名和文件夹。",
    "DATA-UNREADABLE": "文件不是能读的表格（网页、.xlsb、加密、损坏等）。请用 Excel 或 WPS 另存为 .xlsx。",
    "DATA-OTHER-KIND": "文件的内容与扩展名不是一回事（如 .xls 其实是 CSV），已按内容读取。",
    "DATA-SQL": "数据库连不上、查询出错，或这种数据库不支持。请核对地址、网络、账号和查询语句。",
    "DATA-PASSWORD": "运行时没有数据库密码的环境变量。请先设置这个变量再运行。",
    "DATA-NO-TABLE": "报告里写的指标表没有登记。请改正名称，或在 data_specs 里登记。",
    "DATA-NO-SHEET": "工作簿里没有这个工作表，或有一个名字相近的工作表没有读取。请改工作表名，或在报告里写明。",
    "DATA-OTHER-YEAR": "表头上面写的年份不是这份数据的年份，可能用错了文件。请核对。",
    "DATA-NO-HEADER": "工作表里没有找到表头。请核对表头写法，或在报告里写明表头行和列。",
    "DATA-NO-COLUMN": "表头里没有这个指标的一列，按缺数处理；必填的、写地区名的一列缺了就停下。请改表头或加别名。",
    "DATA-DOUBLE-COLUMN": "同一个指标有两列，看不出用哪一列。请删去一列或改清楚表头。",
    "DATA-UNIT": "单位对不上：表头、单元格里写的单位与指标的单位不是一回事。请核对。",
    "DATA-UNIT-CONVERTED": "表里的单位与指标的单位只差倍数（元、万元），已换算。",
    "DATA-EMPTY": "工作表是空的，或表头下面没有数据行。",
    "DATA-NO-AREA": "一行有数而没有地区名。请填地区名，合并的单元格请取消合并。",
    "DATA-FILLED-DOWN": "台账里合并的地区、文字单元格，合并的各行都按上面填的读取。请核对。",
    "DATA-UNKNOWN-AREA": "地区名不在地区表里。请改正名称，或写为别名。",
    "DATA-DOUBLE-AREA": "同一地区、同一期间有两行。请合并或删去一行。",
    "DATA-AREA-ABSENT": "有的地区没有报数（如8个乡镇报了7个）。请补报；缺数会使合计算不出来。",
    "DATA-MERGED-CELL": "几个地区或几个指标的数合并在一格，看不出是谁的。请取消合并，各填一格。",
    "DATA-HIDDEN": "工作表、行或列是隐藏的，已照常读取。请确认是否该有。",
    "DATA-PERIOD": "期间看不懂，或与报告里写明的期间不同。",
    "DATA-REQUIRED": "必填的单元格没有数，或空格没有声明为缺数。请补填。",
    "DATA-NOT-NUMBER": "该填数的单元格里不是数。请改正；没有数的用约定的符号或留空。",
    "DATA-TEXT-NUMBER": "数字不是普通的数（文本、全角、带单位、13万余），已按数读取，请看读得对不对。",
    "DATA-ERROR-CELL": "单元格是错误值（#DIV/0! 等）。请改正公式或填入数值。",
    "DATA-NO-STORED-VALUE": "公式没有保存计算结果。请用 Excel 或 WPS 打开，保存一次。",
    "DATA-STALE-FORMULA": "公式存的是0，而工作簿由程序生成、打开时才计算。请用 Excel 或 WPS 打开，保存一次。",
    "DATA-PERCENT-SCALE": "百分数可能差了100倍。请把单元格设为百分比格式，或填 56.35 表示 56.35%。",
    "DATA-LONG-NUMBER": "小数位很长，会照此印出。请在表中四舍五入，或写明小数位数。",
    "DATA-LOST-DIGITS": "长号码（身份证号、卡号等）存成了数字，15位以后的已丢失，按缺数处理。请设为文本格式重新填写。",
    "DATA-NOT-INTEGER": "该是整数的填了小数。",
    "DATA-RANGE": "数超出了规定的范围。",
    "DATA-ENUM": "填的不在可选项里，或不合规定的格式。",
    "DATA-DOUBLE-VALUE": "应各不相同的数有两个一样。",
    "DATA-NOT-DATE": "该填日期的不是日期。请填成 2023-06-30 或 2023年6月30日。",
    "DATA-DAY": "截至日期在这个数所属的期间开始以前，多半是年份没有改。请核对。",
    "DATA-NOT-FLAG": "该填“是”或“否”的填了别的。",
    "DATA-CONTROL-CHARACTER": "文字里有看不见的控制字符，已略去。",
    "DATA-NO-NAME": "清单或没有地区列的台账里，一行有数值而没有名称。请补填；是合计行的，请写上“合计”。",
    "DATA-DOUBLE-NAME": "清单里同一个指标出现了两次。请删去一行或改名。",
    "DATA-ONE-OFF-NAME": '清单里的指标名不能直接写在模板里，要用 指标("…")。',
    # indicators
    "CALC-FORMULA": "公式、规则看不懂，或用了语言里没有的写法。请照建议改写；能用的是加减乘除、比较、括号和指标名。",
    "CALC-UNKNOWN": "公式里的指标或表没有登记。请照建议改名；别的表的指标写成 表名.指标名。",
    "CALC-UNIT": "公式里的单位对不上，或得出的单位与写明的不同。请检查用到的指标和单位。",
    "CALC-ENUM": "台账的条件里写了字段的取值里没有的词，没有一行会符合。请照建议改正。",
    "CALC-CYCLE": "公式绕成了圈，或一层套一层太深。请把其中一个改为直接填报的指标。",
    "CALC-ROLLUP": "有公式的指标又写了加权汇总。有公式的按公式重新计算，请去掉汇总办法。",
    "CALC-RULE": "数不符合指标表里写的勾稽规则。请核对所指的单元格。",
    "CALC-TOTAL-DIFFERS": "合计、小计行与各行相加（比率为重新计算）的数不同。请核对。",
    "CALC-OWN-DIFFERS": "本级自己填的数与下级汇总的数不同，报告里印本级填的。请核对两处。",
    "CALC-OWN-MISSING": "要由本级自填的指标没有填。请在表里加上本级的行。",
    "CALC-GIVEN-DIFFERS": "填的数与公式算出来的不同，报告里用算出来的。请核对填的数和它的分子分母。",
    "CALC-SAME-AS-BEFORE": "一张表两期的数全部相同，可能把一期的文件当成了另一期的。请核对工作簿。",
    "CALC-FELL": "累计数比前一期小了。请核对两期的数，或改指标的 measure。",
    "CALC-APPROXIMATE": "“13万余”这样的约数参加了汇总，按整数部分计。要汇总的请填准确数。",
    "CALC-UNCOUNTED": "因缺数，count(…)、rank(…) 没有算上某些地区，或台账的指标没有算上某些行。请补上这些数。",
    "CALC-UNEVEN": "公式的各部分汇总时跳过的地区不同，算出的数口径不一。请补上缺的数。",
    "CALC-SHARED-NAME": "单项数据与指标表里的指标重名，或同一期填了两次。请改名或只保留一处。",
    "CALC-AS-OF": "单项数据截至的日期晚于报告的截至日期。请改用截至报告日期的数，或核对两处的日期。",
    "CALC-TEXT-DIFFERS": "乡镇自己写的文字里的数，与它填的指标不同。请核对两处，改成一致。",
    # templating
    "TPL-SYNTAX": "模板里的标签写得不对：括号、引号不成对，少了结束标签，或名称看不懂。按提示的行改正。",
    "TPL-TWICE": "过滤器会印出的词（同比、占、约……），前面又手写了一遍。删去手写的。",
    "TPL-UNDEFINED": '模板用了没有的名称。核对指标、地区、基期的名称；名称含标点或以数字开头的，写成 指标("名称")。',
    "TPL-UNKNOWN-FILTER": "“|”后面的过滤器不存在。可用的见文档《过滤器》。",
    "TPL-ARGUMENT": "过滤器或函数括号里的参数不对。按提示的写法改正。",
    "TPL-CONDITION": '有("…") 里的条件看不懂。写法如“支出率 >= 50% and 项目数 > 2”。',
    "TPL-NOT-ALLOWED": "模板里不能用的写法，如 include、乘方、以下划线开头的名称。删去或换一种写法。",
    "TPL-FLATTENS": "这样写会把数变成没有出处的文字，或打印不能打印的东西。直接写 {{ 指标 }}，或用所列的过滤器。",
    "TPL-NOT-YET": "模板用了尚未支持的功能。暂时删去。",
    "TPL-FAULT": "标签在运行时算不出来。核对名称、括号和参数。",
    "TPL-BUDGET": "模板的循环太多、文字太长或运行太久，已停下。检查层层嵌套的循环。",
    "TPL-MISSING": "文中要印的数缺数。补上数据，用 可略 略去这一句，或改缺数的规定（停、标、横线）。",
    "TPL-MISSING-JUDGED": "要用缺数的项目作判断。补上数据，或先用 有数(…) 判断。",
    "TPL-SENSITIVE": "敏感信息不能直接打印。写成“…|脱敏”。",
    "TPL-PRINTED": "一个数印出来时多印了几位小数，或与实际数值有出入。核对即可。",
    "TPL-NO-BASE": "算出来的数找不到它的基期数。在括号里写出基数。",
    "TPL-NO-BASE-PERIOD": "数据中没有要比较的基期，相关的话已略去。有数据时加到报告说明的“数据”中。",
    "TPL-NO-TABLE": "模板要放的表在报告说明的“表格”中没有。核对名称。",
    "TPL-ALONE": "表没有独占一行。把前后的文字移到另一行。",
    "TPL-EMPTY": "一级标题下面没有正文，可能正文都略去了。补上正文，或连标题一起略去。",
    "TPL-HEADING": "标题超过四级。减少“#”。",
    "TPL-NEGATIVE": "正文里印出了负数。先判断再印，或改用“较(…)”说增减。",
    "TPL-NUMBERING": "手写的标题序号不连续，或与“#”的个数不符。改正，或只写“#”由程序编号。",
    "TPL-LEVELS": "标题跳了级。逐级使用一、（一）1.（1）。",
    "TPL-ITEMS": "一是、二是不连续或重复。改正，或都写 {{ 几是() }}。",
    "TPL-BARE-IF": "用 if 比较两个数来选手打的词，核对表里没有出处。改用 按增减、完成情况、达标 等过滤器。",
    "TPL-COUNT": "写着的数（标题里的“三个抓好”，列举旁边的“前三位”）与下面的项数、与括号里的数不一致。改成一致。",
    "TPL-BOLD": "加粗的“**”没有成对。在加粗文字前后各写一个。",
    "TPL-UNIT": "数后面写的单位与数的单位不符，或重复。核对单位。",
    "TPL-PARTS": "“其中”各项合计大于总数，或“占”超过100%。核对口径。",
    "TPL-FEW": "有数的地区少于要列的名次。核对即可。",
    "TPL-TIED": "名次有并列：“前几名”一并列出，“前”“后”只取所写的个数。核对文字。",
    "TPL-SKIPPED": "有地区缺数，选取、排名或判断时按不符合计。补上数据，或核对文字。",
    # word, html, pdf
    "WORD-ILLEGAL-CHARACTER": "文字中有文档无法保存的控制字符，已略去；请在来源单元格或模板中删去",
    "PDF-NO-OFFICE": "要输出 PDF 而本机没有 LibreOffice；请安装，或从输出中去掉 pdf",
    "PDF-FAILED": "LibreOffice 没有把文档转成 PDF；请先用 Word 或 WPS 打开查看",
    "PDF-TYPEFACE": "本机没有公文字库，PDF 以其他字库代替，只供查看内容",
    # audit
    "PROOF-LITERAL": "文中有手打的数字，没有出处；请改由数据填入，或在“手打数字”（literals）里声明并写明理由",
    "PROOF-UNUSED-LITERAL": "“手打数字”（literals）里声明的，文中没有；请照文中写法改，或删去",
    "PROOF-SENSITIVE": "文中、标题或文件名里有没有脱敏的身份证号、手机号、银行卡号。请删去，或写成“…|脱敏”。",
    # build
    "BUILD-STALE-YEAR": "模板或说明文件里手打的年份不是今年也不是去年，多半是旧稿留下的；确属有意的请声明。",
    "BUILD-TO-FILL": "换期后还没有填的内容（写着“待填”）。请换成本期的内容。",
    "BUILD-DATE": "说明文件里的日期看不懂，数据截至日期晚于成文日期，或印发日期早于成文日期。请核对日期。",
    "BUILD-FORM": "发文字号、密级或份号的写法不合规定（GB/T 9704—2012 §7.2）。请照建议改。",
    "BUILD-MISSING-CELL": "表格中要印的数缺数。补上数据，或把缺数改为“标”或“横线”。",
    "BUILD-OWN-LEVEL": "表的合计含本级的数，而表中没有列本级的行，各行相加小于合计。需要时请加以说明。",
    "BUILD-NO-PREVIEW": "没有装 LibreOffice，画不了页面图片；报告本身不受影响。",
    "BUILD-EDITED": "上次生成的文件有人改过，没有覆盖，另写了带“（新）”的文件，并列出变动的数字。",
}


class ReportgenError(Exception):
    """Anything that stops the work and that a user can mend."""


class FindingsError(ReportgenError):
    """The work stops because of findings; all of them are carried, in the order of their places."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = in_order(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in self.findings)


class UsageError(ReportgenError):
    """The command was called in a way that makes no sense (exit code 2)."""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings for reading: errors first, then by place; what two rooms say alike of one place, once."""
    unique = {(finding.place, finding.words): finding for finding in findings}
    return tuple(sorted(unique.values(), key=lambda f: (-f.severity, f.place.sort_key(), f.code, f.words)))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding stops the work."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def nearest(wanted: str, known: Iterable[str]) -> str | None:
    """Give the known name that is nearest to the wanted one, or None where none is near.

    >>> nearest("消除风险户", ["消除风险户数", "监测对象户数"])
    '消除风险户数'
    """
    from difflib import get_close_matches  # late: only where something is wrong

    names: Sequence[str] = sorted(set(known))
    # One wrong sign of two (户树 for 户数) is half of a Chinese word.
    close = get_close_matches(wanted, names, n=1, cutoff=0.5 if len(wanted) <= 3 else 0.6)
    if close:
        return close[0]
    alike = (name for name in names if min(len(wanted), len(name)) >= 2 and (wanted in name or name in wanted))
    return next(alike, None)


def did_you_mean(wanted: str, known: Iterable[str], otherwise: str) -> str:
    """Word the advice for an unknown name: the nearest known one, or `otherwise`."""
    close = nearest(wanted, known)
    return f"是否想写“{close}”？" if close else otherwise
