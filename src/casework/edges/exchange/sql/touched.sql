-- What somebody worked with since it came. Reading is no touching; contacts that another file
-- brought refer to their person themselves.
create or replace function exchange_is_touched(row_id uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  r record;
begin
  -- Words that somebody has typed and not saved yet would be left without the place they belong to.
  if exists (
      select 1 from exchange_importedrow x join drafts_draft d on d.about_id in
             (x.person_id, x.episode_id, x.referral_id, x.contact_person_id)
       where x.id = row_id and d.has_words) then
    return true;
  end if;
  select x.person_id, x.contact_person_id, i.kind, i.last_id into r
    from exchange_importedrow x join exchange_import i on i.id = x.came_with_id
   where x.id = row_id;
  if r.kind = 'people' then
    return exists (
        select 1 from audit_event e
         where e.person_id = r.person_id and e.id > r.last_id
           and e.action not in ('record.opened', 'record.not_open', 'people.located',
                                'notes.searched', 'note.listed', 'contact.brought_over',
                                'contact.taken_back'))
      or exists (select 1 from contacts_contactperson c where c.person_id = r.person_id);
  end if;
  if not exists (select 1 from exchange_writable(array[r.person_id])) then
    return true;
  end if;
  return exists (
      select 1 from contacts_contactperson c
       where c.id = r.contact_person_id
         and (c.voided_at is not null or c.moved_to_id is not null))
    or exists (
      select 1 from contacts_addendum a join contacts_contactnote n on n.id = a.note_id
       where n.contact_person_id = r.contact_person_id)
    or exists (
      select 1 from contacts_promise p where p.contact_person_id = r.contact_person_id);
end $$;
