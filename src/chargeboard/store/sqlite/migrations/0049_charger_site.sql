-- Who was put at a site is found by it, and the sites that anybody was put at one after the other.
create index charger_of_site on charger (site, id);
