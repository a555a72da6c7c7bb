"""The one definition of a pack: frozen classes whose fields say what they mean.

The loader validates by these classes and the published JSON Schema is written from them.
"""
