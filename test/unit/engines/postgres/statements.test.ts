import { expect, it } from 'vitest'
import { splitStatements } from '../../../../src/engines/postgres/statements.ts'

it('splits what pg_dumpall writes', () => {
  const script = String.raw`--
-- a comment; with 'a quote
--
\restrict abc
CREATE ROLE "odd;""name";
COMMENT ON ROLE app IS 'it''s; fine -- no comment';
COMMENT ON ROLE app IS E'back\\slash \' quote; here';
ALTER ROLE apple SET x TO 'E';
\unrestrict abc
`
  expect(splitStatements(script)).toEqual([
    'CREATE ROLE "odd;""name"',
    "COMMENT ON ROLE app IS 'it''s; fine -- no comment'",
    String.raw`COMMENT ON ROLE app IS E'back\\slash \' quote; here'`,
    "ALTER ROLE apple SET x TO 'E'",
  ])
})

it('leaves out a statement that never ends', () => {
  expect(splitStatements("CREATE ROLE a;\nCREATE ROLE 'b")).toEqual(['CREATE ROLE a'])
})
