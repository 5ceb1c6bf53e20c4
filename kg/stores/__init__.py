"""Where both sides meet: the write side puts statements here, the read side asks here."""
