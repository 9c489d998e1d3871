-- What a row of one person's record names by id belongs to that same person. A foreign key does
-- not look whose it is, and row security asks about the row's own person alone: without this,
-- whoever may write in one record could hang a row on another one, by its id.
-- Named in the trigger: the column, the table it points at, and 'joined' where it may stand in
-- another record of the same person.
create or replace function people_row_belongs() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  named uuid;
  mine uuid;
  theirs uuid;
begin
  execute format('select ($1).%I, ($1).person_id', tg_argv[0]) using new into named, mine;
  if named is null then
    return new;
  end if;
  execute format('select person_id from public.%I where id = $1', tg_argv[1])
    using named into theirs;
  if tg_nargs > 2 then
    mine := coalesce((select merged_into_id from people_person where id = mine), mine);
    theirs := coalesce((select merged_into_id from people_person where id = theirs), theirs);
  end if;
  if theirs is distinct from mine then
    raise exception 'what is named here belongs to another person'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function people_row_belongs() from public;

create or replace trigger people_address_belongs
  before insert or update of address_id, person_id on people_addresswarning
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('address_id', 'people_address', 'joined');
