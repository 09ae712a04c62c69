"""The views: one file a group of addresses."""
