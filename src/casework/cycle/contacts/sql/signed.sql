-- A signed note stands as it was signed, for everybody: the owner of the tables too. Only moving
-- it to the right person makes a new one, and only erasure (one function) takes one away.
create function contacts_note_stands() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  if current_setting('casework.erasing', true) = 'yes' then
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
language plpgsql set search_path = pg_catalog, public as $$
begin
  if current_setting('casework.erasing', true) = 'yes' then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  raise exception 'what was added to a note stands';
end $$;
create trigger contacts_addendum_stands before update or delete on contacts_addendum
  for each row execute function contacts_addendum_stands();

-- Of a person's part in a contact only voiding and moving are written afterwards.
create function contacts_person_stands() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
  if current_setting('casework.erasing', true) = 'yes' then
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
