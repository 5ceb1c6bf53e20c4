"""A store in, a hash of what it knows out, apart from the records of the judgements that brought it there.

A merge and its undoing leave two records, and those stay: nothing in the ledger is ever unsaid. What they must not
leave is anything else, and this hash tells.
"""

import hashlib

from kg import ids
from kg.events import JUDGEMENTS
from kg.stores.oxigraph import OxigraphStore


def knowledge_hash(store: OxigraphStore) -> str:
    """Return the SHA-256 over the sorted N-Triples of the default graph, without those about records of judgements."""
    lines = sorted(store.dump().splitlines())
    types = {f"{ids.kg('recordType')} {ids.text(name)} ." for name in JUDGEMENTS}
    judged = {subject for subject, _, rest in (line.partition(" ") for line in lines) if rest in types}
    digest = hashlib.sha256()
    for line in lines:
        if line.partition(" ")[0] not in judged:
            digest.update(f"{line}\n".encode())
    return digest.hexdigest()
