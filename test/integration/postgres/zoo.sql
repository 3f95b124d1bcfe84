-- Everything that a PostgreSQL database may hold and a dump must carry, with the values that are hard to compare.
CREATE ROLE zoo_owner NOLOGIN;
CREATE ROLE zoo_reader NOLOGIN;
CREATE ROLE zoo_keeper LOGIN CONNECTION LIMIT 7 IN ROLE zoo_reader;
ALTER ROLE zoo_keeper SET work_mem = '8MB';
CREATE SCHEMA zoo AUTHORIZATION zoo_owner;
CREATE SCHEMA "Reserved ""words""";
SET search_path = zoo, public;

CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s "fine"');
CREATE TYPE address AS (street text, zip varchar(10));
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TYPE spanrange AS RANGE (subtype = float8);
CREATE COLLATION german (provider = libc, locale = 'C');
CREATE SEQUENCE ticket START 100 INCREMENT 5;
SELECT nextval('ticket'), nextval('ticket');
CREATE SEQUENCE downward INCREMENT -1 MAXVALUE 10 MINVALUE -1000 START 10;
SELECT nextval('downward'), nextval('downward');

CREATE TABLE values_of_all_types (
  id int PRIMARY KEY, small smallint, big bigint, num numeric, price numeric(10,2), f4 float4, f8 float8, cash money,
  txt text, vc varchar(20), fixed char(8), bin bytea, flag boolean, d date, t time, ttz timetz, ts timestamp,
  tstz timestamptz, span interval, uid uuid, js json, jb jsonb, ip inet, net cidr, mac macaddr, bits bit(4), vbits bit varying(8),
  pt point, ln line, sg lseg, bx box, ph path, pg polygon, cr circle, vec tsvector, q tsquery, feeling mood, home address,
  pos positive, ints int[], texts text[][], moods mood[], homes address[], ir int4range, nr numrange, dr daterange, sr spanrange,
  rc regclass, lsn pg_lsn, nm name, ch "char", o oid);
