"""Whether a free text holds what identifies a person: name, telephone, identity number, mail address (SUB-10).

Only a hint: a person reads the text and takes it out, or says why it is none.
"""

import re
from enum import StrEnum

from domain.reasons import Finding
from domain.records import Record, items_of
from domain.terms import Severity

_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])|(?<!\d)\d{15,}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)|(?<![\d.])\+\d{1,3}[ -]?(?:\d[ -]?){8,12}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+|@")
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Madam)\.?\s+[A-Z][a-z]+")
_SAID = re.compile(
    r"(?i:\b(?:name|named|called|patient|subject)\b)\s*(?i:is|:)?\s+[A-Z][a-z]{1,12}\s+[A-Z][a-z]{1,12}\b"
)
_CHINESE = re.compile(
    r"(?:姓名|患者|受试者|病人|家属)[:：是为]?\s*"
    r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文]"
    r"[\u4e00-\u9fff]{1,2}(?![\u4e00-\u9fff])|[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐)"
)


class PersonalKind(StrEnum):
    """What a text looks like."""

    IDENTITY = "identity number"
    TELEPHONE = "telephone"
    MAIL = "mail address"
    NAME = "name"


def find_personal(text: str) -> PersonalKind | None:
    """What in a text looks like it identifies a person; None where nothing does."""
    if _IDENTITY.search(text):
        return PersonalKind.IDENTITY
    if _MOBILE.search(text) or _LANDLINE.search(text):
        return PersonalKind.TELEPHONE
    if _MAIL.search(text):
        return PersonalKind.MAIL
    if _TITLE.search(text) or _SAID.search(text) or _CHINESE.search(text):
        return PersonalKind.NAME
    return None


def free_texts_of(kind: type[Record]) -> tuple[str, ...]:
    """Fields of a kind in which people write what they like about a subject."""
    return tuple(name for name, described in items_of(kind).items() if described.is_free_text)


def check_free_texts(record: Record) -> list[Finding]:
    """A soft finding for each free text of a record that looks like it identifies a person."""
    return check_personal(record, *free_texts_of(type(record)))


def check_personal(record: Record, *fields: str) -> list[Finding]:
    """A soft finding for each of the named fields that looks like it identifies a person."""
    found = []
    for field in fields:
        what = find_personal(str(getattr(record, field) or ""))
        if what is not None:
            code = "looks_like_name" if what is PersonalKind.NAME else "looks_personal"
            found.append(Finding(field, code, Severity.SOFT))
    return found
