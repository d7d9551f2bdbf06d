"""Finding a protocol by its shipped id or as a file."""

from pathlib import Path

from domain.protocol.model import Part, Protocol
from domain.protocol.reader import ProtocolRefused, load_shipped, read_protocol, shipped_protocols
from domain.terms import PartKind
from ui.command_line import Refused
from ui.sentences import SENTENCES


def find_protocol(name: str) -> Protocol:
    """The shipped protocol of that id, or the one in the .toml file.

    Raises:
        Refused: there is none, or the file has faults; each is named.
    """
    if name.lower() in shipped_protocols():
        return load_shipped(name.lower())
    path = Path(name)
    if path.suffix != ".toml":
        known = ", ".join(shipped_protocols())
        raise Refused(f'"{name}" is neither a shipped protocol ({known}) nor a .toml file', 2)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: cannot be read ({error.__class__.__name__}: {error})", 2) from error
    try:
        return read_protocol(text, name=path.stem)
    except ProtocolRefused as refused:
        lines = [
            f"  {finding.field}: {SENTENCES[finding.code].format(**finding.numbers)}" for finding in refused.findings
        ]
        raise Refused(f"{path} can't be run; {len(lines)} to put right:\n" + "\n".join(lines), 2) from refused


def find_part(protocol: Protocol, part_id: str | None) -> Part:
    """The part of that id, or the first escalation part.

    Raises:
        Refused: the protocol has no such escalation part, or its levels are not chosen yet.
    """
    parts = [part for part in protocol.parts if part.kind is PartKind.ESCALATION]
    part = next((part for part in parts if part.part_id == part_id), None) if part_id else protocol.first_part
    if part is None:
        known = ", ".join(part.part_id for part in parts)
        raise Refused(f'"{part_id}" is not an escalation part of {protocol.protocol_id}; it has {known}', 2)
    if not part.levels:
        raise Refused(f'the levels of part "{part.part_id}" are chosen later in the study; it can\'t be run yet', 2)
    return part
