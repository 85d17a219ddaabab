-- For the list of chargers: what is new, what has become untrue, without reading states and documents.

create index progress_told on progress (station, revision, newest_fact_at);
create index fleet_told on fleet (station, revision, valid_until);
create index fleet_due on fleet (valid_until);
