-- For the timeline: what happened to the charger as a whole, and charging that gave no energy.

-- Boots, and statuses of connector 0, are rare and asked for over long spans. A fact's body begins with its
-- length and its tag; a status goes on with two instants of nine bytes each and the connector.
create index fact_turn on fact (station, at, received_at, n)
where
    substr(body, 2, 5) = x'a4626f6f74'
    or (substr(body, 2, 7) = x'a6737461747573' and substr(body, 27, 1) = x'00');

-- A socket was charging and no energy flowed, for ten minutes or longer.
create table no_energy (
    station text not null,
    start_at integer not null,
    socket integer not null,
    end_at integer not null,
    primary key (station, start_at, socket)
) strict, without rowid;
create index no_energy_long on no_energy (station, end_at) where end_at - start_at > 86400000000;
