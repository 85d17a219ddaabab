-- Why something is so is held as a code with its numbers, no longer in English. What ends in `_in_codes` is known to
-- migrations alone.

-- `because` is the code; its numbers stand in the body.
update attempt set because = because_code(because), body = attempt_in_codes(body);

-- What was inferred or repaired follows from the flags and the end.
update session_body set body = session_in_codes(body)
where
    exists (
        select 1
        from session as s
        where
            s.station = session_body.station and s.start_at = session_body.start_at and s.key = session_body.key
            and (s.flags <> '' or s.end_inferred)
    );
update session
set doc = json_set(
    doc,
    '$.why',
    json(
        '[' || ltrim(
            coalesce('["' || replace(nullif(flags, ''), ' ', '"],["') || '"]', '')
            || iif(end_inferred, ',["no_stop"]', ''),
            ','
        ) || ']'
    )
)
where flags <> '' or end_inferred;

update fact set body = oddity_in_codes(body) where kind = 'odd';
update station_error set info = quarantine_in_codes(info), body = episode_in_codes(body)
where kind = 'communication' and code = 'Quarantined';
update progress set snapshot = memory_in_codes(snapshot);
update kept_since set mark = memory_in_codes(mark);
