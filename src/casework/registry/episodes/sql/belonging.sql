-- Each row about an episode belongs to the person of that episode (`people_row_belongs`).
create or replace trigger episodes_row_belongs
  before insert or update of episode_id, person_id on episodes_statechange
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('episode_id', 'episodes_episode');
create or replace trigger episodes_row_belongs
  before insert or update of episode_id, person_id on episodes_responsibility
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('episode_id', 'episodes_episode');
create or replace trigger episodes_row_belongs
  before insert or update of episode_id, person_id on episodes_handover
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('episode_id', 'episodes_episode');
create or replace trigger episodes_row_belongs
  before insert or update of episode_id, person_id on episodes_covernote
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('episode_id', 'episodes_episode');
create or replace trigger episodes_row_belongs
  before insert or update of episode_id, person_id on episodes_changerequest
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('episode_id', 'episodes_episode');
