"""``search__holds``: a column of search keys holds a word.

On PostgreSQL an index over every two neighbouring letters finds it: Chinese words are two letters long, and the
usual index over letters finds nothing shorter than three. SQLite goes through all rows; a county has few enough.
"""

from typing import Any

from django.db.models.lookups import Contains

#: What an index needs two letters for; a single letter is looked for without.
PAIR = 2


class Holds(Contains):
    """The column holds the word; where the word has two letters or more, the index over pairs finds it."""

    lookup_name = "holds"

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        """Return the operator of ``contains``, under whose name databases know it."""
        return str(connection.operators["contains"] % rhs)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Return the condition, with the pairs of the word before the word itself."""
        said, values = self.as_sql(compiler, connection)
        if len(str(self.rhs)) < PAIR:
            return said, list(values)
        column, its = self.process_lhs(compiler, connection)
        return f"({said} AND jishi_pairs({column}) @> jishi_pairs(%s))", [*values, *its, str(self.rhs)]
