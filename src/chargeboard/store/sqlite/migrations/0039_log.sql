-- How far each part of a log that others keep was read into this database. `epoch` is that of the lease of whoever
-- reads it: what a former reader still writes is refused. `told` is JSON: of each gateway the number of its last message.
create table log_part (
    part integer not null primary key,
    epoch integer not null,
    position integer not null,
    told text not null
) strict;
