import fc, { type Arbitrary } from 'fast-check'
import neo4j from 'neo4j-driver'

const { Date: Day, DateTime, Duration, LocalDateTime, LocalTime, Point, Time } = neo4j.types

const whole = (min: number, max: number): Arbitrary<bigint> =>
  fc.bigInt({ min: BigInt(min), max: BigInt(max) })
const clock = [whole(0, 23), whole(0, 59), whole(0, 59), whole(0, 999_999_999)] as const
const day = [whole(-999_999_000, 999_999_000), whole(1, 12), whole(1, 28)] as const
const offset = whole(-64_800, 64_800)
const double = fc.double()
/** The server makes no point of any other. */
const coordinate = fc.double({ noNaN: true, noDefaultInfinity: true })
/** Neo4j refuses durations of more seconds than an integer holds. */
const months = whole(-1_000_000_000, 1_000_000_000)
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })

const single: readonly Arbitrary<unknown>[] = [
  fc.string({ unit: 'binary' }),
  fc.boolean(),
  int64,
  double,
  fc.tuple(...day).map((parts) => new Day(...parts)),
  fc.tuple(...clock).map((parts) => new LocalTime(...parts)),
  fc.tuple(...clock, offset).map((parts) => new Time(...parts)),
  fc.tuple(...day, ...clock).map((parts) => new LocalDateTime(...parts)),
  fc.tuple(...day, ...clock, offset).map((parts) => new DateTime(...parts)),
  fc.tuple(months, months, months, whole(0, 999_999_999)).map((parts) => new Duration(...parts)),
  fc.tuple(coordinate, coordinate).map(([x, y]) => new Point(7203n, x, y)),
  fc.tuple(coordinate, coordinate, coordinate).map(([x, y, z]) => new Point(9157n, x, y, z)),
]

/** Any value of a property: one of each type, bytes, or a list of one type. */
export const arbitraryValue: Arbitrary<unknown> = fc.oneof(
  ...single,
  fc.int8Array(),
  ...single.map((item) => fc.array(item, { maxLength: 5 })),
)
