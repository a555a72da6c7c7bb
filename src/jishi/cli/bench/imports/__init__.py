"""``jishi bench import``: a made-up province comes in from workbooks, beside openpyxl and a commit for each row."""
