"""A workspace as tools for assistants that speak the Model Context Protocol; nothing here writes."""
