"""Read YAML as plain values that remember their lines, and refuse what would lose information.

Only the YAML 1.2 core types are recognised, so ``no`` and ``2024-10-08`` stay text. A float is
refused, because a decimal that went through one is no longer what the source printed; so are
duplicate keys, which YAML readers otherwise drop without a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import yaml

from kg.errors import Place, RecordError

__all__ = ["KeyPath", "Source", "Value", "read_source"]

Value = None | bool | int | str | list["Value"] | dict[str, "Value"]
KeyPath = tuple[str | int, ...]

_MAX_BYTES = 64 * 1024 * 1024
_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file: its value, and the line of every part of it by its path."""

    file: Path
    value: Value
    lines: Mapping[KeyPath, int]

    def place(self, path: KeyPath) -> Place:
        """Give the place of the value at this path, or of the nearest part that encloses it."""
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines.get(path, 1))


class _CoreLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """A safe loader that recognises the YAML 1.2 core types and nothing else."""

    # the C loader is several times faster; which one exists is known only at run time
    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


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
    a float, a duplicate key, an alias or a key that is not text.
    """
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise RecordError(
                f"the file has {file.stat().st_size} bytes",
                expected=f"at most {_MAX_BYTES} bytes in one record file",
                remedy="write one file for each source document",
                where=Place(file),
            )
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordError(
            f"byte {error.start} is not UTF-8: {error.object[error.start : error.end]!r}",
            expected="UTF-8 text",
            remedy="save the file as UTF-8",
            where=Place(file),
        ) from None
    except OSError as error:
        raise RecordError(
            f"the file cannot be read: {error.strerror}",
            expected="a readable file",
            remedy="check the path and its permissions",
            where=Place(file),
        ) from None
    try:
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


@dataclass(frozen=True, slots=True)
class _Reading:
    """One walk over the nodes of a file; collects the line of each path."""

    file: Path
    lines: dict[KeyPath, int]

    def value(self, node: yaml.Node, path: KeyPath) -> Value:
        if path in self.lines:
            raise self._refused(node, "an alias", "each value written out", "write the value again")
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
            case "int":
                return int(text)
            case "str":
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

    def _refused(self, node: yaml.Node, found: str, expected: str, remedy: str) -> RecordError:
        mark = node.start_mark
        return RecordError(
            f"found {found}",
            expected=expected,
            remedy=remedy,
            where=Place(self.file, mark.line + 1, mark.column + 1),
        )
