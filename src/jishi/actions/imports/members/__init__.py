"""Members from the sheets of offices: the 2017 collection form's summary, rosters, exports of other systems."""
