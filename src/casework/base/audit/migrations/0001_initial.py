from django.db import migrations, models

import casework.base.core.ids

MAKE = """
create table audit_event (
  id uuid not null,
  at timestamptz not null default clock_timestamp(),
  actor_kind varchar(16) not null,
  actor_id uuid,
  action varchar(60) not null,
  subject_kind varchar(60) not null default '',
  subject_id uuid,
  person_id uuid,
  purpose varchar(16) not null default '',
  detail jsonb not null default '{}',
  format smallint not null default 1,
  hash bytea not null,
  transaction bigint not null default pg_current_xact_id()::text::bigint
) partition by range (at);
create table audit_event_elsewhen partition of audit_event default;
create index audit_event_person_at on audit_event (person_id, at desc);
create index audit_event_at on audit_event using brin (at);
create index audit_event_transaction on audit_event using brin (transaction);

-- The hash covers this fixed list of fields, in this order, for format 1. A new list is format 2.
create function audit_event_hash(e audit_event) returns bytea
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select sha256(convert_to(jsonb_build_array(
    e.format, e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.actor_kind,
    e.actor_id, e.action, e.subject_kind, e.subject_id, e.person_id, e.purpose, e.detail)::text,
    'UTF8'))
$$;
create function audit_event_seal_row() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  new.hash := audit_event_hash(new);
  return new;
end $$;
create trigger audit_event_hashed before insert on audit_event
  for each row execute function audit_event_seal_row();

create function audit_event_stands() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  raise exception 'the trail is append-only';
end $$;
create trigger audit_event_no_change before update or delete on audit_event
  for each row execute function audit_event_stands();
create trigger audit_event_no_truncate before truncate on audit_event
  for each statement execute function audit_event_stands();

-- Months are made ahead; a row that fits none of them lands in the default partition.
create function audit_make_months(ahead integer) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  first date := date_trunc('month', now())::date;
  month date;
  made integer := 0;
begin
  for month in select (first + make_interval(months => n))::date from generate_series(0, ahead) n
  loop
    if to_regclass('public.audit_event_' || to_char(month, 'YYYYMM')) is null
       and not exists (select 1 from audit_event_elsewhen
                        where at >= month and at < month + interval '1 month') then
      execute format('create table public.%I partition of audit_event for values from (%L) to (%L)',
        'audit_event_' || to_char(month, 'YYYYMM'), month, (month + interval '1 month')::date);
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;
select audit_make_months(14);
"""

UNMAKE = """
drop table audit_event cascade;
drop function audit_make_months(integer), audit_event_seal_row(), audit_event_stands();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(
            MAKE,
            UNMAKE,
            state_operations=[
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=casework.base.core.ids.new_id,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("at", models.DateTimeField(editable=False)),
                        ("actor_kind", models.CharField(max_length=16)),
                        ("actor_id", models.UUIDField(null=True)),
                        ("action", models.CharField(max_length=60)),
                        (
                            "subject_kind",
                            models.CharField(blank=True, default="", max_length=60),
                        ),
                        ("subject_id", models.UUIDField(null=True)),
                        ("person_id", models.UUIDField(null=True)),
                        ("purpose", models.CharField(blank=True, default="", max_length=16)),
                        ("detail", models.JSONField(default=dict)),
                        ("format", models.SmallIntegerField(default=1)),
                        ("hash", models.BinaryField()),
                    ],
                    options={"db_table": "audit_event", "managed": False},
                )
            ],
        )
    ]
