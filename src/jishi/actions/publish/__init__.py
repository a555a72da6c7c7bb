"""Notices, disclosures, objections, feedback, and the switch of the public pages."""
