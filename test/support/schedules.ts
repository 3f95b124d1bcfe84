import fc from 'fast-check'

const minute = fc.integer({ min: 0, max: 59 }).map(String)
const hour = fc.integer({ min: 0, max: 23 }).map(String)

/** Schedules as people write them, from every five minutes to once a month, in zones with and without clock changes. */
export const anySchedule = fc.record({
  expression: fc
    .tuple(
      fc.oneof(minute, fc.constantFrom('*/5', '*/20', '0,30')),
      fc.oneof(hour, fc.constantFrom('*', '*/6', '2,14', '8-18')),
      fc.constantFrom('*', '1', '15', '1,15', 'L', '*/3'),
      fc.constantFrom('*', '*/2'),
      fc.constantFrom('*', '1-5', '0', '0#1', '6#2'),
    )
    .map((fields) => fields.join(' ')),
  timeZone: fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
  ),
})

export const anyTime = fc.date({
  min: new Date('2025-01-01'),
  max: new Date('2030-01-01'),
  noInvalidDate: true,
})
