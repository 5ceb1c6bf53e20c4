"""Claims with figures in, those that cannot all hold out; nothing but the claims themselves is looked at."""
