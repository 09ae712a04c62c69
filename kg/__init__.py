"""The knowledge graph of cross-border e-commerce: build it, open it, ask it."""
