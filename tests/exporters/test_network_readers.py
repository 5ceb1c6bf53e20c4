"""Networks are read back by programs that nobody here wrote: nothing is lost but what a format has no place for."""

import json
import subprocess
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from lxml import etree

from kg.tabular import Column, Content, Sheet
from tests.exporters.fixture import (
    CLAIM_IDS,
    CONTROL,
    EDGE_IDS,
    EDGE_RECORDS,
    LARGE,
    MONEY,
    NODE_RECORDS,
    TOKYO,
    written,
)
from tests.readers import node_modules, program

SCRIPTS = Path(__file__).parent / "readers"
NODE_IDS = {str(node["id"]) for node in NODE_RECORDS}
SHOWN_CONTROL = CONTROL.replace("\x07", "\ufffd").replace("\x00", "\ufffd")
ALIASES = ["エヌビディア", 'N; "V"']


def by_node(script: str, path: Path, package: str) -> Any:  # noqa: ANN401 (what the script prints)
    """Return what a script for Node read with a package, as nodes and edges by their ids."""
    modules = node_modules(package)
    command = [program("node"), str(SCRIPTS / script), str(modules), str(path)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)


def ends(edges: Any) -> dict[str, tuple[str, str]]:  # noqa: ANN401
    return {name: (edge["source"], edge["target"]) for name, edge in edges.items()}


EXPECTED_ENDS = {str(edge["id"]): (str(edge["source"]), str(edge["target"])) for edge in EDGE_RECORDS}


@pytest.mark.parametrize("static", [False, True])
def test_gexf_is_read_by_graphology(tmp_path: Path, static: bool) -> None:
    read = by_node("gexf.cjs", written("gexf", tmp_path, static=static), "graphology-gexf")
    assert set(read["nodes"]) == NODE_IDS
    assert ends(read["edges"]) == EXPECTED_ENDS
    nvidia = read["nodes"]["kg:nvidia"]
    assert (nvidia["label"], nvidia["claims"], nvidia["money"]) == (TOKYO, LARGE, float(MONEY))
    assert (nvidia["first_published"], nvidia["aliases"]) == ("2026-04-22", ALIASES)
    assert read["nodes"]["control"]["label"] == SHOWN_CONTROL
    assert read["edges"]["d1/self"]["status"] == "retracted"
    assert read["edges"]["d2/uses"]["disputed"] == "yes"
    assert read["edges"]["d1/uses"]["kind"] == "supplies"


def test_gexf_is_read_by_networkx_with_its_times(tmp_path: Path) -> None:
    graph = nx.read_gexf(written("gexf", tmp_path), version="1.3")
    assert set(graph) == NODE_IDS
    edges = {data["id"]: data for _, _, data in graph.edges(data=True)}
    assert edges.keys() == EDGE_IDS
    assert (graph.nodes["kg:nvidia"]["label"], graph.nodes["kg:nvidia"]["claims"]) == (TOKYO, LARGE)
    assert graph.nodes["kg:nvidia"]["start"] == "2026-01-01"
    assert "end" not in graph.nodes["kg:nvidia"]
    assert graph.nodes["東京"]["spells"] == [("2026-01-01", "2026-03-31"), ("2026-07-01", "2026-12-31")]
    assert (edges["d2/uses"]["start"], edges["d2/uses"]["end"]) == ("2026-01-01", "2026-01-02")
    assert edges["d1/uses"]["published"] == "2026-04-22"


def test_columns_of_a_question_may_be_called_like_times_and_weights(tmp_path: Path) -> None:
    columns = (*map(Column, ("id", "source", "target", "weight", "start")), Column("end", "integer"))
    edges = Sheet("edges", columns, [("e", "a", "b", "heavy", "soon", 3)])
    nodes = Sheet("nodes", (Column("id"),), [("a",), ("b",)])
    content = Content("q", {"nodes": lambda: nodes, "edges": lambda: edges})
    graph = nx.read_gexf(written("gexf", tmp_path, content), version="1.3")
    (edge,) = (data for _, _, data in graph.edges(data=True))
    assert edge == {"id": "e", "weight_": "heavy", "start": "soon", "end": 3}


@pytest.mark.parametrize("static", [False, True])
def test_gexf_fits_its_schema(tmp_path: Path, shared: Path, static: bool) -> None:
    tree = etree.parse(str(written("gexf", tmp_path, static=static)))
    for element in tree.xpath("//viz:*", namespaces={"viz": "http://gexf.net/1.3/viz"}):
        element.getparent().remove(element)  # the published schema of viz has no namespace and refuses all of it
    schema = etree.XMLSchema(etree.parse(str(shared / "gexf" / "gexf.xsd")))
    schema.assertValid(tree)
    assert (tree.getroot()[1].get("mode") == "dynamic") is not static
    assert ("start" in tree.xpath("//*[local-name()='node'][@id='kg:nvidia']")[0].attrib) is not static


