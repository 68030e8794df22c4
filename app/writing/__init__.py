"""WRITING: knows no collection. A request with a key becomes changes in one transaction, or a refusal and nothing."""
