"""What the views behind `kg show` and other commands find, where no page shows it."""

import pyoxigraph as ox

from kg.ids import ID
from kg.prefixes import PREFIXES
from kg.query.params import bind
from kg.resources import folder

ERASING = """
DELETE { ?claim ?property ?value } WHERE { ?claim kg:reportedIn id:inference-pivot ; ?property ?value } ;
INSERT DATA { id:inference-pivot a kg:ErasedDocument }
"""


def links_into(store: ox.Store, document: str) -> list[str]:
    text = (folder("queries") / "views" / "links-into.rq").read_text(encoding="utf-8")
    solutions = store.query(bind(text, {"document": document}))
    assert isinstance(solutions, ox.QuerySolutions)
    return [" ".join(str(term) for term in row) for row in solutions]


def test_links_into_a_document_are_found_after_its_claims_were_erased(lines: bytes) -> None:
    store = ox.Store()
    store.load(lines, format=ox.RdfFormat.N_TRIPLES)
    before = links_into(store, "inference-pivot")
    assert before
    assert not any(link.startswith(f"<{ID}inference-pivot/") for link in before)
    store.update("".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items()) + ERASING)
    assert links_into(store, "inference-pivot") == before
    assert links_into(store, "withdrawn-note") == []
