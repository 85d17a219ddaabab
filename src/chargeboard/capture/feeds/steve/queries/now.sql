-- What time it is there; no statement here names a time zone.
select cast(utc_timestamp(6) as char)
