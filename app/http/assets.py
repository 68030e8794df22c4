"""Assets: the files of the interactive documentation."""

from importlib.resources import files

DOCS_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: API documentation</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
"""
START = 'SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });\n'


class Assets:
    """The files of the interactive documentation, by name: media type and bytes."""

    def __init__(self, title: str) -> None:
        resources = files("fastapi_swagger") / "resources"
        self.page = DOCS_PAGE.format(title=title).encode()
        self.files = {
            "swagger-ui.css": ("text/css", (resources / "swagger-ui.css").read_bytes()),
            "swagger-ui-bundle.js": ("text/javascript", (resources / "swagger-ui-bundle.js").read_bytes()),
            "start.js": ("text/javascript", START.encode()),
        }
