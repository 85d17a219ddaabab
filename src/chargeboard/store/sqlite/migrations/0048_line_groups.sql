-- By what else chargers of the list are put together: the version of OCPP that one speaks, and its tags, a list as
-- JSON. Lines are made anew, as those that were are without.
alter table fleet_line add column protocol text not null default '';
alter table fleet_line add column tags text not null default '[]';
update fleet set valid_until = 0 where revision >= 0;
