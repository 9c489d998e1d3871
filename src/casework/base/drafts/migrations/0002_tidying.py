from django.db import migrations

MAKE = """
-- Drafts and receipts are their author's alone, so that no job sees them. This takes away what
-- nobody misses, by the ages that the room promises, and gives back how many drafts went.
create function drafts_tidy() returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  gone integer;
begin
  delete from drafts_draft where not has_words and saved_at < now() - interval '7 days';
  get diagnostics gone = row_count;
  delete from drafts_receipt where stored_at < now() - interval '30 days';
  return gone;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("drafts", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "drop function drafts_tidy()")]
