-- name: share(digest)^
select doc, uses, used_at from share where digest = :digest;

-- name: all_shares()
select doc, uses, used_at from share order by name;

-- name: save_share(name, digest, doc)!
insert into share (name, digest, uses, used_at, doc) values (:name, :digest, 0, null, :doc)
on conflict (name) do update set digest = excluded.digest, doc = excluded.doc;

-- name: used_share(digest, uses, at)!
update share set uses = uses + :uses, used_at = :at where digest = :digest;

-- name: drop_share(name)$
delete from share where name = :name returning 1;
