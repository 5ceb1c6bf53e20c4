"""Other engines, each with its own copy of the triples: one file and one line for one more."""

from bench.query.peers.base import Peer
from bench.query.peers.jena import Jena
from bench.query.peers.oxigraph import Oxigraph
from bench.query.peers.virtuoso import Virtuoso

PEERS: tuple[type[Peer], ...] = (Oxigraph, Virtuoso, Jena)
