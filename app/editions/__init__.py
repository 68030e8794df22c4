"""EDITIONS: briefings as they are assembled, held against the records that they cite, published and compared."""
