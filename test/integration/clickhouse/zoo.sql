-- Every type and odd value, one statement to a block. Values of a column differ from row to row; `row` tells rows apart.
CREATE DATABASE zoo;

CREATE TABLE zoo.integers (row UInt8, a Int8, b Int16, c Int32, d Int64, e Int128, f Int256, g UInt8, h UInt16, i UInt32, j UInt64, k UInt128, l UInt256, m Bool) ENGINE = MergeTree ORDER BY row;

INSERT INTO zoo.integers VALUES
  (1, -128, -32768, -2147483648, -9223372036854775808, '-170141183460469231731687303715884105728', '-57896044618658097711785492504343953926634992332820282019728792003956564819968', 0, 0, 0, 0, 0, 0, false),
  (2, 127, 32767, 2147483647, 9223372036854775807, '170141183460469231731687303715884105727', '57896044618658097711785492504343953926634992332820282019728792003956564819967', 255, 65535, 4294967295, 18446744073709551615, '340282366920938463463374607431768211455', '115792089237316195423570985008687907853269984665640564039457584007913129639935', true);

CREATE TABLE zoo.floats (row UInt8, a Float32, b Float64, c BFloat16, d Nullable(Float64), e Array(Float32)) ENGINE = MergeTree ORDER BY row;

INSERT INTO zoo.floats VALUES (1, 0, 0, 0, NULL, []), (2, -0.0, -0.0, -0.0, 0, [-0.0]), (3, nan, nan, nan, nan, [nan]), (4, inf, inf, inf, inf, [inf]), (5, -inf, -inf, -inf, -inf, [-inf]), (6, 1.17549435e-38, 5e-324, 1.5, 0.1, [1, 2]), (7, 3.4028235e38, 1.7976931348623157e308, 2.5, 0.30000000000000004, [2, 1]);

CREATE TABLE zoo.decimals (row UInt8, a Decimal32(9), b Decimal64(18), c Decimal128(38), d Decimal256(76), e Decimal(10, 0), f Nullable(Decimal(5, 2))) ENGINE = MergeTree ORDER BY row;

INSERT INTO zoo.decimals VALUES
  (1, '0.000000001', '0.000000000000000001', '0.00000000000000000000000000000000000001', '0.0000000000000000000000000000000000000000000000000000000000000000000000000001', 0, NULL),
  (2, '-0.999999999', '-0.999999999999999999', '-0.12345678901234567890123456789012345678', '-0.12', 9999999999, 0),
  (3, 0, 0, 0, 0, -9999999999, '-999.99');

CREATE TABLE zoo.texts (row UInt8, a String, b FixedString(4), c LowCardinality(String), d LowCardinality(Nullable(String)), e Nullable(String), f Nullable(FixedString(2)), g Enum8('' = 0, 'one' = 1, 'минус' = -128), h Enum16('a' = -32768, 'b' = 32767, 'c' = 0, 'd' = 1), i UUID, j IPv4, k IPv6) ENGINE = MergeTree ORDER BY row;

