"""Alembic's environment: runs on the connection that `platform.db.migrate` hands over."""

from alembic import context

import ogi.audits.assessment.models
import ogi.audits.calendars.models
import ogi.audits.duties.models
import ogi.audits.indicators.models
import ogi.audits.inspections.models
import ogi.audits.models
import ogi.audits.orders.models
import ogi.audits.plans.models
import ogi.catalogue.models
import ogi.display.models
import ogi.platform.jobs.models
import ogi.platform.journal
import ogi.platform.ledger.models
import ogi.postings.models
import ogi.postings.reach.models
import ogi.postings.searching.models
import ogi.reports.models
import ogi.tenants.models  # noqa: F401 - imported for their tables
from ogi.platform.db import Model

connection = context.config.attributes["connection"]
if connection is None:
    raise RuntimeError("migrations run through `ogi database upgrade`")
context.configure(
    connection=connection,
    target_metadata=Model.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
