-- What had to be forgiven is rare and asked for over long spans: found without reading the facts between.
-- A fact's body begins with its length and its tag; x'a36f6464' is the tag "odd" in MessagePack.

create index fact_odd on fact (station, at, received_at, n) where substr(body, 2, 4) = x'a36f6464';
