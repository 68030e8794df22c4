"""READING: a query becomes a plan, a plan becomes stored documents, documents become a response."""
