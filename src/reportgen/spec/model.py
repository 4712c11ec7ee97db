"""What a spec says, once checked: frozen models whose every key knows its line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, GetPydanticSchema, model_validator
from pydantic_core.core_schema import any_schema

from reportgen.errors import Severity
from reportgen.place import Place

MissingPolicy = Literal["stop", "mark", "dash"]

# Places are made by us and need no check; describing them to each model would take a tenth of what all models take.
_Places = Annotated[Mapping[str, Place], GetPydanticSchema(lambda _source, _handler: any_schema())]


class FrozenDict(dict[str, Any]):
    """A mapping that keeps what it was made of; unlike a mapping proxy it pickles."""

    __slots__ = ()

    def _refuse(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise TypeError("a spec does not change once it is checked")

    __setitem__ = __delitem__ = __ior__ = update = clear = pop = popitem = setdefault = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Any]]]:
        return FrozenDict, (dict(self),)


class SpecModel(BaseModel):
    """A mapping of a spec file. `places` holds the place of each key's value; "" is the mapping itself."""

    # Deferred, since most models are only parts of a few whole ones and need no validator of their own.
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True, defer_build=True
    )

    places: _Places = Field(default_factory=dict, repr=False)

    def model_post_init(self, _context: object, /) -> None:
        """Freeze mappings too; pydantic freezes only the attributes."""
        for name, value in self.__dict__.items():
            if type(value) is dict:
                self.__dict__[name] = FrozenDict(value)

    def at(self, key: str = "") -> Place:
        """Where `key` is written; the mapping's own place for a key that is not."""
        return self.places.get(key) or self.places.get("") or Place("")


# --- data specs (design §3.1) ---


class Constraints(SpecModel):
    """Frictionless constraints of a field."""

    required: bool = False
    unique: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    enum: tuple[str, ...] | None = None
    pattern: str | None = None


class FieldSpec(SpecModel):
    """One column of a table: an indicator, or the column that names the area or the period."""

    name: str
    title: str = ""
    """Column heading; the name where empty."""
    aliases: tuple[str, ...] = ()
    role: Literal["area", "period", "text", "name"] | None = None
    """"name": what an item of a record table is called in lists."""
    level: str = ""
    type: Literal["integer", "number", "boolean", "string", "date"] = "number"
    unit: str = ""
    measure: Literal["stock", "flow", "cumulative", "target"] = "stock"
    caliber: str = ""
    description: str = ""
    decimals: int | None = Field(default=None, ge=0, le=10)
    formula: str = ""
    rollup: str = ""
    """"sum", "own", "none", "weighted(户数)"; "" where not written (then sum for counts and money)."""
    rollup_missing: Literal["stop", "skip"] = "stop"
    over_time: Literal["", "sum", "last"] = ""
    missing: MissingPolicy | Literal[""] = ""
    sensitive: bool = False
    constraints: Constraints = Constraints()


class RecordIndicator(FieldSpec):
    """An indicator of a record table (台账): counted, added up, or computed from others of its kind.

    One of `count`, `sum`, `min`, `max` and `formula` is written; the three in the middle name a field.
    """

    count: Literal["", "rows", "distinct"] = ""
    of: tuple[str, ...] = ()
    """The fields whose different values together are counted (`count: distinct`)."""
    sum: str = ""
    min: str = ""
    max: str = ""
    where: str = ""
    """Which rows count; every row where it is not written."""

    @property
    def how(self) -> Literal["", "rows", "distinct", "sum", "min", "max"]:
        """How the rows become a value; "" for a formula."""
        if self.count:
            return self.count
        return "sum" if self.sum else "min" if self.min else "max" if self.max else ""

    @property
    def used(self) -> tuple[str, ...]:
        """The fields that are added up, compared or told apart."""
        return self.of if self.count else tuple(name for name in (self.sum, self.min, self.max) if name)


class CheckSpec(SpecModel):
    """A rule that each row, and each rolled-up area, must keep (勾稽关系)."""

    rule: str
    severity: Literal["error", "warning", "notice"] = "error"
    message: str = ""

    @property
    def weight(self) -> Severity:
        """The finding's severity."""
        return Severity[self.severity.upper()]


