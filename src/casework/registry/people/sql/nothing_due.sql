-- Nothing falls due about somebody who has died, whoever starts the clock and however the death
-- was written: a clock that begins in such a record is stopped as it begins. It is kept, so that
-- it runs after all when the day of death was a mistake.
create function people_nothing_due() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (
      select 1 from people_person p left join people_person w on w.id = p.merged_into_id
       where p.id = new.about_id and (p.died_on is not null or w.died_on is not null)) then
    new.ended_at := new.started_at;
    new.ended_by_kind := new.started_by_kind;
    new.ended_by_id := new.started_by_id;
    new.end_reason := 'stopped';
  end if;
  return new;
end $$;
create trigger people_nothing_due before insert on clocks_clock
  for each row when (new.about_id is not null and new.met_at is null and new.ended_at is null)
  execute function people_nothing_due();
