-- Taking back what an import made. Each answers false, and leaves everything, where something
-- that the import did not make still refers to it. Only the owner of the tables may call them.
create function exchange_take_back_person(person uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  members uuid[];
begin
  perform 1 from people_person where id = person and brought_over_by is not null for update;
  if not found then return false; end if;
  select array_agg(id) into members from (
    select id from episodes_episode where person_id = person
    union select id from intake_referral where person_id = person) s;
  begin
    perform set_config('casework.erasing', 'yes', true);
    delete from exchange_quotedtext q using exchange_importedrow r
      where q.row_id = r.id and q.person_id = person
        and r.came_with_id = (select brought_over_by from people_person where id = person);
    delete from clocks_clock where about_id = person or subject_id = any(members);
    delete from intake_referralstep where person_id = person;
    delete from intake_referral where person_id = person;
    delete from episodes_responsibility where person_id = person;
    delete from episodes_statechange where person_id = person;
    delete from episodes_episode where person_id = person;
    delete from people_searchname where person_id = person;
    delete from people_personname where person_id = person;
    delete from people_identifier where person_id = person;
    delete from people_person where id = person;
    set constraints all immediate;
    set constraints all deferred;
    delete from door_access where person_id = person;
    perform set_config('casework.erasing', '', true);
  exception when foreign_key_violation then
    return false;
  end;
  return true;
end $$;

create function exchange_take_back_contact(entry uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  whole uuid;
begin
  select c.id into whole from contacts_contact c join contacts_contactperson p on p.contact_id = c.id
   where p.id = entry and c.brought_over_by is not null for update;
  if not found then return false; end if;
  begin
    perform set_config('casework.erasing', 'yes', true);
    delete from contacts_contactnote where contact_person_id = entry;
    delete from contacts_contactperson where id = entry;
    delete from contacts_contactworker where contact_id = whole;
    delete from contacts_contact where id = whole;
    set constraints all immediate;
    set constraints all deferred;
    perform set_config('casework.erasing', '', true);
  exception when foreign_key_violation then
    return false;
  end;
  return true;
end $$;

revoke execute on function exchange_take_back_person(uuid), exchange_take_back_contact(uuid)
  from public;
