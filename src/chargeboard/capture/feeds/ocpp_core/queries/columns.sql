-- The columns of a table.
select name from pragma_table_info(?)