INSERT INTO values_of_all_types VALUES
 (1, -32768, 9223372036854775807, 1.0, 10.50, 1.1, 0.1, '12.34', 'plain', 'short', 'ab', '\x00ff', true, '2024-02-29', '12:00', '12:00+02',
  '2024-01-01 00:00:00.000001', '2024-01-01 00:00:00.000001+00', '1 mon 2 days 03:04:05.6', '00000000-0000-0000-0000-000000000001', '{"b":1,  "a":2, "a":3}', '{"b":1,"a":2}',
  '10.0.0.1/8', '10.0.0.0/8', '08:00:2b:01:02:03', B'1010', B'101', '(1,2)', '{1,2,3}', '[(0,0),(1,1)]', '((0,0),(1,1))', '((0,0),(1,1),(2,0))', '((0,0),(1,1),(2,0))', '<(0,0),1>',
  'a:1 fat:2A cat', 'fat & cat', 'ok', ROW('Main "St", 1', '0815'), 3, '{1,NULL,3}', '{{a,b},{"c,d","NULL"}}', '{sad,ok}', ARRAY[ROW('x','y')::address, NULL],
  '[1,5)', '(,3.5]', '[2024-01-01,2024-02-01)', '[0.1,0.2]', 'pg_class', '16/B374D848', 'name', 'x', 42),
 (2, NULL, NULL, 1.00, NULL, 'NaN', 'NaN', NULL, '', '', '', '', false, 'infinity', NULL, NULL, 'infinity', '-infinity', '-1 mon', NULL, 'null', 'null',
  '::1', NULL, NULL, NULL, B'', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', NULL, 'it''s "fine"', ROW(NULL, ''), NULL, '{}', '{}', NULL, NULL, 'empty', '(,)', '[,infinity]', 'empty', NULL, NULL, '', '', 0),
 (3, 0, 0, 'NaN', 0.00, '-0', '-0', '0', E'tab\tnew\nline\\back "quote" ''single''', 'ünïcödé', 'x       ', '\xdeadbeef', NULL, '-infinity', '24:00', NULL, NULL, '4714-11-24 00:00:00+00 BC',
  '30 days', NULL, '[1.0,1.00]', '[1.0,1.00]', NULL, NULL, NULL, B'0000', NULL, '(-0,0)', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'sad', NULL, 1, '[5:7]={1,2,3}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
 (4, 1, 1, 'Infinity', 99999999.99, 'Infinity', '-Infinity', NULL, '😀 漢字', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'P1Y', NULL, '""', '""',
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
 (5, NULL, NULL, 12345678901234567890.12345678901234567890, NULL, 1e-45, 5e-324, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE cheap (id bigint, who text, flag boolean, at timestamptz, r text, "select" varchar(30));
INSERT INTO cheap SELECT i % 50, 'name ' || i % 7, i % 3 = 0, '2024-01-01'::timestamptz + i * interval '1 hour', NULLIF('', i::text), 'v' || i FROM generate_series(1, 200) i;
CREATE TABLE without_columns ();
INSERT INTO without_columns DEFAULT VALUES; INSERT INTO without_columns DEFAULT VALUES;
CREATE TABLE without_rows (id int PRIMARY KEY, note text);
CREATE TABLE duplicates (a int, b text);
INSERT INTO duplicates VALUES (1, 'x'), (1, 'x'), (1, NULL), (NULL, NULL);
CREATE TABLE wide (LIKE values_of_all_types);
DO $$ BEGIN FOR i IN 1..300 LOOP EXECUTE format('ALTER TABLE zoo.wide ADD COLUMN c%s text DEFAULT %L', i, 'v' || i); END LOOP; END $$;
INSERT INTO wide (id) VALUES (1), (2);
CREATE TABLE dropped_column (a int, gone text, b int); INSERT INTO dropped_column VALUES (1, 'gone', 2); ALTER TABLE dropped_column DROP COLUMN gone;
CREATE TABLE "Reserved ""words"""."Select ""it""" ("group" int PRIMARY KEY, "r" text, "ünï" text);
INSERT INTO "Reserved ""words"""."Select ""it""" VALUES (1, 'a', 'b'), (2, NULL, '');

CREATE TABLE generated (a int PRIMARY KEY, doubled int GENERATED ALWAYS AS (a * 2) STORED);
INSERT INTO generated VALUES (1), (2), (3);
CREATE TABLE identity_always (id int GENERATED ALWAYS AS IDENTITY (START 10), note text);
INSERT INTO identity_always (note) VALUES ('a'), ('b');
CREATE TABLE identity_default (id bigserial PRIMARY KEY, other int GENERATED BY DEFAULT AS IDENTITY, note text DEFAULT 'none');
INSERT INTO identity_default (note) VALUES ('a');

CREATE TABLE measurements (id int, at date NOT NULL, v float8, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE measurements_2023 PARTITION OF measurements FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE measurements_2024 PARTITION OF measurements FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY HASH (id);
CREATE TABLE measurements_2024_0 PARTITION OF measurements_2024 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE measurements_2024_1 PARTITION OF measurements_2024 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE measurements_other PARTITION OF measurements DEFAULT;
INSERT INTO measurements SELECT i, '2022-06-01'::date + i * 10, i / 3.0 FROM generate_series(1, 120) i;
CREATE INDEX ON measurements (v);
CREATE TABLE listed (kind text, feeling mood) PARTITION BY LIST (kind);
CREATE TABLE listed_ab PARTITION OF listed FOR VALUES IN ('a', 'b');
INSERT INTO listed VALUES ('a', 'ok'), ('b', 'sad');

CREATE TABLE parent (id int, name text);
CREATE TABLE child (extra text) INHERITS (parent);
ALTER TABLE parent ADD COLUMN later text DEFAULT 'later';
INSERT INTO parent VALUES (1, 'parent', 'p'); INSERT INTO child VALUES (2, 'child', 'extra', 'c');

CREATE TABLE secret_rows (id int, owner name, note text);
ALTER TABLE secret_rows ENABLE ROW LEVEL SECURITY; ALTER TABLE secret_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON secret_rows FOR SELECT TO zoo_reader USING (owner = current_user);
CREATE POLICY writes ON secret_rows AS RESTRICTIVE FOR INSERT WITH CHECK (note IS NOT NULL);
INSERT INTO secret_rows VALUES (1, 'zoo_reader', 'mine'), (2, 'other', 'theirs');
CREATE UNLOGGED TABLE unlogged_rows (id int); INSERT INTO unlogged_rows VALUES (1), (2);
CREATE MATERIALIZED VIEW summary AS SELECT kind, count(*) AS n FROM listed GROUP BY kind;
CREATE MATERIALIZED VIEW not_populated AS SELECT 1 AS one WITH NO DATA;
CREATE VIEW in_list AS SELECT id FROM values_of_all_types WHERE vc IN ('short', 'a,b', 'it''s') AND (flag OR id BETWEEN 1 AND 3);

CREATE TABLE orders (id int PRIMARY KEY, customer int, state varchar(20) CHECK (state IN ('new', 'paid, sent', 'it''s "odd"')), span int4range,
  CONSTRAINT positive_id CHECK (id > 0), EXCLUDE USING gist (span WITH &&));
CREATE TABLE items (id int PRIMARY KEY, order_id int REFERENCES orders DEFERRABLE INITIALLY DEFERRED, quantity int, label text);
INSERT INTO orders VALUES (1, 1, 'new', '[1,3)'), (2, 1, 'paid, sent', '[3,5)'); INSERT INTO items VALUES (1, 1, 5, 'x'), (2, 2, 6, NULL); SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE items ADD CONSTRAINT small_quantity CHECK (quantity < 100) NOT VALID;
CREATE INDEX items_partial ON items (quantity) WHERE label IS NOT NULL;
CREATE INDEX items_expression ON items (lower(label), (quantity + 1) DESC NULLS LAST) INCLUDE (order_id);
CREATE UNIQUE INDEX items_unique ON items (order_id, quantity);
CREATE INDEX orders_in_list ON orders (id) WHERE state IN ('new', 'paid, sent');
CREATE STATISTICS items_statistics (dependencies, ndistinct) ON order_id, quantity FROM items;
ALTER TABLE items ALTER COLUMN label SET STORAGE EXTERNAL, ALTER COLUMN quantity SET STATISTICS 500;
ALTER TABLE items SET (fillfactor = 70, autovacuum_enabled = off);
ALTER TABLE orders REPLICA IDENTITY FULL;

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN NEW.label := coalesce(NEW.label, 'touched'); RETURN NEW; END $f$;
CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON items FOR EACH ROW WHEN (NEW.quantity > 3) EXECUTE FUNCTION touch();
CREATE TRIGGER asleep AFTER DELETE ON items FOR EACH STATEMENT EXECUTE FUNCTION touch();
ALTER TABLE items DISABLE TRIGGER asleep;
CREATE FUNCTION add(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE PROCEDURE nothing() LANGUAGE plpgsql AS $f$ BEGIN NULL; END $f$;
CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE OPERATOR @+@ (LEFTARG = int, RIGHTARG = int, FUNCTION = add);
CREATE CAST (mood AS int) WITH INOUT;
CREATE RULE no_delete AS ON DELETE TO without_rows DO INSTEAD NOTHING;
CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $f$ BEGIN PERFORM 1; END $f$;
CREATE EVENT TRIGGER watch_ddl ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION on_ddl();
CREATE TEXT SEARCH CONFIGURATION english_copy (COPY = pg_catalog.english);
CREATE PUBLICATION some_tables FOR TABLE orders, items WITH (publish = 'insert,update');

SELECT lo_from_bytea(900001, '\x0001020304'), lo_from_bytea(900002, ''), lo_from_bytea(900003, decode(repeat('ab', 1100000), 'hex'));
SELECT lo_put(900002, 5000000, '\xff');
GRANT SELECT ON LARGE OBJECT 900001 TO zoo_reader;

COMMENT ON TABLE orders IS 'Orders, with ''quotes''';
COMMENT ON COLUMN orders.state IS 'State';
GRANT USAGE ON SCHEMA zoo TO zoo_reader;
GRANT SELECT ON orders TO zoo_reader; GRANT UPDATE (note) ON secret_rows TO zoo_keeper; GRANT INSERT ON items TO zoo_owner WITH GRANT OPTION;
ALTER TABLE listed OWNER TO zoo_owner; ALTER FUNCTION add(int, int) OWNER TO zoo_owner;
REVOKE EXECUTE ON FUNCTION add(int, int) FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA zoo GRANT SELECT ON TABLES TO zoo_reader;
RESET search_path;
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET search_path = zoo, "$user", public', current_database());
  EXECUTE format('ALTER DATABASE %I SET statement_timeout = %L', current_database(), '55s');
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO zoo_reader', current_database());
  EXECUTE format('COMMENT ON DATABASE %I IS %L', current_database(), 'the zoo');
  EXECUTE format('ALTER ROLE zoo_keeper IN DATABASE %I SET lock_timeout = %L', current_database(), '3s');
END $$;
CREATE FUNCTION public.sometimes_missing() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN
  IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'postgres_fdw') THEN
    EXECUTE 'CREATE EXTENSION postgres_fdw; CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host ''192.0.2.1'');
             CREATE FOREIGN TABLE zoo.far_away (id int) SERVER elsewhere OPTIONS (table_name ''x''); CREATE USER MAPPING FOR zoo_owner SERVER elsewhere';
  END IF;
  IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'citext') THEN
    EXECUTE 'CREATE EXTENSION citext; CREATE TABLE zoo.folded (ci citext); INSERT INTO zoo.folded VALUES (''MiXed''), (''mixed'')';
  END IF;
  IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') THEN
    EXECUTE 'CREATE EXTENSION vector; CREATE TABLE zoo.vectors (v vector(3)); INSERT INTO zoo.vectors VALUES (''[1,2,3]''), (''[0.1,-0,3e-5]'')';
  END IF;
  IF EXISTS (SELECT FROM pg_config() WHERE name = 'CONFIGURE' AND setting LIKE '%--with-libxml%') THEN
    EXECUTE 'CREATE TABLE zoo.documents (id int, doc xml); INSERT INTO zoo.documents VALUES (1, ''<a b="1">x</a>'')';
  END IF;
  IF current_setting('server_version_num')::int >= 140000 THEN
    EXECUTE 'CREATE TABLE zoo.multiranges (id int, r int4multirange); INSERT INTO zoo.multiranges VALUES (1, ''{[1,3),[5,7)}''), (2, ''{}'')';
  END IF;
  IF current_setting('server_version_num')::int >= 180000 THEN
    EXECUTE 'CREATE TABLE zoo.virtual (a int NOT NULL, b int GENERATED ALWAYS AS (a + 1) VIRTUAL); INSERT INTO zoo.virtual VALUES (1)';
  END IF;
END $f$;
SELECT public.sometimes_missing();
DROP FUNCTION public.sometimes_missing();
