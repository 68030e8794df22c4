"""RULES: what the tracker holds to be true, on values of the contract; nothing here touches a database."""