class DataSpec(SpecModel):
    """One indicator table: a row an area, or a record table (台账) with many rows an area and `indicators`."""

    name: str
    title: str = ""
    rows: Literal["area", "records"] = "area"
    description: str = ""
    fields: tuple[FieldSpec, ...]
    indicators: tuple[RecordIndicator, ...] = ()
    checks: tuple[CheckSpec, ...] = ()
    missing_values: tuple[str, ...] = Field(default=("", "—", "－", "-", "——", "/", "无"), alias="missingValues")
    rollup_missing: Literal["stop", "skip"] = "stop"
    primary_key: tuple[str, ...] = Field(default=(), alias="primaryKey")

    @model_validator(mode="before")
    @classmethod
    def _record_fields(cls, values: object) -> object:
        """Give the fields of a record table their types, and sort those with a formula among its indicators."""
        if not isinstance(values, dict) or values.get("rows") != "records":
            return values
        fields = [_typed_record_field(field) for field in values.get("fields", ())]
        computed = [field for field in fields if isinstance(field, dict) and field.get("formula")]
        plain = tuple(field for field in fields if field not in computed)
        return {**values, "fields": plain, "indicators": (*values.get("indicators", ()), *computed)}

    @property
    def is_ledger(self) -> bool:
        """Whether it is a record table: many rows an area, counted."""
        return self.rows == "records"

    @property
    def is_whole(self) -> bool:
        """Whether it is a record table without a column for the area: all its rows are the report's own area's."""
        return self.is_ledger and not any(field.role == "area" for field in self.fields)

    @property
    def printable(self) -> tuple[FieldSpec, ...]:
        """What a report's table may have a column for: the fields, of a record table its areas and indicators."""
        if not self.is_ledger:
            return self.fields
        return (*(field for field in self.fields if field.role == "area"), *self.indicators)

    @property
    def item_name(self) -> FieldSpec | None:
        """The field that names an item of a record table: by its role, called 名称, or the first text."""
        plain = [field for field in self.fields if field.role is None and field.type == "string"]
        named = [field for field in self.fields if field.role == "name"]
        return next(iter((*named, *(field for field in plain if field.name == "名称"), *plain)), None)

    @property
    def file(self) -> str:
        """The file it was read from."""
        return self.at().file


KEY_FIELD: Final = "重点"
"""The boolean field of a record table whose items 列举名 puts first."""


def _typed_record_field(field: object) -> object:
    """A field of a record table holds text where neither its type nor anything about numbers is written."""
    if isinstance(field, FieldSpec) and "type" not in field.model_fields_set:
        return field.model_copy(update={"type": _record_type(field.__dict__)})
    if isinstance(field, dict) and "type" not in field:
        return {**field, "type": _record_type(field)}
    return field


def _record_type(field: Mapping[str, Any]) -> str:
    limits = field.get("constraints") or {}
    limits = limits.__dict__ if isinstance(limits, Constraints) else limits
    bounded = any(limits.get(key) is not None for key in ("minimum", "maximum"))
    if field.get("role") is None and (
        field.get("unit") or field.get("formula") or field.get("decimals") is not None or bounded
    ):
        return "number"
    return "boolean" if field.get("name") == KEY_FIELD else "string"


# --- report specs (design §3.2) ---


class DataEntry(SpecModel):
    """One workbook or query that a report draws on. Paths and dates may hold Jinja, as do `title` and `document`."""

    workbook: str = ""
    sql: str = ""
    """SQLAlchemy URL, in place of a workbook; its password stands in the environment only."""
    query: str = ""
    """One SELECT, or the path of a .sql file that holds it."""
    password_env: str = ""
    table: str = ""
    """Name of the data spec; "" means every table whose title is a sheet of the workbook."""
    sheet: str = ""
    header: tuple[int, ...] = ()
    """Heading rows, counted from 1; () means the first row that matches the headings."""
    columns: Mapping[str, str] = {}
    """Field name → the column's heading there; "监测对象/户" addresses a heading of two rows."""
    layout: Literal["table", "list", "transposed"] = "table"
    period: str = ""
    as_of: str = ""
    as_: Literal["", "目标"] = Field(default="", alias="as")


