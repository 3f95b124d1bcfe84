import type { ErrorCode } from 'yaml'

/** The parser's codes, and one of our own. */
export type FaultCode = ErrorCode | 'PROTOTYPE_KEY'

/** Our own words for the parser's codes, because its messages may quote the file and so a secret. */
const FAULTS: Partial<Record<FaultCode, { readonly message: string; readonly fix: string }>> = {
  DUPLICATE_KEY: { message: 'this key is written twice', fix: 'keep one of the two' },
  TAB_AS_INDENT: { message: 'a tab is not allowed as indentation', fix: 'indent with spaces' },
  BAD_INDENT: {
    message: 'the indentation does not fit the lines around it',
    fix: 'align it with its siblings',
  },
  BAD_ALIAS: {
    message: 'this alias has no anchor',
    fix: 'define the anchor (&name) before the alias (*name)',
  },
  MISSING_CHAR: {
    message: 'a character is missing here',
    fix: 'close the bracket, brace or quote, or add the colon or comma',
  },
  MULTIPLE_DOCS: {
    message: 'the file holds more than one document',
    fix: 'remove the line --- and what follows it',
  },
  MULTILINE_IMPLICIT_KEY: {
    message: 'a key must stand on one line with its colon',
    fix: 'add the missing colon, or quote the text',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a mapping cannot begin on the line of a key',
    fix: 'put it on a line of its own, further indented',
  },
  NON_STRING_KEY: { message: 'a key must be text', fix: 'quote it' },
  PROTOTYPE_KEY: {
    message: 'this key cannot be used, and what stands under it would be left out',
    fix: 'choose another name than __proto__',
  },
  RESOURCE_EXHAUSTION: {
    message: 'the aliases of this file expand without bound',
    fix: 'write it without aliases in aliases',
  },
  TAG_RESOLVE_FAILED: { message: 'this tag (!…) is not known', fix: 'remove the tag' },
}

/** What is wrong with the text and how to mend it. */
export function yamlFault(code: FaultCode): { readonly message: string; readonly fix: string } {
  return (
    FAULTS[code] ?? {
      message: `this is not valid YAML (${code})`,
      fix: 'check the brackets, quotes and indentation here',
    }
  )
}
