-- name: stations_beside(station, most)
select station from (select station from station where station < :station order by station desc limit :most) as before
union all
select station from (select station from station where station >= :station order by station limit :most) as behind;

-- name: stations_sharing(gram, most)
select station from fleet_gram where gram = :gram order by station limit :most;
