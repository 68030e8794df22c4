"""Tests of HTTP: requests, refusals, caching, addresses, the OpenAPI document and the server."""
