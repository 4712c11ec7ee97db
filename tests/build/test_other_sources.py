"""A report from a text table, a database and a table on its side: every number leads to its cell."""

import json
import sqlite3
from pathlib import Path

from reportgen.build import build_report

TABLE = """\
名称: jobs2
标题: 就业
字段:
  - {字段: 乡镇, 角色: 地区}
  - {字段: 就业人数, 单位: 人}
"""
OTHER = TABLE.replace("jobs2", "visits2").replace("标题: 就业", "标题: 走访").replace("就业人数", "走访户数")
SPEC = """\
报告: r
标题: 工作总结
地区: 江州县
期间: 2023H1
数据:
  - 工作簿: 就业.csv
  - 指标表: visits2
    数据库: sqlite:///业务.db
    查询: SELECT 乡镇, 户数 AS 走访户数 FROM t
公文:
  发文机关: 江州县乡村振兴局
  成文日期: 2023-07-05
模板: 总结.txt
"""


def test_numbers_of_a_text_table_and_a_query_are_traced_to_their_cells(tmp_path: Path) -> None:
    (tmp_path / "data_specs").mkdir()
    (tmp_path / "data_specs" / "jobs2.yaml").write_text(TABLE, encoding="utf-8")
    (tmp_path / "data_specs" / "visits2.yaml").write_text(OTHER.replace("单位: 人", "单位: 户"), encoding="utf-8")
    (tmp_path / "report.yaml").write_text(SPEC, encoding="utf-8")
    text = "全县就业{{ 就业人数 }}人，走访{{ 走访户数 }}户。\n"
    (tmp_path / "总结.txt").write_text(text, encoding="utf-8")
    (tmp_path / "就业.csv").write_bytes("乡镇,就业人数\n青石镇,10\n柳溪镇,5\n".encode("gbk"))
    with sqlite3.connect(tmp_path / "业务.db") as connection:
        connection.execute("CREATE TABLE t (乡镇 TEXT, 户数 INTEGER)")
        connection.executemany("INSERT INTO t VALUES (?,?)", [("青石镇", 3), ("柳溪镇", 4)])
    connection.close()

    build_report(tmp_path / "report.yaml", tmp_path / "out")

    proof = next((tmp_path / "out").glob("*.proof.json")).read_text(encoding="utf-8")
    assert '"15"' in proof
    assert '"7"' in proof
    assert "就业.csv" in proof
    assert "（查询）report.yaml 第8行" in proof
    json.loads(proof)