def test_graphml_is_read_by_igraph(tmp_path: Path) -> None:
    graph = igraph.Graph.Read_GraphML(str(written("graphml", tmp_path)))
    assert set(graph.vs["id"]) == NODE_IDS
    assert graph.ecount() == len(EDGE_IDS)
    nvidia = graph.vs.find(id="kg:nvidia")
    assert (nvidia["label"], nvidia["name"], nvidia["claims"], nvidia["money"]) == (TOKYO, TOKYO, LARGE, float(MONEY))
    assert (nvidia["first_published"], nvidia["aliases"]) == ("2026-04-22", "; ".join(ALIASES))
    assert graph.vs.find(id="control")["label"] == SHOWN_CONTROL
    pairs = [(graph.vs[edge.source]["id"], graph.vs[edge.target]["id"]) for edge in graph.es]
    assert sorted(pairs) == sorted(EXPECTED_ENDS.values())
    assert sorted(filter(None, graph.es["status"])) == ["retracted", "stands", "stands", "stands"]


def test_graphml_is_read_by_networkx(tmp_path: Path) -> None:
    graph = nx.read_graphml(written("graphml", tmp_path))
    assert (set(graph), {key for _, _, key in graph.edges(keys=True)}) == (NODE_IDS, EDGE_IDS)
    assert graph.is_directed()
    assert graph["kg:nvidia"]["openai"]["d2/uses"]["disputed"] == "yes"
    assert graph["kg:nvidia"]["openai"]["d1/uses"]["interaction"] == "supplies"
    assert graph.nodes["control"]["label"] == SHOWN_CONTROL


def test_graphml_is_read_by_graphology(tmp_path: Path) -> None:
    read = by_node("graphml.cjs", written("graphml", tmp_path), "graphology-graphml")
    assert (set(read["nodes"]), ends(read["edges"])) == (NODE_IDS, EXPECTED_ENDS)
    assert (read["nodes"]["kg:nvidia"]["label"], read["nodes"]["kg:nvidia"]["claims"]) == (TOKYO, LARGE)


def test_cyjs_is_read_by_cytoscape_js(tmp_path: Path) -> None:
    read = by_node("cyjs.cjs", written("cyjs", tmp_path), "cytoscape")
    assert set(read["nodes"]) == NODE_IDS
    assert ends(read["edges"]) == {("edge openai" if k == "openai" else k): v for k, v in EXPECTED_ENDS.items()}
    assert set(read["edges"]) >= CLAIM_IDS
    nvidia = read["nodes"]["kg:nvidia"]
    assert (nvidia["label"], nvidia["name"], nvidia["claims"], nvidia["money"]) == (TOKYO, TOKYO, LARGE, float(MONEY))
    assert (nvidia["first_published"], nvidia["aliases"]) == ("2026-04-22", ALIASES)
    assert read["nodes"]["control"]["label"] == CONTROL


def test_graphology_json_is_imported_by_graphology(tmp_path: Path) -> None:
    read = by_node("graphology.cjs", written("graphology", tmp_path), "graphology")
    assert (set(read["nodes"]), ends(read["edges"])) == (NODE_IDS, EXPECTED_ENDS)
    nvidia = read["nodes"]["kg:nvidia"]
    assert (nvidia["label"], nvidia["claims"], nvidia["aliases"]) == (TOKYO, LARGE, ALIASES)
    assert (nvidia["money"], nvidia["first_published"]) == (float(MONEY), "2026-04-22")


def test_node_link_json_is_read_by_networkx(tmp_path: Path) -> None:
    data = json.loads(written("nodelink", tmp_path).read_text(encoding="utf-8"))
    graph = nx.node_link_graph(data, edges="links")
    assert (set(graph), {key for _, _, key in graph.edges(keys=True)}) == (NODE_IDS, EDGE_IDS)
    nvidia = graph.nodes["kg:nvidia"]
    assert (nvidia["label"], nvidia["claims"], nvidia["aliases"]) == (TOKYO, LARGE, ALIASES)
    assert (nvidia["money"], nvidia["first_published"]) == (float(MONEY), "2026-04-22")
    assert graph.nodes["control"]["label"] == CONTROL


def test_dot_is_read_by_graphviz(tmp_path: Path) -> None:
    path = written("dot", tmp_path)
    ran = subprocess.run(
        [program("dot"), "-Kneato", "-n", "-Tjson0", str(path)], capture_output=True, check=True, timeout=60
    )
    assert ran.stderr == b""
    read = json.loads(ran.stdout)
    names = {each["_gvid"]: each["name"] for each in read["objects"]}
    assert set(names.values()) == NODE_IDS
    edges = {each["id"]: (names[each["tail"]], names[each["head"]]) for each in read["edges"]}
    assert edges == EXPECTED_ENDS
    nodes = {each["name"]: each for each in read["objects"]}
    nvidia = nodes["kg:nvidia"]
    assert (nvidia["label"], nvidia["kg_claims"], nvidia["kg_money"]) == (TOKYO, str(LARGE), str(MONEY))
    assert (nvidia["kg_first_published"], nvidia["kg_aliases"]) == ("2026-04-22", "; ".join(ALIASES))
    styles = {each["id"]: each.get("style") for each in read["edges"]}
    assert (styles["d2/uses"], styles["d1/uses"]) == ("dashed", None)
    assert next(each["label"] for each in read["edges"] if each["id"] == "d1/self") == "not: built by"


def test_graphviz_draws_labels_as_they_are(tmp_path: Path) -> None:
    command = [program("dot"), "-Ksfdp", "-Tsvg", str(written("dot", tmp_path))]
    drawn = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    texts = {"".join(text.itertext()) for text in etree.fromstring(drawn).iter("{*}text")}
    assert {TOKYO, "slash & <tag>", "\\N backslash \\ and 'quotes'", "=1+1"} <= texts
