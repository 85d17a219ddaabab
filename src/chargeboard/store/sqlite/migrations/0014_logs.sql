-- Chargers of which all that is known came from imported logs: nobody listens to them behind the log's end.
create table log_only (
    station text primary key
) strict, without rowid;
