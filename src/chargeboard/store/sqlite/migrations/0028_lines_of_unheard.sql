-- Chargers that were named and never heard have a line, too: those lines, by which no larger list is gone through.
create index fleet_of_unheard on fleet (station) where revision = -1;
