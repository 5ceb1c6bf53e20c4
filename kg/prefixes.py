"""The short names of namespaces that stand in every query and export, in one place."""

from kg.ids import BN, DCTERMS, ID, KG, OA, PROV, QUDT, SCHEMA, SKOS, XSD

PREFIXES = {
    "kg": KG,
    "id": ID,
    "bn": BN,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": SKOS,
    "prov": PROV,
    "schema": SCHEMA,
    "oa": OA,
    "qudt": QUDT,
    "unit": "http://qudt.org/vocab/unit/",
    "xsd": XSD,
    "dcterms": DCTERMS,
    "cito": "http://purl.org/spar/cito/",
    "org": "http://www.w3.org/ns/org#",
}
