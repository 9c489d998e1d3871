-- A signed note stands as it was signed, for everybody: the owner of the tables too. Only moving
-- it to the right person makes a new one, and only erasure (a function of the owner's) takes one
-- away: that the setting says so is not enough, for anybody can set it.
create function contacts_note_stands() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_setting('casework.erasing', true) = 'yes' and current_user = 'casework_owner' then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' then
    raise exception 'a note is never deleted; void it with a reason';
  end if;
  if old.state in ('signed', 'brought_over') then
    raise exception 'a signed note does not change; add to it, void it or move it';
  end if;
  if (new.contact_person_id, new.person_id, new.written_by, new.written_at)
     is distinct from (old.contact_person_id, old.person_id, old.written_by, old.written_at) then
    raise exception 'whose note it is and who wrote it do not change';
  end if;
  return new;
end $$;
create trigger contacts_note_stands before update or delete on contacts_contactnote
  for each row execute function contacts_note_stands();

create function contacts_addendum_stands() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_setting('casework.erasing', true) = 'yes' and current_user = 'casework_owner' then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  raise exception 'what was added to a note stands';
end $$;
create trigger contacts_addendum_stands before update or delete on contacts_addendum
  for each row execute function contacts_addendum_stands();

-- Of a person's part in a contact only voiding and moving are written afterwards.
create function contacts_person_stands() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_setting('casework.erasing', true) = 'yes' and current_user = 'casework_owner' then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' or old.voided_at is not null
     or (new.contact_id, new.person_id, new.episode_id, new.referral_id, new.started_at,
         new.attendance, new.is_contact, new.with_whom, new.functions, new.minutes)
        is distinct from
        (old.contact_id, old.person_id, old.episode_id, old.referral_id, old.started_at,
         old.attendance, old.is_contact, old.with_whom, old.functions, old.minutes) then
    raise exception 'what happened stands; void the entry with a reason, or move it';
  end if;
  return new;
end $$;
create trigger contacts_person_stands before update or delete on contacts_contactperson
  for each row execute function contacts_person_stands();

-- What the application writes about one person hangs on that person's own entry, and an entry on a
-- contact that whoever acts recorded or may read: nobody reaches another record by naming its id.
create function contacts_recorder(contact uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select recorded_by from contacts_contact where id = contact
$$;
create function contacts_entry_belongs() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if contacts_recorder(new.contact_id)
       is distinct from nullif(current_setting('casework.actor', true), '')::uuid
     and not exists (select 1 from contacts_contact where id = new.contact_id) then
    raise exception 'this contact is not open to whoever acts'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger contacts_entry_belongs before insert on contacts_contactperson
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function contacts_entry_belongs();

create function contacts_words_belong() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select 1 from contacts_contactperson
                  where id = new.contact_person_id and person_id = new.person_id) then
    raise exception 'this entry is not that person''s' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger contacts_words_belong before insert on contacts_contactnote
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function contacts_words_belong();
create trigger contacts_words_belong before insert on contacts_promise
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function contacts_words_belong();

create function contacts_addendum_belongs() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select 1 from contacts_contactnote
                  where id = new.note_id and person_id = new.person_id) then
    raise exception 'this note is not about that person' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger contacts_addendum_belongs before insert on contacts_addendum
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function contacts_addendum_belongs();
