"""The started server of the protocol suite."""

from __future__ import annotations

from tests.protocol.conftest import writer

__all__ = ["writer"]
