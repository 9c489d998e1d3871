-- What is written about a referral belongs to the person of that referral.
create or replace trigger intake_row_belongs
  before insert or update of referral_id, person_id on intake_referralstep
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('referral_id', 'intake_referral');
create or replace trigger intake_row_belongs
  before insert or update of referral_id, person_id on intake_criterionanswer
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('referral_id', 'intake_referral');
create or replace trigger intake_episode_belongs
  before insert or update of episode_id, person_id on intake_referral
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('episode_id', 'episodes_episode', 'joined');
create or replace trigger intake_redirected_belongs
  before insert or update of redirected_to_id, person_id on intake_referral
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('redirected_to_id', 'intake_referral', 'joined');
-- The diary and the episodes stand below and do not know of referrals.
create or replace trigger intake_time_belongs
  before insert or update of referral_id, person_id on diary_appointment
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('referral_id', 'intake_referral', 'joined');
create or replace trigger intake_came_from_belongs
  before insert or update of referral_id, person_id on episodes_episode
  for each row when (current_user not in ('casework_owner', 'casework_bulk'))
  execute function people_row_belongs('referral_id', 'intake_referral', 'joined');
