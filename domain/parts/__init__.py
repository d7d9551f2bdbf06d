"""Parts of the study: how one opens, where it stands, backfill, expansion cohorts (PRO-2)."""
