"""A topic in, what it covers and the claims that bear on it out."""

from kg.views.claims import MOST_CLAIMS, claims_on
from kg.views.layout import Page
from kg.views.listing import as_data, in_order, list_claims
from kg.views.phrases import counted
from kg.views.shown import Reading, Shown
from kg.vocab import TOPICS


def topic(reader: Reading, name: str) -> Shown:
    """Return the view of the topic called `name`, one of `kg.vocab.TOPICS`."""
    term = TOPICS[name]
    narrower = [each for each in TOPICS.values() if name in each.parents]
    claims = in_order(claims_on(reader, name).values())

    def data() -> dict[str, object]:
        return {
            "id": name,
            "kind": "topic",
            "label": term.label,
            "comment": term.comment,
            "broader": list(term.parents),
            "narrower": [each.name for each in narrower],
            "claims": [as_data(claim, reader.texts) for claim in claims],
        }

    page = Page()
    page.heading(term.label, f"topic · {name}")
    page.field("covers", term.comment)
    if term.parents:
        page.field("part of", ", ".join(TOPICS[parent].label for parent in term.parents))
    if narrower:
        page.field("parts", ", ".join(each.label for each in narrower))
    parts = ", its parts included" if narrower else ""
    more = f"{MOST_CLAIMS:,} claims or more{parts}; {MOST_CLAIMS:,} are shown"
    page.field("bearing on it", counted(len(claims), "claim") + parts if len(claims) < MOST_CLAIMS else more)
    if claims:
        page.heading("Claims")
        list_claims(page, claims, reader.texts, subject=True)
    return Shown(page, data)
