"""Where a long title breaks: whole words on each line, lines in the shape of a trapezoid or diamond (§7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, combinations, pairwise

from reportgen.document import Run
from reportgen.gongwen.measures import Look
from reportgen.gongwen.widths import half_widths

# Words that titles of reports are made of, and that no line break may cut. What is not here is read in pairs.
_WORD_LIST = """
    关于 对于 印发 转发 通知 通报 报告 汇报 请示 批复 意见 决定 公告 通告 公报 纪要 方案 办法 规划 计划 要点 总结 安排
    工作总结 工作要点 工作安排 工作计划 工作情况 工作方案 工作报告 工作简报 工作掠影 工作汇报 重点工作 工作 情况 进展
    进度 简报 通稿 调研 自查 自评 述职 评估 考核 考评 督查 检查 排查 整改 整治 问题 反馈 落实 贯彻 执行 完成 开展 推进
    全面 深入 扎实 持续 进一步 加强 加快 做好 切实 巩固 拓展 巩固拓展 脱贫 攻坚 脱贫攻坚 成果 有效 衔接 有效衔接 乡村
    振兴 乡村振兴 防止 返贫 监测 帮扶 防止返贫 防返贫 动态 农村 农业 农民 三农 人居 环境 人居环境 产业 发展 项目 资金
    建设 管理 使用 预算 支出 绩效 衔接资金 就业 创业 务工 培训 社会 保障 民生 实事 教育 卫生 医疗 住房 饮水 安全 生产
    生态 文明 扶贫 驻村 工作队 第一 书记 第一书记 小额 信贷 消费 村集体 集体 经济 收入 增收 车间 公益性 岗位 人口
    上半年 下半年 半年 全年 年度 季度 第一季度 第二季度 第三季度 第四季度 一季度 二季度 三季度 四季度 月份 今后 下一步
    下步 打算 思路 目标 任务 责任 清单 制度 机制 体系 实施 创建 示范 试点 专项 行动 活动 会议 学习 主题 党建 法治
    全县 全市 全省 全区 全镇 各乡镇 乡镇 街道 各镇 政府 人民政府 委员会 办公室 领导小组 指挥部 党组 党委 局党组 机关
    人力资源 和社会 资源 住房和城乡建设 农业农村 农村局 财政 审计 统计 民政 信访 自然 交通 运输 水利 林业 商务 文化
    旅游 推广 经验 典型 做法 交流 材料 信息 公开 统筹 协调 整合 提升 改革 创新 服务 质量 高质量 现代化 中央 省委 市委
    县委 乡村振兴战略
