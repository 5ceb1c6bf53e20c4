"""The header of a question file in, its fields as plain words out; also the work of a process (`kg/contained/`).

The headers that travel with the program are read where they are needed. Those of a workspace came from somebody, and
go through a process that may die. This file imports PyYAML and the standard library only, for a quick start of it.
"""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from kg.characters import paired, unpaired_in
from kg.contained.serve import Answer, Work


def start(_: str) -> Work:
    """Return the function that reads the body of a request."""
    return _answer


def _answer(_: Mapping[str, Any], body: bytes) -> Answer:
    try:
        return {"kind": "header"}, json.dumps(fields(body.decode())).encode()
    except yaml.YAMLError as error:
        return {"kind": "problem", "message": " ".join(str(error).split())}, b""


def fields(header: str) -> Any:  # noqa: ANN401 (whatever somebody wrote)
    """Return what stands in the YAML of a header, every value a text. Raises yaml.YAMLError if it is none."""
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(header, Loader=yaml.BaseLoader)):
        message = "aliases are not read"
        raise yaml.YAMLError(message)
    return _whole(yaml.load(header, Loader=yaml.BaseLoader))  # noqa: S506 (it makes nothing but strings)


def _whole(value: Any) -> Any:  # noqa: ANN401 (the same)
    """Return a value in which each pair of escapes is one character. Raises yaml.YAMLError where one stands alone."""
    if isinstance(value, dict):
        return {_whole(name): _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return list(map(_whole, value))
    if not isinstance(value, str):
        return value
    whole = paired(value)
    if unpaired_in(whole):
        message = "an escape stands for half a character"
        raise yaml.YAMLError(message)
    return whole
