"""Circulars: sent down the tree, signed for by units, replied to clause by clause."""
