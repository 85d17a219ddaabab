"""What is said by `store/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "store",
    {
        "unknown_scheme": "There is no kind of store for {scheme}://",
        "known_schemes": (
            "Known: {known}. A SQLite file can be given by its path too, such as chargeboard.db."
        ),
        "slashes_missing": "After {scheme}: two slashes are missing",
        "write_scheme": "Write {scheme}:///{rest}, or ./{path} if that is the name of a file.",
        "follow_in_memory": "Nothing remembers how far a log was followed into a database in memory",
        "name_a_file": "Name a file with --db.",
        "data_folder_ignored": "data_folder is set, but the key of the id tokens is beside the database",
        "no_place_for_key": (
            "There is no place for the key of the id tokens and for lines that cannot be read, as this "
            "is not a file"
        ),
        "name_data_folder": (
            "Name a folder for them: data_folder in the settings file, or CHARGEBOARD_DATA_FOLDER."
        ),
        "no_data_folder": "The data folder does not exist",
        "no_folder": "The folder of the database does not exist",
        "process": "{name} (process {getpid})",
        "another_process": "Another process",
        "one_server": "A SQLite file is served by one process and its children",
        "roles_need_a_server": (
            "leave --role out, or move to PostgreSQL with `chargeboard copy` and serve that by several "
            "processes"
        ),
        "signals_untold": "Other processes could not be told who was heard ({why}); they look by themselves",
        "in_use": "{holder} is using it",
        "not_this_machine": 'A SQLite file is on this machine, not on "{host}"',
        "no_options": "A SQLite file takes no options in its URL",
        "url_without_file": "The URL names no file",
        "write_sqlite_url": (
            "Write sqlite:///FILE for one in this folder, sqlite:////FOLDER/FILE for any other."
        ),
        "backup_exists": "The backup's file exists already",
        "choose_another_name": "Choose another name, or move it away.",
        "no_backup_folder": "The backup's folder does not exist",
        "holds_other": "it holds {found}, not {wanted}",
        "backup_incomplete": "The copy is not complete ({why})",
        "database_or_disk_damaged": (
            "The database itself is damaged, or the disk is: see `chargeboard doctor`, and restore "
            "another backup."
        ),
        "foreign_wal": (
            "The write-ahead log beside the database does not belong to this file, so it is not used"
        ),
        "foreign_wal_why": (
            "Was a backup copied here after a crash? Then move {path}-wal and {path}-shm away: they "
            "hold what the backup does not. `chargeboard restore BACKUP` does both. If you are sure "
            "that the log belongs here: {command}"
        ),
        "sqlite_too_old": "SQLite {found} may damage a database when its write-ahead log is reset",
        "install_apsw": "Install apsw 3.51.3 or newer.",
        "schema_is": "Schema {version} of {newest}",
        "file_intact": "The file is intact",
        "file_damaged": "The file is damaged: {complaints}",
        "restore_or_recover": (
            "Restore the last backup, or save what can be read with `sqlite3 FILE .recover`."
        ),
        "frames_not_processed": "Frames that are not processed yet: {chargers}",
        "next_serve_does": (
            "The next `chargeboard serve` or `import` does it; `chargeboard rebuild` does it now."
        ),
        "all_frames_processed": "All frames are processed",
        "read_again": "Older frames arrived late, so the history is computed again: {chargers}",
        "frames_from_the_future": (
            "It is {now:stamp} here, but frames were received up to {newest:stamp}: {chargers}"
        ),
        "set_the_clock": (
            "Set this machine's clock (NTP), or check the zone that a log was imported with (`--tz`)."
        ),
        "clock_says": "The clock says {now:stamp}",
        "disk_use": "{used} used, {free} free on the disk",
        "disk_nearly_full": "Only {free} free on the disk",
        "make_room": "Make room before writes fail.",
        "days_that_fit": (
            "Room for {n:count} more days like the last seven: {frames:count} frames a day, {bytes:count} "
            "bytes each with all that follows from them"
        ),
        "keep_less": "Make room, or keep less: [retention] in the settings file.",
        "facts_not_packed": (
            "Older facts that are not packed yet: {n:count}; `chargeboard serve` does it a part at a time"
        ),
        "wal_is_large": "The write-ahead log has grown to {size}",
        "stop_long_reader": "Some program holds the database open in a long read; stop it.",
        "and_more": " and {n:count} more",
        "is_a_folder": "A folder is not a database",
        "name_a_file_in_it": "Name a file, for example chargeboard.db in it.",
        "restore_unfinished": "A restore was not finished",
        "restore_again": "Run it again: {again}. What was there is kept in {kept}.",
        "no_database": "There is no database",
        "check_path": "Check the path, or import something into it first.",
        "database_failed": "The database failed ({error})",
        "run_doctor": "Run `chargeboard doctor` on it.",
        "schema_too_new": (
            "The database has schema {found}, this version of chargeboard knows up to {newest}"
        ),
        "install_newer": (
            "Install the newer chargeboard that wrote it, or use a backup made before it was upgraded."
        ),
        "schema_too_old": "The database has the older schema {found}",
        "open_to_upgrade": "Open it once for writing to upgrade it.",
        "foreign_database": "The database belongs to another program",
        "name_another_file": "Name another file; nothing was changed.",
        "restore_itself": "This is the database itself",
        "name_a_backup_of_it": "Name a backup of it.",
        "backup_too_new": ("The backup has schema {found}, this version of chargeboard knows up to {newest}"),
        "install_newer_for_backup": "Install the newer chargeboard that wrote it.",
        "not_a_backup": "The file holds nothing of chargeboard",
        "name_a_backup": "Name a backup.",
        "database_open": "Another program has the database open",
        "end_it_first": "End it first: `chargeboard serve`, `follow` or `import`, or a `sqlite3` shell.",
        "no_room_for_backup": "There is no room for a backup, which takes {mb:count} MB with a reserve",
        "make_room_for_backup": "Make room, or name a folder on another disk under [backup].",
        "what_full": "The disk is full",
        "what_busy": "Another process keeps the database locked",
        "what_read_only": "The database cannot be written",
        "what_not_sqlite": "The file is not a SQLite database",
        "what_cannot_open": "The database cannot be opened",
        "what_damaged": "The database is damaged",
        "what_disk_failed": "The disk failed while the database was read or written",
        "do_full": (
            "Make room and start again; what was acknowledged is safe, the last batch was not written."
        ),
        "do_busy": (
            "Wait for it to finish, or stop it; a forgotten `sqlite3` shell in a transaction does this too."
        ),
        "do_read_only": "Check owner and permissions of the file and of its folder.",
        "do_not_sqlite": "Check the path; nothing in the file was changed.",
        "do_cannot_open": (
            "Check that the file and its folder exist and that this user may read and write both."
        ),
        "do_damaged": "Restore the last backup, or save what can be read with `sqlite3 FILE .recover`.",
        "copy_target_in_use": "There is something in what was to be copied to",
        "copy_of_another": "What was to be copied to is an unfinished copy of {other}",
        "name_an_empty_one": "Name a new file, or a database without tables; nothing was changed.",
        "pg_missing": "PostgreSQL needs a library that is not installed",
        "install_pg": "Install it: pip install 'chargeboard[postgres]'.",
        "pg_no_url": "This is no URL of a PostgreSQL database",
        "write_pg_url": (
            "Write postgresql://USER@HOST:PORT/DATABASE; the password goes into PGPASSWORD or ~/.pgpass, or "
            "behind USER with a colon."
        ),
        "pg_backup": "A PostgreSQL database is backed up by the server's own tools",
        "use_pg_dump": "Use pg_dump --format=custom {place}, and keep the data folder with it.",
        "use_pg_restore": "Use pg_restore --clean --dbname={place} FILE, while nobody uses it.",
        "pg_too_old": "PostgreSQL {found} is older than 15",
        "pg_update": "Update the server to PostgreSQL 15 or newer.",
        "pg_encoding": "The database's encoding is {found}",
        "pg_make_utf8": "Make another one: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0.",
        "pg_not_durable": "The server acknowledges what is not on its disk yet",
        "pg_turn_on": "Set fsync = on and synchronous_commit = on.",
        "pg_few_connections": "{used:count} of {most:count} connections of the server are used",
        "pg_collation": "The order of texts came with version {was} of a library that now is {now}",
        "pg_refresh_collation": (
            "chargeboard's own tables are sorted by bytes and not touched by it; for others: REINDEX "
            "DATABASE, then ALTER DATABASE ... REFRESH COLLATION VERSION."
        ),
        "pg_size": "The database takes {mb:count} MB on the server",
        "what_pg_password": "The server does not let this user in",
        "do_pg_password": "Check user and password (PGPASSWORD, ~/.pgpass or the URL), and pg_hba.conf.",
        "what_pg_no_database": "The server has no such database or user",
        "do_pg_no_database": "Make them: CREATE ROLE ... LOGIN; CREATE DATABASE ... OWNER ...",
        "what_pg_rights": "The user may not do that in this database",
        "do_pg_rights": (
            "Let it own the database or the schema: ALTER DATABASE ... OWNER TO ..., or GRANT CREATE, USAGE "
            "ON SCHEMA public TO ..."
        ),
        "what_pg_full": "The disk of the database server is full",
        "do_pg_full": ("Make room there; what was acknowledged is safe, the last batch was not written."),
        "what_pg_memory": "The database server is out of memory",
        "do_pg_memory": "See its log; work_mem and max_connections may be too much for the machine.",
        "what_pg_connections": "The server has no connection left",
        "do_pg_connections": "Raise max_connections, or end programs that hold connections open.",
        "what_pg_timeout": "The server ended a statement that took too long",
        "do_pg_timeout": "Set statement_timeout to 0 for this user, or to minutes.",
        "what_pg_locked": "Another program holds what was to be written",
        "do_pg_locked": "End it; a forgotten `psql` in a transaction does this too.",
        "what_pg_pooled": "A pooler before the server gives each transaction another connection",
        "do_pg_pooled": "Let it pool by session (pgbouncer: pool_mode = session), or name the server.",
        "what_pg_standby": "The server takes no writes",
        "do_pg_standby": "Name the primary: postgresql://...?target_session_attrs=read-write does so.",
        "what_pg_away": "The database server cannot be reached",
        "do_pg_away": "See that it runs and that host and port are right; this program tries again.",
        "what_pg_starting": "The database server starts up",
        "do_pg_starting": "Wait for it; this program tries again.",
        "what_pg_damaged": "The server says that the database is damaged",
        "do_pg_damaged": "See its log, and restore the last backup.",
        "do_disk_failed": "See the system log; a network file system is not safe for SQLite.",
    },
)
