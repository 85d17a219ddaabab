-- Which maker, model and firmware a station told at a boot, from an instant and its local day on; a row for each change.
create table charger_kind (
    station text not null,
    at integer not null,
    day text not null,
    maker text not null,
    model text not null,
    firmware text not null,
    primary key (station, at)
) strict, without rowid;
