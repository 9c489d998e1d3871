-- A time is booked with the person whose episode and address it names (`people_row_belongs`).
create or replace trigger diary_episode_belongs
  before insert or update of episode_id, person_id on diary_appointment
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('episode_id', 'episodes_episode', 'joined');
create or replace trigger diary_address_belongs
  before insert or update of address_id, person_id on diary_appointment
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('address_id', 'people_address', 'joined');
create or replace trigger diary_moved_from_belongs
  before insert or update of moved_from_id, person_id on diary_appointment
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('moved_from_id', 'diary_appointment', 'joined');
