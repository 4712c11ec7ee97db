"""The file form of a proof (.proof.json): stable, sorted, one number or piece of evidence a line, read back exactly."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from reportgen.audit.proof import Calculation, Evidence, Head, Kind, Number, Proof, ProofError, Source, Use
from reportgen.fact import Value
from reportgen.place import Place

SCHEMA: Final = "reportgen.proof"
VERSION: Final = 1

_Json = dict[str, Any]

# One for all lines; `json.dumps` would make one for each.
_text = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def proof_json(proof: Proof) -> str:
    """Write a proof: equal proofs give equal text, and a line of it that differs is a number that differs.

    Empty values are left out. The summary is there for readers; `read_proof` counts again.
    """
    summary = proof.summary
    head = {
        "schema": SCHEMA,
        "version": VERSION,
        "document": _full(
            name=proof.head.document,
            sha256=proof.head.sha256,
            title=proof.head.title,
            area=proof.head.area,
            period=proof.head.period,
            as_of=proof.head.as_of,
        ),
        "summary": {
            "printed": summary.printed,
            "traced": summary.traced,
            "typed": summary.typed,
            "by_class": {kind.value: count for kind, count in summary.by_class.items() if count},
        },
        "unused_literals": list(proof.unused),
        "files": dict(proof.files),
    }
    lines = [f"{_text(key)}:{_text(value)}," for key, value in head.items()]
    lines.append('"numbers":' + _list(_number(number) for number in proof.numbers) + ",")
    lines.append('"evidence":' + _list(_evidence(evidence) for evidence in proof.evidence))
    return "{\n" + "\n".join(lines) + "\n}\n"


def read_proof(text: str) -> Proof:
    """Read what `proof_json` wrote. Raises ProofError for anything else, and for a version that is newer than ours."""
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise ProofError("这不是数据核对文件（.proof.json）。")
        if data["version"] > VERSION:
            raise ProofError(
                f"这份数据核对文件的格式（第{data['version']}版）比本程序认识的（第{VERSION}版）新，请升级程序。"
            )
        document = data["document"]
        head = Head(
            document=document.get("name", ""),
            **{key: document.get(key, "") for key in ("sha256", "title", "area", "period", "as_of")},
        )
        numbers = tuple(_read_number(item) for item in data["numbers"])
        evidence = tuple(_read_evidence(item) for item in data["evidence"])
        proof = Proof(head, numbers, evidence, tuple(data["unused_literals"]), dict(data["files"]))
        _check_keys(proof)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, RecursionError) as error:
        raise ProofError("数据核对文件（.proof.json）已损坏或被改动，读不出来；请重新生成。") from error
    return proof


def _check_keys(proof: Proof) -> None:
    """Keys count from 1, parts stand before the whole: else whoever walks the evidence would run astray."""
    known = len(proof.evidence)
    for position, evidence in enumerate(proof.evidence, start=1):
        parts = evidence.origin.parts if isinstance(evidence.origin, Calculation) else ()
        if evidence.key != position or not all(0 < part < position for part in parts):
            raise ValueError("evidence out of order")
    if not all(0 < use.evidence <= known for number in proof.numbers for use in number.uses):
        raise ValueError("unknown evidence")


def _list(items: Iterable[_Json]) -> str:
    lines = ",\n".join(_text(item) for item in items)
    return f"[\n{lines}\n]" if lines else "[]"


def _full(**values: object) -> _Json:
    """Leave out what is empty; a value of 0 stays."""
    empty: tuple[object, ...] = ("", [], {})
    return {
        key: value for key, value in values.items() if value is not None and value is not False and value not in empty
    }


def _number(number: Number) -> _Json:
    return _full(
        line=number.line,
        where=number.where,
        span=[number.start, number.end],
        text=number.text,
        kind=number.kind.value,
        before=number.before,
        after=number.after,
        section=number.section,
        uses=[_full(evidence=use.evidence, rounding=use.rounding) for use in number.uses],
        reason=number.reason,
    )


def _read_number(item: _Json) -> Number:
    start, end = item["span"]
    return Number(
        line=_whole(item["line"]),
        where=item.get("where", ""),
        start=_whole(start),
        end=_whole(end),
        text=item.get("text", ""),
        kind=Kind(item["kind"]),
        before=item.get("before", ""),
        after=item.get("after", ""),
        section=item.get("section", ""),
        uses=tuple(Use(_whole(use["evidence"]), use.get("rounding", "")) for use in item.get("uses", [])),
        reason=item.get("reason", ""),
    )


def _evidence(evidence: Evidence) -> _Json:
    origin = evidence.origin
    return {
        **_full(
            key=evidence.key,
            indicator=evidence.indicator,
            title=evidence.title,
            area=evidence.area,
            period=evidence.period,
            unit=evidence.unit,
            qualifier=evidence.qualifier,
            missing=evidence.missing,
            target=evidence.target,
            sensitive=evidence.sensitive,
            source=_source(origin) if isinstance(origin, Source) else None,
            calculation=_calculation(origin) if isinstance(origin, Calculation) else None,
        ),
        **_value(evidence.value),
        # An origin of nothing but empty values is still an origin.
        **({"source": {}} if origin == Source() else {}),
    }


def _value(value: Value | None) -> _Json:
    match value:
        case None:
            return {}
        case Decimal():
            return {"number": str(value)}
        case date():
            return {"date": value.isoformat()}
        case _:
            return {"text": value}


def _source(origin: Source) -> _Json:
    return _full(
        place=_place(origin.place),
        rows=list(origin.rows),
        turned=origin.turned,
        how=origin.how,
        path=origin.path,
        as_of=origin.as_of.isoformat() if origin.as_of else "",
        source=origin.source,
        reported_by=origin.reported_by,
        typed=origin.typed,
    )


def _calculation(origin: Calculation) -> _Json:
    return {
        "parts": list(origin.parts),
        **_full(
            formula=origin.formula,
            rolled_up=origin.rolled_up,
            skipped=list(origin.skipped),
            place=_place(origin.place),
        ),
    }


def _place(place: Place | None) -> _Json | None:
    if place is None:
        return None
    known = {"line": place.line, "sheet": place.sheet, "cell": place.cell, "paragraph": place.paragraph}
    return {"file": place.file, **{key: value for key, value in known.items() if value is not None}}


def _read_place(item: _Json | None) -> Place | None:
    if item is None:
        return None
    return Place(item["file"], item.get("line"), item.get("sheet"), item.get("cell"), item.get("paragraph"))


def _read_evidence(item: _Json) -> Evidence:
    return Evidence(
        key=_whole(item["key"]),
        indicator=item.get("indicator", ""),
        title=item.get("title", ""),
        area=item.get("area", ""),
        period=item.get("period", ""),
        value=_read_value(item),
        unit=item.get("unit", ""),
        origin=_read_origin(item),
        qualifier=item.get("qualifier", ""),
        missing=item.get("missing", ""),
        target=bool(item.get("target", False)),
        sensitive=bool(item.get("sensitive", False)),
    )


def _read_value(item: Mapping[str, Any]) -> Value | None:
    if "number" in item:
        return Decimal(item["number"])
    if "date" in item:
        return date.fromisoformat(item["date"])
    text = item.get("text")
    return None if text is None else str(text)


def _read_origin(item: Mapping[str, Any]) -> Source | Calculation:
    if "calculation" in item:
        made = item["calculation"]
        return Calculation(
            formula=made.get("formula", ""),
            parts=tuple(_whole(part) for part in made["parts"]),
            rolled_up=bool(made.get("rolled_up", False)),
            skipped=tuple(made.get("skipped", ())),
            place=_read_place(made.get("place")),
        )
    read = item["source"]
    return Source(
        place=_read_place(read.get("place")),
        rows=tuple(_whole(row) for row in read.get("rows", ())),
        how=read.get("how", ""),
        path=read.get("path", ""),
        as_of=date.fromisoformat(read["as_of"]) if "as_of" in read else None,
        source=read.get("source", ""),
        reported_by=read.get("reported_by", ""),
        typed=read.get("typed", ""),
        turned=bool(read.get("turned", False)),
    )


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"not a whole number: {value!r}")
    return value
