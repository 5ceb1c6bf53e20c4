"""What people see of the graph: a reader and an id in, plain values and a page out; question files get the data."""