class OneOff(SpecModel):
    """A single figure of no table (`facts:`)."""

    value: str | int | Decimal | date
    unit: str = ""
    decimals: int | None = None
    as_of: str = ""
    source: str = ""
    reported_by: str = ""
    note: str = ""
    period: str = ""
    area: str = ""
    sensitive: bool = False


class SectionSpec(SpecModel):
    """One author's part of a text template."""

    file: str
    owner: str = ""


class TableColumn(SpecModel):
    """A column of a report's table."""

    name: str
    title: str = ""
    group: str = ""
    """The heading above this one, shared with its neighbours of the same group."""
    rank: str = ""
    """Name of a further column 位次 to rank by this one."""
    decimals: int | None = None


class TableSpec(SpecModel):
    """A table that a report prints: one row an area (design §3.2 `tables:`)."""

    table: str = ""
    columns: tuple[TableColumn, ...]
    areas: str = "下级"
    sort: str = ""
    ascending: bool = False
    top: int | None = None
    total: Literal["last", "first", "none"] = "none"
    total_title: str = "合计"
    caption: str = ""
    unit_note: str = ""
    landscape: bool | None = None
    """Whether it stands on a page on its side; None: where it is too wide for an upright one."""


class Attachment(SpecModel):
    """An attachment named in 附件说明, and what it holds: at most one of table, template and file."""

    title: str
    table: str = ""
    file: str = ""
    template: str = ""


class DocumentSpec(SpecModel):
    """What the official form needs besides the text (GB/T 9704-2012 §7). Strings may hold Jinja."""

    authority: tuple[str, ...] = ()
    date: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    note: str = ""
    seal: bool = False
    number: str = ""
    copy_no: str = ""
    secrecy: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: str = ""
    copies: str = ""
    issue_no: str = ""
    editor: str = ""
    byline: str = ""
    masthead: str = ""
    """Name of the brief or the minutes; the mark of a red head where it is not the authority's name and 文件."""
    preface: str = ""
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    attending: tuple[str, ...] = ()
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    issue_to: tuple[str, ...] = ()


class ReportSpec(SpecModel):
    """One report: title, area, period, data, template, tables and form."""

    report: str
    title: str
    subtitle: str = ""
    area: str
    each: str = ""
    areas: str = ""
    """Path of the areas file, relative to the spec; "" means areas.yaml beside it, where there is one."""
    period: str
    as_of: str = ""
    data: tuple[DataEntry, ...] = ()
    facts: Mapping[str, OneOff] = {}
    template: str = ""
    sections: tuple[SectionSpec, ...] = ()
    charts: Mapping[str, Mapping[str, object]] = {}
    tables: Mapping[str, TableSpec] = {}
    document: DocumentSpec = DocumentSpec()
    layout: Literal["plain", "red_head", "letter", "minutes", "brief", "news"] = "plain"
    numbering: Literal["restart", "continuous"] = "restart"
    missing: MissingPolicy = "stop"
    literals: Mapping[str, str] = {}
    outputs: tuple[Literal["docx", "pdf", "html", "txt"], ...] = ("docx",)
    with_: Mapping[str, str | int | Decimal] = Field(default={}, alias="with")
    file_name: str = ""

    @property
    def body_files(self) -> tuple[str, ...]:
        """The text templates that the body is made of, in order."""
        return (self.template,) if self.template else tuple(section.file for section in self.sections)


# --- areas (design §3.0) ---


class Area(SpecModel):
    """One area of the tree: a county, a township, a village; `kind` 本级 counts in totals only."""

    name: str
    short: str = ""
    full: str = ""
    aliases: tuple[str, ...] = ()
    level: str = ""
    kind: str = ""
    code: str = ""
    below: tuple[Area, ...] = ()

    @property
    def is_own_level(self) -> bool:
        """Whether it is the county's own row (本级): in totals, not in lists, ranks, averages and batches."""
        return self.kind == "本级"
