-- What all days of a station up to one come to, it included: any span of days is the difference of two rows. They are
-- made with the days, of what all stations are settled anew for.
create table day_total (
    station text not null,
    day text not null,
    days integer not null,
    attempts integer not null,
    successes integer not null,
    sessions integer not null,
    energy_uwh integer not null,
    in_use_us integer not null,
    available_us integer not null,
    up_us integer not null,
    timed_us integer not null,
    errors integer not null,
    unsettled integer not null,
    primary key (station, day)
) strict, without rowid;
