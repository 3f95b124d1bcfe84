import { expect, it } from 'vitest'
import { canonicalDefinition } from '../../../../src/engines/postgres/canonical-definition.ts'

it('gives a list of strings the form that it has after a restore', () => {
  const before =
    "CHECK (((state)::text = ANY ((ARRAY['new'::character varying, 'a, b'::character varying, 'it''s]'::character varying])::text[])))"
  const after =
    "CHECK (((state)::text = ANY (ARRAY[('new'::character varying)::text, ('a, b'::character varying)::text, ('it''s]'::character varying)::text])))"
  expect(canonicalDefinition(before)).toBe(after)
  expect(canonicalDefinition(after)).toBe(after)
})

it('rewrites each list and nothing else', () => {
  const one = "(ARRAY['a'::character varying])::text[]"
  expect(canonicalDefinition(`x = ANY (${one}) OR y = ANY (${one})`)).toBe(
    "x = ANY (ARRAY[('a'::character varying)::text]) OR y = ANY (ARRAY[('a'::character varying)::text])",
  )
  for (const other of ['(ARRAY[1, 2])', "'(ARRAY[' || x", 'f((ARRAY[a, b])[1])', '']) {
    expect(canonicalDefinition(other)).toBe(other)
  }
})
