"""Change the tree: every verb is one transaction and one event, and lineage tells what became of what."""
