"""Read YAML as plain values that remember their lines, and refuse what would lose information.

Only the YAML 1.2 core types are recognised, so ``no`` and ``2024-10-08`` stay text. A float is
refused, because a decimal that went through one is no longer what the source printed; so are
duplicate keys, which YAML readers otherwise drop without a word.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import yaml

from kg.errors import Place, RecordError

__all__ = ["KeyPath", "Source", "Value", "read_source"]

Value = None | bool | int | str | list["Value"] | dict[str, "Value"]
KeyPath = tuple[str | int, ...]

_MAX_BYTES = 64 * 1024 * 1024
_MAX_DEPTH = 32  # records are 6 deep; the parser ends the process at some tens of thousands
_MAX_DIGITS = 18
_TAG = "tag:yaml.org,2002:"
_COLLECTIONS = {None, _TAG + "map", _TAG + "seq"}
# what nobody sees in a label, and what XML and some stores cannot hold: control characters,
# marks of direction, spaces without width, noncharacters
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069"
    "\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file: its value, and the line of every part of it by its path."""

    file: Path
    value: Value
    lines: Mapping[KeyPath, int]

    @property
    def whole(self) -> dict[str, Any]:  # the schema vouches for the types of its parts
        """The mapping that a checked file is."""
        assert isinstance(self.value, dict), "every schema wants a mapping"
        return self.value

    def place(self, path: KeyPath) -> Place:
        """Give the place of the value at this path, or of the nearest part that encloses it."""
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines.get(path, 1))


if TYPE_CHECKING:
    _Loader = yaml.SafeLoader
else:  # the C loader is several times faster; which one exists is known only at run time
    _Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _CoreLoader(_Loader):
    """A safe loader that recognises the YAML 1.2 core types and nothing else."""


_CoreLoader.yaml_implicit_resolvers = {}  # of its own, not the dictionary of every loader


for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", list("tf")),
    ("int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    (
        "float",
        r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$",
        list("-+.0123456789"),
    ),
    ("float", r"^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$", list("-+.")),
    ("merge", r"^<<$", ["<"]),
):
    _CoreLoader.add_implicit_resolver(_TAG + _tag, re.compile(_pattern), _first)


def read_source(file: Path) -> Source:
    """Read one YAML file.

    Raises RecordError, with file and line, for a file that is not UTF-8 or not YAML, that holds
    a float, a duplicate key, an alias, a key that is not text or a character that nobody sees.
    """
    text = _text(file)
    try:
        _check_structure(text, file)
        node = yaml.compose(text, Loader=_CoreLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise RecordError(
            f"the file is not YAML: {getattr(error, 'problem', None) or error}",
            expected="YAML with the indentation and quoting of the other records",
            remedy="mend the line, or the one before it; quote text that holds a colon or a quote",
            where=Place(file, mark.line + 1, mark.column + 1) if mark else Place(file),
        ) from None
    lines: dict[KeyPath, int] = {}
    value = None if node is None else _Reading(file, lines).value(node, ())
    return Source(file, value, lines)


class _Mark(Protocol):
    """A place in a file; the two YAML parsers have a class for it each."""

    line: int
    column: int


def _text(file: Path) -> str:
    """Give the text of a regular file: a pipe or device would be read without end."""
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):
            raise RecordError(
                "the file cannot be read: it is no regular file",
                expected="a file with the record",
                remedy="move away the folder, pipe or device that has its name",
                where=Place(file),
            )
        if found.st_size > _MAX_BYTES:
            raise RecordError(
                f"the file has {found.st_size} bytes",
                expected=f"at most {_MAX_BYTES} bytes in one record file",
                remedy="write one file for each source document",
                where=Place(file),
            )
        content = file.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError(
            f"byte {error.start} is not UTF-8: {error.object[error.start : error.end]!r}",
            expected="UTF-8 text",
            remedy="save the file as UTF-8",
            where=Place(file, content.count(b"\n", 0, error.start) + 1),
        ) from None
    except OSError as error:
        raise RecordError(
            f"the file cannot be read: {error.strerror}",
            expected="a readable file",
            remedy="check the path and its permissions",
            where=Place(file),
        ) from None
    if unseen := _UNSEEN.search(text):
        before = text[: unseen.start()]
        column = unseen.start() - before.rfind("\n")
        raise _unseen(unseen[0], Place(file, before.count("\n") + 1, column))
    return text


def _unseen(character: str, where: Place) -> RecordError:
    return RecordError(
        f"found the character U+{ord(character):04X}, which nobody sees",
        expected="text without control characters and marks of direction",
        remedy="remove the character",
        where=where,
    )


def _check_structure(text: str, file: Path) -> None:
    """Refuse what would grow without end or exhaust the stack when nodes are made of it."""
    depth = 0
    for event in yaml.parse(text, Loader=_CoreLoader):
        if isinstance(event, yaml.AliasEvent):
            found = ("an alias", "each value written out", "write the value again")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            continue
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if event.tag not in _COLLECTIONS:
                found = (f"the tag {event.tag}", "plain YAML values", "remove the tag")
            elif depth > _MAX_DEPTH:
                found = (
                    f"lists or mappings {depth} deep",
                    f"at most {_MAX_DEPTH}",
                    "mend the indentation or the brackets",
                )
            else:
                continue
        else:
            continue
        raise _refused(file, event.start_mark, *found)


def _refused(file: Path, mark: _Mark | None, found: str, expected: str, remedy: str) -> RecordError:
    where = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    return RecordError(f"found {found}", expected=expected, remedy=remedy, where=where)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One walk over the nodes of a file; collects the line of each path."""

    file: Path
    lines: dict[KeyPath, int]

    def value(self, node: yaml.Node, path: KeyPath) -> Value:
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        raise self._refused(node, "an unknown node", "plain YAML values", "write it out")

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> Value:
        result: dict[str, Value] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str) or key_node.tag == _TAG + "merge":
                raise self._refused(key_node, "a key that is not text", "text", "write a plain key")
            self._check_seen(key_node)
            if key in result:
                raise self._refused(
                    key_node, f"the key '{key}' a second time", "each key once", "merge the two"
                )
            result[key] = self.value(value_node, (*path, key))
            self.lines[*path, key] = key_node.start_mark.line + 1
        return result

    def _scalar(self, node: yaml.ScalarNode) -> Value:
        text: str = node.value
        match node.tag.removeprefix(_TAG):
            case "null":
                return None
            case "bool":
                return text == "true"
            case "int" if len(text) <= _MAX_DIGITS:
                return int(text)
            case "int":
                raise self._refused(
                    node,
                    f"a number of {len(text)} digits",
                    f"at most {_MAX_DIGITS}",
                    "correct the number, or quote it if it is text",
                )
            case "str":
                self._check_seen(node)
                return text
            case "float":
                raise self._refused(
                    node,
                    f"the float {text}",
                    "digits as text, which keep every digit that was printed",
                    f'quote it: "{text}"',
                )
            case tag:
                raise self._refused(node, f"the tag {tag}", "plain YAML values", "remove the tag")

    def _check_seen(self, node: yaml.Node) -> None:
        """Refuse what an escape put into a text; what stands there itself was refused before."""
        if unseen := _UNSEEN.search(node.value):
            mark = node.start_mark
            raise _unseen(unseen[0], Place(self.file, mark.line + 1, mark.column + 1))

    def _refused(self, node: yaml.Node, found: str, expected: str, remedy: str) -> RecordError:
        return _refused(self.file, node.start_mark, found, expected, remedy)
