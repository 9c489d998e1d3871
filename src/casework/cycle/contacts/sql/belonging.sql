-- An entry is of its person's own episode or referral, a promise of its person's episode.
create or replace trigger contacts_episode_belongs
  before insert or update of episode_id, person_id on contacts_contactperson
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('episode_id', 'episodes_episode');
create or replace trigger contacts_referral_belongs
  before insert or update of referral_id, person_id on contacts_contactperson
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('referral_id', 'intake_referral');
create or replace trigger contacts_episode_belongs
  before insert or update of episode_id, person_id on contacts_promise
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('episode_id', 'episodes_episode');

-- A note is open to whoever decides on its entry's referral, and to those of no other one.
create or replace function contacts_referral_is_the_entrys() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  theirs uuid;
begin
  if tg_table_name = 'contacts_addendum' then
    theirs := (select referral_id from contacts_contactnote where id = new.note_id);
  else
    theirs := (select referral_id from contacts_contactperson where id = new.contact_person_id);
  end if;
  if new.referral_id is distinct from theirs then
    raise exception 'this is written about another referral'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function contacts_referral_is_the_entrys() from public;
create or replace trigger contacts_referral_is_the_entrys
  before insert or update of referral_id on contacts_contactnote
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function contacts_referral_is_the_entrys();
create or replace trigger contacts_referral_is_the_entrys
  before insert or update of referral_id on contacts_addendum
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function contacts_referral_is_the_entrys();
