"""The calls are counted, and name tools, resources and commands that exist."""

import inspect
import shlex

from bench.faults.cases.calls import MISSPELT, ODD_VALUES, QUERIES, RETURN_FORMATS, wrapper_table
from bench.faults.cases.commands import AT_WORK, IDLE, OPEN
from bench.faults.cases.requests import RIGHT, WRONG
from kg.assistant.tools import TOOLS
from kg.cli.frame import GROUPS
from kg.server.resources import RESOURCES

_TOOLS = {tool.__name__: set(inspect.signature(tool).parameters) - {"desk", "_"} for tool in TOOLS}


def test_misspelt_calls_are_meant_for_tools_that_exist() -> None:
    assert len(MISSPELT) >= 20 <= len(ODD_VALUES)
    for call in MISSPELT:
        assert set(call.sound) <= _TOOLS[call.tool]
        unknown = set(call.arguments) - _TOOLS[call.tool]
        inner = set(call.arguments.get("parameters", {}))
        assert unknown or inner or call.arguments.get("question") == "contestd" or call.tool == "analyze", call
    assert {call.tool for call in MISSPELT} == set(_TOOLS)


def test_each_resource_is_asked_wrongly_and_rightly() -> None:
    assert len(WRONG) >= 30
    paths = {path.partition("{")[0].rstrip("/") or "/" for resource in RESOURCES for path in resource.paths}
    for asked in (WRONG, RIGHT):
        named = {"/questions" if each.path.startswith("/questions/") else each.path for each in asked}
        assert named == paths
    targets = [(each.method, each.target, each.body, str(each.headers)) for each in (*WRONG, *RIGHT)]
    assert len(set(targets)) == len(targets)


def test_command_lines_name_commands_that_exist() -> None:
    names = {name for _, commands in GROUPS for name, _ in commands}
    assert len(IDLE) >= 40
    assert {line for _, line in IDLE} >= OPEN
    assert len([line for _, line in IDLE if line not in OPEN]) >= 40
    for line in (*(line for _, line in IDLE), *AT_WORK):
        assert names & set(shlex.split(line)), line
    for option, line in IDLE:
        assert option in line


def test_there_are_four_forms_by_ten_formats() -> None:
    assert len(wrapper_table()) == len(QUERIES) * len(RETURN_FORMATS) == 40
    assert all(media for _, _, media in wrapper_table())
