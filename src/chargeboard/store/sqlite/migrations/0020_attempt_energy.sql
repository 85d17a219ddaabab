-- What an attempt of before schema 18 delivered was read off its sentence, rounded to 100 Wh. Its session knows it
-- exactly. What `told_energies` and `energy_of_session` do is known to migrations alone.
update attempt
set
    body = pressed(energy_of_session(
        opened(body),
        (
            select json_group_array(json(told_energies(s.key, opened(s.body))))
            from session_body as s
            where
                s.station = attempt.station
                and s.start_at between attempt.start_at - 86400000000 and ifnull(attempt.end_at, 9223372036854775807)
        )
    ))
where because in ('delivered', 'fed_back');
