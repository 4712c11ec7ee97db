"""The one table of keys agrees with the models, and every word in it means one thing."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

import pytest

from reportgen.spec.keys import KEYS, TITLES, Key, Kind, names_of, values_of
from reportgen.spec.model import (
    Area,
    Attachment,
    CheckSpec,
    Constraints,
    DataEntry,
    DataSpec,
    DocumentSpec,
    FieldSpec,
    OneOff,
    RecordIndicator,
    ReportSpec,
    SectionSpec,
    SpecModel,
    TableColumn,
    TableSpec,
)

MODELS: dict[str, type[SpecModel]] = {
    "report": ReportSpec,
    "data": DataEntry,
    "fact": OneOff,
    "section": SectionSpec,
    "table": TableSpec,
    "column": TableColumn,
    "document": DocumentSpec,
    "attachment": Attachment,
    "data_spec": DataSpec,
    "field": FieldSpec,
    "indicator": RecordIndicator,
    "constraints": Constraints,
    "check": CheckSpec,
    "area": Area,
}
SETTLED = {"indicator": {"role", "level", "type", "rollup", "over_time", "sensitive", "constraints"}}
"""What a record table settles for its indicators: they are fields of a kind, but nobody writes these."""
ALL = [pytest.param(mapping, key, id=f"{mapping}.{key.name}") for mapping, keys in KEYS.items() for key in keys]


def literals(annotation: Any) -> set[str]:
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return {word for part in get_args(annotation) for word in literals(part)}


@pytest.mark.parametrize("mapping", KEYS)
def test_keys_are_the_fields_of_their_model(mapping: str) -> None:
    fields = {info.alias or name for name, info in MODELS[mapping].model_fields.items()} - {"places"}
    ready = {key.name for key in KEYS[mapping] if not key.later}
    assert ready <= fields
    assert fields - ready <= {key.name for key in KEYS[mapping]} | SETTLED.get(mapping, set())


@pytest.mark.parametrize("mapping", KEYS)
def test_a_word_names_one_key_of_its_mapping(mapping: str) -> None:
    words = [word for key in KEYS[mapping] for word in (key.name, *key.chinese)]
    assert len(words) == len(set(words))
    assert set(names_of(mapping)) == set(words)


@pytest.mark.parametrize(("mapping", "key"), ALL)
def test_every_key_has_a_chinese_name_and_words_for_the_reference(mapping: str, key: Key) -> None:
    assert key.chinese
    assert key.words.endswith("。")
    if key.kind in (Kind.GROUP, Kind.GROUPS, Kind.NAMED):
        assert key.of in KEYS
    if key.short:
        assert key.short in names_of(key.of)


@pytest.mark.parametrize(("mapping", "key"), ALL)
def test_fixed_values_are_those_of_the_model_and_each_has_a_chinese_word(mapping: str, key: Key) -> None:
    words = [word for value, aliases in key.values.items() for word in {value, *aliases}]
    assert len(words) == len(set(words))
    assert all(aliases for aliases in key.values.values())
    assert set(values_of(key).values()) == set(key.values)
    if key.kind in (Kind.CHOICE, Kind.CHOICES) and not key.later:
        model = MODELS[mapping].model_fields
        info = next(info for name, info in model.items() if (info.alias or name) == key.name)
        assert literals(info.annotation) - {""} == set(key.values)


def test_every_mapping_has_a_title() -> None:
    assert set(TITLES) == set(KEYS) == set(MODELS)