INSERT INTO zoo.texts VALUES
  (1, '', '', '', NULL, NULL, NULL, '', 'a', '00000000-0000-0000-0000-000000000000', '0.0.0.0', '::'),
  (2, '\0', 'ab', 'x', '', '', '', 'one', 'b', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '255.255.255.255', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'),
  (3, unhex('FFFE80C0'), unhex('00FF00FF'), unhex('FF'), unhex('FF'), unhex('FF'), unhex('FFFF'), 'минус', 'c', '00000000-0000-0000-0000-000000000001', '127.0.0.1', '::ffff:1.2.3.4');

INSERT INTO zoo.texts SELECT 4, '\t\n\r\\\'"`🚢 日本', 'ab\0c', '🚢', '🚢', '\\N', 'x', 'one', 'd', '10000000-0000-0000-0000-000000000000', '1.2.3.4', '::1';

CREATE TABLE zoo.times (row UInt8, a Date, b Date32, c DateTime, d DateTime('Asia/Kolkata'), e DateTime64(0), f DateTime64(9), g DateTime64(3, 'America/New_York'), h Nullable(DateTime64(6)), i Time, j Time64(9)) ENGINE = MergeTree ORDER BY row SETTINGS index_granularity = 4;

INSERT INTO zoo.times VALUES
  (1, '1970-01-01', '1900-01-01', 0, 0, '1900-01-01 00:00:00', '1900-01-01 00:00:00.000000001', '1900-01-01 00:00:00.001', NULL, '-999:59:59', '-999:59:59.999999999'),
  (2, '2149-06-06', '2299-12-31', 4294967295, 4294967295, '2299-12-31 23:59:59', '2262-04-11 23:47:16.854775807', '2299-12-31 23:59:59.999', 0, '999:59:59', '999:59:59.999999999'),
  (3, '2024-02-29', '1969-12-31', 1, 1, '1970-01-01 00:00:00', '1969-12-31 23:59:59.999999999', '2024-11-03 01:30:00.500', '1970-01-01 00:00:00.000001', 0, 0);

CREATE TABLE zoo.nested (row UInt8, a Array(UInt8), b Array(Array(String)), c Array(Nullable(Int32)), d Map(String, UInt64), e Map(LowCardinality(String), Array(Nullable(Float64))), f Tuple(UInt8, String), g Tuple(x Nullable(Int8), y Tuple(z Array(String))), h Nested(k String, v Nullable(Int8)), i Array(Tuple(a String, b Nullable(Date))), j Array(LowCardinality(Nullable(String))), k Point, l Polygon) ENGINE = MergeTree ORDER BY row;

INSERT INTO zoo.nested VALUES
  (1, [], [], [], {}, {}, (0, ''), (NULL, ([],)), [], [], [], [], (0, 0), []),
  (2, [0], [[]], [NULL], {'': 0}, {'': []}, (0, '0'), (0, ([''],)), [''], [NULL], [('', NULL)], [NULL], (0, 1), [[]]),
  (3, [0, 0], [[], []], [0], {'a': 1, 'b': 2}, {'a': [NULL]}, (1, ''), (1, (['', ''],)), ['', ''], [NULL, 0], [('', '1970-01-01')], [''], (1, 0), [[(0, 0)]]),
  (4, [1, 2], [['a'], ['b']], [0, NULL], {'b': 2, 'a': 1}, {'a': [0]}, (1, 'a'), (NULL, (['a'],)), ['a', 'b'], [1, 2], [('a', NULL), ('', NULL)], ['', NULL], (-0.0, 0), [[(0, 0), (1, 1)]]),
  (5, [2, 1], [['a', 'b']], [NULL, 0], {'a': 2, 'b': 1}, {'a': [nan]}, (0, 'a'), (0, ([],)), ['b', 'a'], [2, 1], [('', NULL), ('a', NULL)], [NULL, ''], (nan, 0), [[(1, 1), (0, 0)]]);

CREATE TABLE zoo.nullables (row UInt8, a Nullable(UInt8), b Nullable(Int256), c Nullable(String), d Nullable(UUID), e Nullable(Date), f Nullable(Enum8('x' = 0, 'y' = 1)), g Nullable(IPv6), h Nullable(Bool), i Nullable(DateTime), j Nullable(Decimal256(5))) ENGINE = MergeTree ORDER BY row;

INSERT INTO zoo.nullables VALUES (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), (2, 0, 0, '', '00000000-0000-0000-0000-000000000000', '1970-01-01', 'x', '::', false, 0, 0), (3, 1, 1, 'NULL', '00000000-0000-0000-0000-000000000001', '1970-01-02', 'y', '::1', true, 1, 1);

CREATE TABLE zoo.dynamic (row UInt8, a JSON, b Dynamic, c Variant(UInt64, String, Array(UInt64)), d JSON(x UInt32, SKIP y)) ENGINE = MergeTree ORDER BY row;

INSERT INTO zoo.dynamic SELECT 1, '{}', NULL, NULL, '{}';

INSERT INTO zoo.dynamic SELECT 2, '{"a": 1, "b": {"c": [1, 2.5, null]}}', 42::UInt64, 42::UInt64, '{"x": 1}';

INSERT INTO zoo.dynamic SELECT 3, '{"a": "1"}', '42', 'forty-two', '{"x": 2, "z": "🚢"}';

INSERT INTO zoo.dynamic SELECT 4, '{"a": [{"d": 1}, {"e": "x"}]}', [42::UInt64], [42::UInt64], '{"z": 18446744073709551615}';

CREATE TABLE zoo.states (row UInt8, a AggregateFunction(uniq, UInt64), b AggregateFunction(sumIf, UInt64, UInt8), c SimpleAggregateFunction(max, UInt64), d AggregateFunction(groupArray, Nullable(String))) ENGINE = AggregatingMergeTree ORDER BY row;

INSERT INTO zoo.states SELECT 1, uniqState(number), sumIfState(number, number % 2 = 0), max(number), groupArrayState(nullIf(toString(number), '3')) FROM numbers(10);

INSERT INTO zoo.states SELECT 1, uniqState(number), sumIfState(number, number % 2 = 0), max(number), groupArrayState(nullIf(toString(number), '3')) FROM numbers(100);

INSERT INTO zoo.states SELECT 2, uniqState(number), sumIfState(number, number % 2 = 0), max(number), groupArrayState(nullIf(toString(number), '3')) FROM numbers(1000);

CREATE TABLE zoo.`select` (row UInt8, `from` UInt8, `with space` UInt8, `таблица` UInt8, `quo``te` UInt8, `dou"ble` UInt8, `back\\slash` UInt8, `dot.ted` UInt8, `new\nline` UInt8) ENGINE = MergeTree ORDER BY (row, `from`);

INSERT INTO zoo.`select` VALUES (1, 1, 1, 1, 1, 1, 1, 1, 1), (2, 2, 2, 2, 2, 2, 2, 2, 2);

CREATE TABLE zoo.`日本 "🚢" \`t\`` (row UInt8) ENGINE = MergeTree ORDER BY row COMMENT 'it''s; a -- comment\nof two lines';

INSERT INTO zoo.`日本 "🚢" \`t\`` VALUES (1), (2);

CREATE TABLE zoo.empty (row UInt8, a Nullable(String)) ENGINE = MergeTree ORDER BY row;

CREATE TABLE zoo.million (row UInt32, text String) ENGINE = MergeTree ORDER BY row;

INSERT INTO zoo.million SELECT number, hex(sipHash64(number)) FROM numbers(1000000);

CREATE TABLE zoo.kinds (row UInt8, a UInt8 DEFAULT row + 1, b UInt8 MATERIALIZED row + 2, c UInt8 ALIAS row + 3, d UInt8 EPHEMERAL 4, e UInt8 DEFAULT d, z String CODEC(ZSTD(3)) TTL toDate('2100-01-01') + row, INDEX bloom z TYPE bloom_filter GRANULARITY 2, CONSTRAINT positive CHECK row > 0, PROJECTION p (SELECT a, count() GROUP BY a)) ENGINE = MergeTree PARTITION BY (row % 2, a) PRIMARY KEY row ORDER BY (row, a) SAMPLE BY row SETTINGS index_granularity = 128, min_bytes_for_wide_part = 0;

INSERT INTO zoo.kinds (row, a, d, z) VALUES (1, 1, 1, 'x'), (2, 2, 2, 'y');

ALTER TABLE zoo.kinds MODIFY COLUMN b UInt8 MATERIALIZED row + 100;

INSERT INTO zoo.kinds (row, a, d, z) VALUES (3, 3, 3, 'computed in another way than the rows before');

CREATE TABLE zoo.replaced (row UInt8, version UInt8, state String) ENGINE = ReplacingMergeTree(version) ORDER BY row;

SYSTEM STOP MERGES zoo.replaced;

-- Which of the two rows 1 is read first is not told, so row 2 shares no value with either.
INSERT INTO zoo.replaced VALUES (1, 1, 'old'), (2, 5, 'only one');

INSERT INTO zoo.replaced VALUES (1, 2, 'new');

CREATE TABLE zoo.summed (row UInt8, n UInt64) ENGINE = SummingMergeTree ORDER BY row;

SYSTEM STOP MERGES zoo.summed;

INSERT INTO zoo.summed VALUES (1, 0), (2, 1);

INSERT INTO zoo.summed VALUES (1, 0), (2, 1);

CREATE TABLE zoo.collapsed (row UInt8, sign Int8) ENGINE = CollapsingMergeTree(sign) ORDER BY row;

INSERT INTO zoo.collapsed VALUES (1, 1);

CREATE TABLE zoo.expired (row UInt8, at Date) ENGINE = MergeTree ORDER BY row TTL at + INTERVAL 1 DAY SETTINGS merge_with_ttl_timeout = 1000000000;

SYSTEM STOP TTL MERGES zoo.expired;

INSERT INTO zoo.expired VALUES (1, '2000-01-01'), (2, '2100-01-01');

CREATE TABLE zoo.log (row UInt8, a Nullable(String), b Array(String)) ENGINE = Log;

INSERT INTO zoo.log VALUES (1, NULL, []), (2, '', ['']);

CREATE TABLE zoo.tiny (row UInt8) ENGINE = TinyLog;

INSERT INTO zoo.tiny VALUES (1), (2);

CREATE TABLE zoo.stripe (row UInt8) ENGINE = StripeLog;

INSERT INTO zoo.stripe VALUES (1), (2);

CREATE TABLE zoo.memory (row UInt8) ENGINE = Memory;

INSERT INTO zoo.memory VALUES (1), (2);

CREATE TABLE zoo.joined (row UInt8, a String) ENGINE = Join(ANY, LEFT, row);

INSERT INTO zoo.joined VALUES (1, 'a'), (2, 'b');
