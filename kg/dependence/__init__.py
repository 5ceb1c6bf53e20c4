"""Who depends on whom: needs with their suppliers and stand-ins in, the part of each thing that stops without one out.

`model.py` has the records, `build.py` makes them of the rows of a question, `solve.py` computes exposures,
`explain.py` the chain and the sets behind one of them, `index.py` the mean over a changing population.
"""
