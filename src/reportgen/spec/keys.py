"""Every key of a spec file, English and Chinese, its kind and fixed values: the one table of reader and docs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from reportgen.spec.key import Aliases, Key, Kind

__all__ = ["AREA_ABOVE", "FLAGS", "KEYS", "TITLES", "Key", "Kind", "all_names", "names_of", "values_of"]

_MISSING: Final = {"stop": ("停",), "mark": ("标",), "dash": ("横线",)}
_SKIP: Final = {"stop": ("停",), "skip": ("跳过",)}
FLAGS: Final[Mapping[str, Aliases]] = MappingProxyType({"true": ("是",), "false": ("否",)})
"""How a FLAG is written."""

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "report": "报告（report.yaml）",
        "data": "数据来源（数据:）",
        "fact": "单项数据（数据项:）",
        "section": "章节（章节:）",
        "table": "表格（表格:）",
        "column": "表格的列（列:）",
        "document": "公文要素（公文:）",
        "attachment": "附件（附件:）",
        "data_spec": "指标表（data_specs/*.yaml）",
        "indicator": "台账的指标（指标:）",
        "field": "字段（字段:）",
        "constraints": "约束（约束:）",
        "check": "勾稽规则（勾稽:）",
        "area": "地区（areas.yaml）",
    }
)
"""What a message and the reference call each mapping."""

_MEASURES: Final = {
    "stock": ("存量",),
    "flow": ("流量", "当期"),
    "cumulative": ("累计",),
    "target": ("目标",),
}
_OVER_TIME = {"sum": ("求和", "相加"), "last": ("期末", "取末期")}
_RECORD_INDICATOR: Final = (
    Key("name", ("指标", "名称"), Kind.NAME, "指标名，模板和算式里用。", required=True),
    Key("title", ("表头", "标题"), Kind.TEXT, "印在表格里的列标题。", default="指标名"),
    Key("aliases", ("别名",), Kind.NAMES, "指标(“…”) 可用的其他写法。"),
    Key("unit", ("单位",), Kind.TEXT, "计量单位；求和的不写则同所加的字段。"),
    Key(
        "count",
        ("计数",),
        Kind.CHOICE,
        "数行数，或数有几个不同的值；与求和、最大值、最小值、公式五选一。",
        values={"rows": ("行数", "行"), "distinct": ("去重", "不重复")},
    ),
    Key("of", ("去重字段", "按字段"), Kind.NAMES, "去重计数看哪几个字段；几个字段合起来算一个。"),
    Key("sum", ("求和",), Kind.NAME, "把哪个字段加起来。"),
    Key("min", ("最小值",), Kind.NAME, "取哪个字段最小的数（或最早的日期）。"),
    Key("max", ("最大值",), Kind.NAME, "取哪个字段最大的数（或最晚的日期）。"),
    Key(
        "where",
        ("条件",),
        Kind.FORMULA,
        '只算哪些行：状态 in ["在建", "完工"] and 投资 >= 100，开工日期 in 本期。',
        default="全部行",
    ),
    Key("formula", ("公式",), Kind.FORMULA, "由别的指标算出：开工项目数 / 项目数。"),
    Key(
        "measure",
        ("计量", "度量"),
        Kind.CHOICE,
        "存量、流量、累计、目标；意思同字段的“计量”。",
        values=_MEASURES,
        default="存量",
    ),
    Key("caliber", ("口径",), Kind.TEXT, "统计口径。"),
    Key("description", ("说明",), Kind.TEXT, "给人看的说明。"),
    Key("decimals", ("小数", "小数位"), Kind.INTEGER, "印几位小数。", most=10),
    Key(
        "rollup_missing",
        ("汇总缺数",),
        Kind.CHOICE,
        "要加的字段有几行没填时：结果也缺，还是跳过那几行（核对表写明）。",
        values=_SKIP,
        default="停",
    ),
    Key(
        "over_time",
        ("跨期",),
        Kind.CHOICE,
        "没有这一期的台账、只有各月各季的：各期的行合在一起算，还是取期末的一期。",
        values=_OVER_TIME,
        default="不合成",
    ),
    Key("missing", ("缺数",), Kind.CHOICE, "这个数缺时怎么办。", values=_MISSING, default="报告的“缺数”"),
)

KEYS: Final[Mapping[str, tuple[Key, ...]]] = MappingProxyType(
    {
        "report": (
            Key(
                "report",
                ("报告", "报告种类"),
                Kind.TEXT,
                "报告种类，如 half_year_review（半年总结）。",
                required=True,
            ),
            Key("title", ("标题",), Kind.TEXT, "公文标题。", required=True, jinja=True),
            Key("subtitle", ("副标题",), Kind.TEXT, "副标题。", jinja=True),
            Key(
                "area",
                ("地区",),
                Kind.TEXT,
                "报告写的是哪个地区；写地区表里的名称、简称或全称。",
                required=True,
            ),
            Key(
                "each",
                ("逐个", "每个"),
                Kind.TEXT,
                "为这一级的每个地区各出一份，如 乡镇；build 用 --area 指明做哪一份。",
            ),
            Key(
                "areas",
                ("地区表", "行政区划"),
                Kind.PATH,
                "地区表文件。",
                default="同一文件夹的 areas.yaml（有的话）",
            ),
            Key(
                "period",
                ("期间", "报告期"),
                Kind.PERIOD,
                "报告期：2023、2023H1、2023年上半年、2023Q2、2023-06。",
                required=True,
            ),
            Key(
                "as_of",
                ("截至", "截至日期"),
                Kind.DAY,
                "数据截至哪一天。",
                default="报告期最后一天",
                jinja=True,
            ),
            Key(
                "data",
                ("数据",),
                Kind.GROUPS,
                "数字从哪些工作簿来，一项一个工作簿。",
                of="data",
                short="workbook",
            ),
            Key(
                "facts",
                ("数据项", "单项数据"),
                Kind.NAMED,
                "不成表的几个单项数字，直接写在这里。",
                of="fact",
                short="value",
            ),
            Key("template", ("模板",), Kind.PATH, "正文模板（.txt）；与“章节”二者写一个。"),
            Key(
                "sections",
                ("章节",),
                Kind.GROUPS,
                "分股室撰写的模板，按顺序接成一篇。",
                of="section",
                short="file",
            ),
            Key("charts", ("图表", "图"), Kind.ANY, "统计图。", later=True),
            Key("tables", ("表格",), Kind.NAMED, "正文里用 表(“名称”) 放进去的表格。", of="table", titled="caption"),
            Key("document", ("公文",), Kind.GROUP, "公文要素：发文机关、成文日期、主送等。", of="document"),
            Key(
                "layout",
                ("版式",),
                Kind.CHOICE,
                "公文版式。",
                values={
                    "plain": ("普通", "无版头"),
                    "red_head": ("红头",),
                    "letter": ("信函",),
                    "minutes": ("纪要",),
                    "brief": ("简报",),
                    "news": ("信息",),
                },
                default="普通",
            ),
            Key(
                "numbering",
                ("编号", "序号"),
                Kind.CHOICE,
                "下级标题的序号：到上级标题处重新起，还是全文连续。",
                values={"restart": ("重新", "重起"), "continuous": ("连续",)},
                default="重新",
            ),
            Key(
                "missing",
                ("缺数",),
                Kind.CHOICE,
                "遇到缺的数：停下报错，标出【缺：…】，还是印横线。",
                values=_MISSING,
                default="停",
            ),
            Key("literals", ("手打数字", "手写数字"), Kind.PAIRS, "模板里有意手打、不随数据变的数字，并说明理由。"),
            Key(
                "outputs",
                ("输出",),
                Kind.CHOICES,
                "要哪几种文件。",
                values={
                    "docx": ("Word", "word"),
                    "pdf": ("PDF",),
                    "html": ("网页",),
                    "txt": ("纯文本", "文本"),
                },
                default="docx",
            ),
            Key("with", ("另加", "变量"), Kind.VALUES, "模板里另外可用的名字和值。", jinja=True),
            Key(
                "file_name",
                ("文件名",),
                Kind.TEXT,
                "成品的文件名（不带扩展名）。",
                default="标题",
                jinja=True,
            ),
        ),
        "data": (
            Key(
                "workbook",
                ("工作簿", "CSV", "csv"),
                Kind.PATH,
                "表格文件（.xlsx、.xls、.et、.ods、.csv）的路径，从本文件所在文件夹算起；与“数据库”二者写一个。",
                required=True,
                instead="sql",
                jinja=True,
            ),
            Key(
                "sql",
                ("数据库", "SQL"),
                Kind.TEXT,
                "从数据库查询：SQLAlchemy 地址，如 sqlite:///data/库.db、postgresql://用户@主机/库；只读，不写密码。",
            ),
            Key(
                "query",
                ("查询", "查询语句"),
                Kind.TEXT,
                "一条 SELECT 语句，或存有它的 .sql 文件；可用 :年、:起始、:截至（报告期的年份、首日、截至日期）。",
            ),
            Key(
                "password_env",
                ("密码变量",),
                Kind.TEXT,
                "数据库密码放在哪个环境变量里，如 DB_PASSWORD；密码不写进文件。",
            ),
            Key("table", ("指标表", "表"), Kind.NAME, "指标表的名称；不写则按工作表名逐一对上各指标表的标题。"),
            Key("sheet", ("工作表",), Kind.TEXT, "工作表名。", default="指标表的标题"),
            Key(
                "header",
                ("表头", "表头行"),
                Kind.INTEGERS,
                "表头在第几行；两行表头写 [3, 4]；转置的表写第几列（A列是1）。",
                default="自动找",
            ),
            Key(
                "columns",
                ("列", "列对应"),
                Kind.PAIRS,
                "字段: 那张表里的列标题；两行表头写“监测对象/户”。",
            ),
            Key(
                "layout",
                ("排法", "布局"),
                Kind.CHOICE,
                "表格的排法：一行一个地区，一行一个单项数字的清单，或转置（一列一个地区，指标往下排）。",
                values={"table": ("表格", "表"), "list": ("清单",), "transposed": ("转置", "横排")},
                default="表格",
            ),
            Key("period", ("期间", "报告期"), Kind.PERIOD, "这些数字属于哪一期。", default="报告的期间"),
            Key(
                "as_of",
                ("截至", "截至日期"),
                Kind.DAY,
                "这些数字截至哪一天。",
                default="报告的截至日期；别的期间则为该期最后一天",
                jinja=True,
            ),
            Key(
                "as",
                ("作为",),
                Kind.CHOICE,
                "写“目标”则这些数字是目标值，不是实绩；模板里写作 目标.指标名。",
                values={"目标": ("target",)},
            ),
        ),
        "fact": (
            Key("value", ("数值", "值"), Kind.VALUE, "数、日期或一段文字。", required=True),
            Key("unit", ("单位",), Kind.TEXT, "计量单位。"),
            Key("decimals", ("小数", "小数位"), Kind.INTEGER, "印几位小数。", most=10),
            Key("as_of", ("截至", "截至日期"), Kind.DAY, "截至哪一天。", default="报告的截至日期", jinja=True),
            Key("source", ("来源",), Kind.TEXT, "出自哪份材料。"),
            Key("reported_by", ("填报股室", "填报单位"), Kind.TEXT, "谁报的。"),
            Key("note", ("备注",), Kind.TEXT, "备注。"),
            Key("period", ("期间", "报告期"), Kind.PERIOD, "属于哪一期。", default="报告的期间"),
            Key("area", ("地区",), Kind.TEXT, "属于哪个地区。", default="报告的地区"),
            Key("sensitive", ("敏感",), Kind.FLAG, "姓名、证件号、电话、卡号：只能写“…|脱敏”印出。", default="否"),
        ),
        "section": (
            Key("file", ("文件",), Kind.PATH, "这一章的模板文件。", required=True),
            Key("owner", ("负责", "责任股室"), Kind.TEXT, "由谁撰写；问题会指名给他。"),
        ),
        "table": (
            Key("table", ("指标表", "表"), Kind.NAME, "取哪张指标表；不写则各列按指标名到全部指标表里找。"),
            Key(
                "columns",
                ("列",),
                Kind.GROUPS,
                "各列，从左到右；“序号”自动编号。",
                of="column",
                short="name",
                required=True,
            ),
            Key("areas", ("范围", "地区"), Kind.TEXT, "一行一个地区：下级，或某一级如 乡镇。", default="下级"),
            Key("sort", ("排序",), Kind.NAME, "按哪一列排序。", default="地区表的次序"),
            Key("ascending", ("升序",), Kind.FLAG, "从小到大。", default="否"),
            Key("top", ("前",), Kind.INTEGER, "只要前几行。"),
            Key(
                "total",
                ("合计",),
                Kind.CHOICE,
                "合计行放在哪里；比率在合计行里重新计算。",
                values={"last": ("末行", "最后"), "first": ("首行", "最前"), "none": ("不要", "无")},
                default="不要",
            ),
            Key("total_title", ("合计名称",), Kind.TEXT, "合计行的名称。", default="合计"),
            Key("caption", ("表题",), Kind.TEXT, "表题。", default="表格的名称", jinja=True),
            Key("unit_note", ("单位行",), Kind.TEXT, "表格右上方的单位说明，如 单位：万元。", jinja=True),
            Key(
                "landscape",
                ("横排", "横页"),
                Kind.FLAG,
                "排在横放的页上；写“否”则总是竖排，列多时字排小。",
                default="竖页排不下时横排",
            ),
        ),
        "column": (
            Key("name", ("名称", "字段", "指标"), Kind.NAME, "指标名，或 序号、乡镇。", required=True),
            Key("title", ("表头", "标题"), Kind.TEXT, "列标题；“监测对象/户”排成两行表头。", default="指标表里的表头"),
            Key("group", ("分组", "上级表头"), Kind.TEXT, "上一行的表头；相邻几列相同的合并成一格。"),
            Key("rank", ("位次", "排名"), Kind.TEXT, "在后面加一列位次，这里写它的列标题。"),
            Key("decimals", ("小数", "小数位"), Kind.INTEGER, "印几位小数。", most=10),
        ),
        "document": (
            Key("authority", ("发文机关",), Kind.TEXTS, "发文机关；联合行文写成列表。", jinja=True),
            Key("date", ("成文日期",), Kind.DAY, "成文日期。", jinja=True),
            Key("to", ("主送", "主送机关"), Kind.TEXTS, "主送机关。", jinja=True),
            Key("cc", ("抄送", "抄送机关"), Kind.TEXTS, "抄送机关。", jinja=True),
            Key(
                "attachments",
                ("附件",),
                Kind.GROUPS,
                "附件，逐个写标题和内容；没有写内容的，只列在附件说明里。",
                of="attachment",
                short="title",
            ),
            Key("note", ("附注",), Kind.TEXT, "附注。", jinja=True),
            Key("seal", ("印章", "盖章"), Kind.FLAG, "是否给印章留位置。", default="否"),
            Key("number", ("发文字号", "文号"), Kind.TEXT, "发文字号。", jinja=True),
            Key("copy_no", ("份号",), Kind.TEXT, "份号。", jinja=True),
            Key("secrecy", ("密级",), Kind.TEXT, "密级和保密期限。", jinja=True),
            Key("urgency", ("紧急程度",), Kind.TEXT, "紧急程度。", jinja=True),
            Key("signers", ("签发人",), Kind.TEXTS, "签发人。", jinja=True),
            Key("printed_by", ("印发机关",), Kind.TEXT, "印发机关。", jinja=True),
            Key("printed_on", ("印发日期",), Kind.DAY, "印发日期。", jinja=True),
            Key("copies", ("印数", "份数"), Kind.TEXT, "印发份数。", jinja=True),
            Key(
                "masthead",
                ("版头名称", "报头名称", "简报名称", "纪要名称", "刊名"),
                Kind.TEXT,
                "简报或纪要的名称；红头里写了就代替“发文机关＋文件”。",
                jinja=True,
            ),
            Key("issue_no", ("期号",), Kind.TEXT, "简报、纪要的期号：第7期（总第35期）。", jinja=True),
            Key("editor", ("编发单位", "编辑", "责任编辑"), Kind.TEXT, "编发单位；不写就印发文机关。", jinja=True),
            Key("preface", ("按语", "编者按"), Kind.TEXT, "简报标题前的按语，用楷体。", jinja=True),
            Key("present", ("出席",), Kind.TEXTS, "纪要正文后的出席人员。", jinja=True),
            Key("absent", ("请假",), Kind.TEXTS, "纪要正文后的请假人员。", jinja=True),
            Key("attending", ("列席",), Kind.TEXTS, "纪要正文后的列席人员。", jinja=True),
            Key("report_to", ("报", "报送"), Kind.TEXTS, "简报报尾的“报”。", jinja=True),
            Key("send_to", ("送", "分送"), Kind.TEXTS, "简报报尾的“送”。", jinja=True),
            Key("issue_to", ("发", "发送"), Kind.TEXTS, "简报报尾的“发”。", jinja=True),
            Key("byline", ("署名", "供稿", "通讯员"), Kind.TEXT, "信息稿末尾的署名。", jinja=True),
        ),
        "attachment": (
            Key("title", ("标题", "附件标题"), Kind.TEXT, "附件标题。", required=True, jinja=True),
            Key("table", ("表格", "表"), Kind.NAME, "附件是“表格”里的哪一张，排在正文之后，另起一页。"),
            Key("template", ("模板",), Kind.PATH, "附件用哪个模板（.txt），可用的名字同正文，另起一页。"),
            Key(
                "file",
                ("文件",),
                Kind.PATH,
                "现成的附件：.txt 照原文排在正文之后；别的（.xlsx、.pdf、.docx 等）抄一份放在报告旁边。",
                jinja=True,
            ),
        ),
        "data_spec": (
            Key(
                "name",
                ("名称", "表"),
                Kind.NAME,
                "指标表的名称，模板和算式里用；同名的自带指标表被整张替换。",
                required=True,
            ),
            Key("title", ("标题", "表名"), Kind.TEXT, "工作簿里的工作表名。", default="名称"),
            Key("description", ("说明",), Kind.TEXT, "给人看的说明。"),
            Key(
                "rows",
                ("每行", "行"),
                Kind.CHOICE,
                "一行是一个地区，还是一条记录（台账）。",
                values={"area": ("地区",), "records": ("记录", "台账")},
                default="地区",
            ),
            Key("fields", ("字段",), Kind.GROUPS, "各列。", of="field", required=True),
            Key("checks", ("勾稽", "规则"), Kind.GROUPS, "各行都要守的规则。", of="check", short="rule"),
            Key(
                "missingValues",
                ("空值", "缺数写法"),
                Kind.TEXTS,
                "格里写成什么样算没有数。",
                default="空格、—、－、-、——、/、无",
            ),
            Key(
                "rollup_missing",
                ("汇总缺数",),
                Kind.CHOICE,
                "有下级缺数时：汇总数也缺，还是跳过（核对表写明 7/8）。",
                values=_SKIP,
                default="停",
            ),
            Key(
                "primaryKey",
                ("主键",),
                Kind.NAMES,
                "哪几列合起来不许重复（Frictionless）。",
                default="地区列",
            ),
            Key("indicators", ("指标",), Kind.GROUPS, "台账按行计数、求和得出的指标。", of="indicator"),
        ),
        "indicator": _RECORD_INDICATOR,
        "field": (
            Key("name", ("字段", "名称"), Kind.NAME, "指标名，模板和算式里用。", required=True),
            Key("title", ("表头", "标题"), Kind.TEXT, "列标题，可带单位：监测对象（户）。", default="字段名"),
            Key("aliases", ("别名",), Kind.NAMES, "列标题的其他写法。"),
            Key(
                "role",
                ("角色",),
                Kind.CHOICE,
                "不是数字的列：地区、期间、文字；名称只用于台账，是每一行叫什么（列举名用）。",
                values={
                    "area": ("地区",),
                    "period": ("期间", "报告期"),
                    "text": ("文字", "段落"),
                    "name": ("名称",),
                },
            ),
            Key("level", ("级别", "层级"), Kind.TEXT, "地区列是哪一级：乡镇、村。"),
            Key(
                "type",
                ("类型",),
                Kind.CHOICE,
                "值的类型。",
                values={
                    "integer": ("整数",),
                    "number": ("数", "数值"),
                    "boolean": ("是否", "是非"),
                    "string": ("文本", "文字"),
                    "date": ("日期",),
                },
                default="数；台账里没有单位的是文本",
            ),
            Key("unit", ("单位",), Kind.TEXT, '计量单位；百分号要加引号："%"。'),
            Key(
                "measure",
                ("计量", "度量"),
                Kind.CHOICE,
                "存量（某日的数）、流量（期内发生）、累计（从起点算起，不减少）、目标。",
                values=_MEASURES,
                default="存量",
            ),
            Key("caliber", ("口径",), Kind.TEXT, "统计口径，印在核对表上。"),
            Key("description", ("说明",), Kind.TEXT, "给人看的说明。"),
            Key("decimals", ("小数", "小数位"), Kind.INTEGER, "印几位小数。", most=10),
            Key("formula", ("公式",), Kind.FORMULA, "由别的指标算出：消除风险户数 / 监测对象户数。"),
            Key(
                "rollup",
                ("汇总",),
                Kind.ROLLUP,
                "上级的数怎么来：求和、自填（上级自己的行）、不汇总、加权(户数)。",
                values={
                    "sum": ("求和", "相加"),
                    "own": ("自填", "自有"),
                    "none": ("不汇总", "无"),
                    "weighted": ("加权", "加权平均"),
                },
                default="计数、金额等为求和；有公式的重新计算",
            ),
            Key(
                "rollup_missing",
                ("汇总缺数",),
                Kind.CHOICE,
                "有下级缺数时：汇总数也缺，还是跳过。",
                values=_SKIP,
                default="停",
            ),
            Key(
                "over_time",
                ("跨期",),
                Kind.CHOICE,
                "各期怎样合成长的一期：求和、期末。",
                values=_OVER_TIME,
                default="不合成",
            ),
            Key(
                "missing",
                ("缺数",),
                Kind.CHOICE,
                "这个数缺时怎么办。",
                values=_MISSING,
                default="报告的“缺数”",
            ),
            Key("sensitive", ("敏感",), Kind.FLAG, "姓名、证件号、电话、卡号。", default="否"),
            Key("constraints", ("约束",), Kind.GROUP, "对格里的值的要求。", of="constraints"),
        ),
        "constraints": (
            Key("required", ("必填",), Kind.FLAG, "不许空。", default="否"),
            Key("unique", ("唯一",), Kind.FLAG, "不许重复。", default="否"),
            Key("minimum", ("最小", "不小于"), Kind.NUMBER, "不小于。"),
            Key("maximum", ("最大", "不大于"), Kind.NUMBER, "不大于。"),
            Key("enum", ("取值", "可选值"), Kind.NAMES, "只许是其中之一。"),
            Key("pattern", ("格式",), Kind.TEXT, "文字要合的格式（正则表达式）。"),
        ),
        "check": (
            Key("rule", ("规则",), Kind.FORMULA, "要成立的关系：消除风险户数 <= 监测对象户数。", required=True),
            Key(
                "severity",
                ("程度", "级别"),
                Kind.CHOICE,
                "不成立时算错误、警告还是提示。",
                values={"error": ("错误",), "warning": ("警告",), "notice": ("提示",)},
                default="错误",
            ),
            Key("message", ("提示", "说明"), Kind.TEXT, "不成立时对填表人说的话。"),
        ),
        "area": (
            Key("name", ("名称", "地区"), Kind.TEXT, "名称，印在公文里。", required=True),
            Key("short", ("简称",), Kind.TEXT, "简称。"),
            Key("full", ("全称",), Kind.TEXT, "全称。"),
            Key("aliases", ("别名",), Kind.NAMES, "工作簿里可能的其他写法。"),
            Key("level", ("级别", "层级"), Kind.TEXT, "级别：县、乡镇、村。"),
            Key(
                "kind",
                ("类别", "类型"),
                Kind.TEXT,
                "类别：镇、乡、街道、中心、本级。本级只进合计，不进名单和排名。",
            ),
            Key("code", ("代码",), Kind.TEXT, "行政区划代码。"),
            Key("below", ("下级",), Kind.GROUPS, "下级地区，按印出的次序。", of="area", short="name"),
        ),
    }
)
"""All keys, by the mapping that they stand in."""

AREA_ABOVE: Final = "上级"
"""The column of a sheet 行政区划 that names the area above; its other columns are headed by the `area` keys."""


def names_of(mapping: str) -> dict[str, Key]:
    """Every way to write each key of a mapping, English and Chinese → the key."""
    return {alias: key for key in KEYS[mapping] for alias in (key.name, *key.chinese)}


def values_of(key: Key) -> dict[str, str]:
    """Every way to write each fixed value of a key → the English value."""
    return {alias: value for value, aliases in key.values.items() for alias in (value, *aliases)}


def all_names() -> Iterator[str]:
    """Every name of every key; what may stand before a colon in a spec file."""
    seen: set[str] = set()
    for keys in KEYS.values():
        for key in keys:
            for alias in (key.name, *key.chinese):
                if alias not in seen:
                    seen.add(alias)
                    yield alias
