"""The register, facts and results → files, in the order of the tree; what goes out can come in again."""
