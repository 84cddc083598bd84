"""What is about to be released, for the last gate to judge.

The gate's checks sit here and not on the models: a blocking check on a model would hold back the models built on it,
and dbt builds them all in one run.
"""

import dagster as dg

from orchestration.assets.dbt_models import dbt_models
from orchestration.assets.markdown import markdown_table
from orchestration.warehouse import Warehouse
from publishers.tables import content_hash, row_count

MARTS = [spec.key for spec in dbt_models.specs if spec.group_name == "marts"]


@dg.asset(deps=MARTS, group_name="release", kinds={"duckdb"})
def release_candidate(warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Every published table as built, with its rows counted and hashed; the last gate judges it."""
    with warehouse.connect() as connection:
        tables = {name: connection.table(name) for name in sorted(".".join(key.path) for key in MARTS)}
        rows = [(name, row_count(table), content_hash(table)) for name, table in tables.items()]
    return dg.MaterializeResult(
        metadata={
            "tables": dg.MetadataValue.md(markdown_table(("table", "rows", "content hash"), rows)),
            "row_count": sum(count for _, count, _ in rows),
        }
    )
