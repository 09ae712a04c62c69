"""The web server over a release: the SPARQL endpoint and the pages."""

__all__ = ["app", "engine", "guard", "negotiation", "problems", "protocol", "serve", "settings"]