"""
_WORDS = frozenset(_WORD_LIST.split())
_LONGEST = max(map(len, _WORDS))
_UNBROKEN = re.compile(
    r"[0-9０-９.,%％〇~～—-]+(?:年度|年底|年末|年|月份|月底|月|日|个|户|人|万元|亿元|元|%)?(?:第?[一二三四]季度|[上下]半年)?"
    r"|[A-Za-z]+|[、，：；]|《[^》]{1,8}》|“[^”]{1,8}”|——"
)
# An authority's name at the beginning, or after another one's, stays on one line where it can.
_AUTHORITY = re.compile(
    r"[\u4e00-\u9fff]{2,}?(?:局|委员会|办公室|人民政府|厅|领导小组办公室|领导小组|指挥部)(?=关于|[0-9《、印转]|$)"
)
_AUTHORITY_END = re.compile(r"(?:局|委员会|委|办公室|办|政府|厅|部|领导小组|指挥部|中心|集团|公司|联合会|学校|党组)$")
_PLACE_END = re.compile(r"[省市县区州盟旗镇乡村]$")
_BEGINS_PHRASE = re.compile(r"(?:及|暨|和|与|并|关于|——|以及|工作|情况|“|《|推进|推动|加强|做好|开展)")
_NEVER_FIRST = frozenset("的了地得之、，。；：？！）》〉”’％%年月日")
_NEVER_LAST = frozenset("（《〈“‘及暨和与并将把对在")
_LEADS_ON = frozenset(("关于", "对于", "印发", "转发"))

# Costs of a break; a line too short or an uneven shape costs about as much as a poor break.
_PHRASE, _WORD, _UNSURE, _AUTHORITY_CUT, _INSIDE, _NEVER = 0.0, 3.0, 7.0, 20.0, 30.0, 300.0
_MORE_LINES = 14.0
_MOST_LINES = 4
_MOST_PLACES = 24


def broken(runs: tuple[Run, ...], width: int, look: Look) -> tuple[Run, ...]:
    """Put line breaks ("\\n") into the runs of a centred text that is wider than `width` twips.

    What its author broke by hand stays as it is.
    """
    text = "".join(run.text for run in runs)
    if "\n" in text:
        return runs
    # Digits and quotation marks of some title fonts are wider than half or whole characters: keep a little free.
    capacity = width * 2 // (look.size * 10 + look.spacing) - 1
    return _cut(runs, break_title(text, capacity))


def _cut(runs: tuple[Run, ...], breaks: tuple[int, ...]) -> tuple[Run, ...]:
    """Put a line break before each of the characters that `breaks` counts over all runs."""
    result, start = [], 0
    for run in runs:
        inside = [at - start for at in breaks if start <= at < start + len(run.text)]
        pieces = [run.text[a:b] for a, b in pairwise([0, *inside, len(run.text)])]
        result.append(replace(run, text="\n".join(pieces)) if inside else run)
        start += len(run.text)
    return tuple(result)


@lru_cache(maxsize=256)
def break_title(text: str, capacity: int) -> tuple[int, ...]:
    """Choose where a title breaks into lines of at most `capacity` half characters.

    >>> title = "江州县乡村振兴局关于2023年上半年防止返贫监测帮扶工作情况的通报"
    >>> at = break_title(title, 39)
    >>> title[: at[0]], title[at[0] :]
    ('江州县乡村振兴局关于2023年上半年', '防止返贫监测帮扶工作情况的通报')
    """
    total = half_widths(text)
    fewest = -(-total // capacity)
    if fewest < 2 or fewest > _MOST_LINES:
        return ()
    costs = _break_costs(text)
    # Too many places to try them all: keep those that cut least.
    places = sorted(sorted(costs, key=lambda at: (costs[at], at))[:_MOST_PLACES])
    width_to = [0, *accumulate(half_widths(character) for character in text)]
    best: tuple[float, tuple[int, ...]] = (_MORE_LINES, ())
    for lines in (fewest, fewest + 1):
        more = _MORE_LINES * (lines - fewest)
        for breaks in combinations(places, lines - 1):
            widths = [width_to[b] - width_to[a] for a, b in pairwise((0, *breaks, len(text)))]
            if max(widths) > capacity:
                continue
            cost = more + sum(costs[at] for at in breaks) + _shape_cost(widths)
            if not best[1] or cost < best[0]:
                best = (cost, breaks)
        if best[1] and best[0] <= _MORE_LINES:
            break
    return best[1]


def _shape_cost(widths: list[int]) -> float:
    """Weigh the shape of centred lines: trapezoid and diamond are free, hourglass and rectangle are not.

    Beyond eight characters' difference a trapezoid looks torn; a line of a few characters looks lost.
    """
    cost = 0.0
    for before, line, after in zip(widths, widths[1:], widths[2:], strict=False):
        if line < before and line < after:
            cost += 5 + (min(before, after) - line) * 0.6
        if line > before and line > after:
            cost += abs(before - after) * 0.15  # a diamond is symmetric
    even = True
    for one, next_one in pairwise(widths):
        difference = abs(one - next_one)
        even = even and difference <= 1
        cost += max(0, difference - 16) * 0.5
    return cost + 4 * even + sum(max(0, 10 - width) * 1.5 for width in widths)


def _break_costs(text: str) -> dict[int, float]:
    """Weigh a break before each character but the first."""
    costs = dict.fromkeys(range(1, len(text)), _INSIDE)
    start = 0
    before = ""
    for word, known in _words(text):
        if start:
            costs[start] = _boundary_cost(before, word, known, text[:start])
        if not known:
            costs.update({start + n: _UNSURE if n % 2 == 0 else _INSIDE for n in range(1, len(word))})
        before = word
        start += len(word)
    for authority in _AUTHORITY.finditer(text):
        for at in range(authority.start() + 1, authority.end()):
            costs[at] += _AUTHORITY_CUT
    for at in costs:
        if text[at] in _NEVER_FIRST or text[at - 1] in _NEVER_LAST:
            costs[at] = _NEVER
    return costs


def _boundary_cost(before: str, word: str, known: bool, line: str) -> float:
    """Weigh a break between two words; `line` is all that stands before it."""
    if before in _LEADS_ON:
        return _UNSURE
    if before == "、" and _AUTHORITY_END.search(line[:-1]):
        return _PHRASE
    if word == "——" or _AUTHORITY_END.search(line) or _BEGINS_PHRASE.match(word):
        return _PHRASE if before not in ("工作", "情况") else _WORD
    if re.search(r"(?:年|半年|季度|年度|月份|月|日|的|、|，|：)$", before):
        return _PHRASE if before != "的" else _WORD
    if _PLACE_END.search(before):
        return _UNSURE
    return _WORD if known else _UNSURE


def _words(text: str) -> Iterator[tuple[str, bool]]:
    """Cut the text into words; those not known come as one stretch, marked False."""
    at = 0
    unknown = ""
    while at < len(text):
        word = _word_at(text, at)
        if not word:
            unknown += text[at]
            at += 1
            continue
        if unknown:
            yield unknown, False
            unknown = ""
        yield word, True
        at += len(word)
    if unknown:
        yield unknown, False


def _word_at(text: str, at: int) -> str:
    """Give the longest known word that begins here, or ""."""
    if match := _UNBROKEN.match(text, at):
        return match[0]
    for length in range(min(_LONGEST, len(text) - at), 1, -1):
        if text[at : at + length] in _WORDS:
            return text[at : at + length]
    return ""
