-- Instants in the rows of the list of chargers are microseconds; they were text. Sentences of guidance are not
-- kept: a line is due again at once.
update fleet
set
    valid_until = 0,
    doc = json_set(
        json_remove(doc, '$.worst_insight'),
        '$.last_contact',
        (
            select unixepoch(substr(told, 1, 19)) * 1000000 + cast(substr(rtrim(substr(told, 21), 'Z') || '000000', 1, 6) as integer)
            from (select doc ->> '$.last_contact' as told)
        ),
        '$.sockets',
        json((
            select json_group_array(
                json_set(
                    value,
                    '$.since',
                    unixepoch(substr(told, 1, 19)) * 1000000 + cast(substr(rtrim(substr(told, 21), 'Z') || '000000', 1, 6) as integer)
                )
            )
            from (select value, value ->> '$.since' as told from json_each(doc, '$.sockets'))
        ))
    );
