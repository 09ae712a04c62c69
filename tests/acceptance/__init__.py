"""Acceptance by suites and clients that others wrote; neither stands in this repository.

``python -m tests.acceptance.w3c --suite DIR`` runs the suites of the W3C, and
``python -m tests.acceptance.comunica --modules DIR`` has Comunica ask a started server.
"""
