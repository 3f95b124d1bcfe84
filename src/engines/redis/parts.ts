/** The one part of a Redis backup besides its fingerprint. */
export const DUMP = 'dump.rdb'
