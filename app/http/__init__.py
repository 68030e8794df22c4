"""HTTP: with `pages` the only room that knows Starlette and FastAPI; requests become questions and drafts."""
