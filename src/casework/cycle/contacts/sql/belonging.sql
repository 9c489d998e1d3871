-- An entry is of its person's own episode or referral, a promise of its person's episode. What
-- people_row_belongs says of any table is said of entries here once more, by name: that function
-- reads a column whose name it is told, and plans this anew for each row; every contact waited for
-- it twice.
create or replace function contacts_entry_is_its_persons() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.episode_id is not null and new.person_id is distinct from
       (select person_id from episodes_episode where id = new.episode_id) then
    raise exception 'what is named here belongs to another person'
      using errcode = 'insufficient_privilege';
  end if;
  if new.referral_id is not null and new.person_id is distinct from
       (select person_id from intake_referral where id = new.referral_id) then
    raise exception 'what is named here belongs to another person'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function contacts_entry_is_its_persons() from public;
drop trigger if exists contacts_referral_belongs on contacts_contactperson;
create or replace trigger contacts_episode_belongs
  before insert or update of episode_id, referral_id, person_id on contacts_contactperson
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function contacts_entry_is_its_persons();
create or replace trigger contacts_episode_belongs
  before insert or update of episode_id, person_id on contacts_promise
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('episode_id', 'episodes_episode');

-- An entry hangs on a contact that whoever acts recorded or may read. The second is asked only where
-- the first does not hold: to look at it costs more than to write the entry.
create or replace function contacts_entry_belongs() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if contacts_recorder(new.contact_id)
       is distinct from nullif(current_setting('casework.actor', true), '')::uuid then
    if not exists (select 1 from contacts_contact where id = new.contact_id) then
      raise exception 'this contact is not open to whoever acts'
        using errcode = 'insufficient_privilege';
    end if;
  end if;
  return new;
end $$;

-- A note is about the person of its entry. It is open to whoever decides on that entry's referral,
-- and to those of no other one. Whoever may write such a note may read such an entry: the policy of
-- notes asks all that the policy of entries asks, of the same person and the same referral.
create or replace function contacts_note_is_its_entrys() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  whose uuid;
  which uuid;
begin
  select person_id, referral_id into whose, which
    from contacts_contactperson where id = new.contact_person_id;
  if new.person_id is distinct from whose then
    raise exception 'this entry is not that person''s' using errcode = 'insufficient_privilege';
  end if;
  if new.referral_id is distinct from which then
    raise exception 'this is written about another referral'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function contacts_note_is_its_entrys() from public;
drop trigger if exists contacts_referral_is_the_entrys on contacts_contactnote;
create or replace trigger contacts_words_belong
  before insert or update of referral_id on contacts_contactnote
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function contacts_note_is_its_entrys();

-- The same of what is added to a note.
create or replace function contacts_referral_is_the_entrys() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.referral_id is distinct from
       (select referral_id from contacts_contactnote where id = new.note_id) then
    raise exception 'this is written about another referral'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
revoke all on function contacts_referral_is_the_entrys() from public;
create or replace trigger contacts_referral_is_the_entrys
  before insert or update of referral_id on contacts_addendum
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function contacts_referral_is_the_entrys();
