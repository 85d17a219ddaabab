-- What went wrong between chargers and their management systems in the seven days before today, as it was when the
-- line of the charger was made: a row for each side at whose door anything lies. Null: nobody can tell.
create table fleet_trouble (
    station text not null,
    side text not null,
    last_on text not null,
    troubles integer not null,
    messages integer,
    late integer,
    unanswered integer,
    refused integer,
    repeated integer,
    nonstandard integer,
    cut integer,
    primary key (station, side)
) strict, without rowid;
