import { defineConfig, type OxlintOverride } from 'oxlint'

const ABOVE_RUNTIME =
  'config|engines|stores|backup|drill|groups|reconcile|restore|retention|evidence|compliance|report|notify|metrics|schedule|cli|action|registry'

interface Layer {
  readonly files: string[]
  /** Of the imported path. */
  readonly forbid: string
  readonly reason: string
  readonly allowTypeImports?: boolean
}

/** Who may import whom, and why: the rules of the design, one row each. */
const LAYERS: readonly Layer[] = [
  {
    files: ['src/core/**'],
    forbid: '^(\\.\\./|node:|[a-z@])',
    reason: 'core holds values and contracts: it does nothing, so it imports nothing but types',
    allowTypeImports: true,
  },
  {
    files: ['src/engines/**', 'src/stores/**'],
    forbid: `^(\\.\\./)+(${ABOVE_RUNTIME})(/|\\.ts)`,
    reason:
      'engines and stores know core and runtime only, never each other, so that one folder can be removed',
  },
  {
    files: ['src/runtime/**'],
    forbid: `^\\.\\./(${ABOVE_RUNTIME})(/|\\.ts)`,
    reason: 'runtime serves everybody, so it knows core only',
  },
  {
    files: ['src/backup/**', 'src/drill/**', 'src/groups/**', 'src/restore/**'],
    forbid: '^\\.\\./(engines|stores|registry|cli|action|config/load)',
    reason: 'use cases receive engines and stores as arguments, so that every one fits',
  },
  {
    files: ['src/reconcile/**'],
    forbid:
      '^\\.\\./(config|engines|stores|backup|drill|groups|restore|evidence|registry|cli|action)(/|\\.ts)',
    reason: 'comparing keys needs streams of them and nothing else, so it knows core and runtime only',
  },
  {
    files: ['src/compliance/**', 'src/retention/**', 'src/schedule/**'],
    forbid: '^(node:|\\.\\./(runtime|config|engines|stores|backup|drill|restore|evidence|cli|action))',
    reason: 'pure: the same input gives the same bytes',
  },
]

const CONTAINERS = {
  regex: '^(testcontainers|dockerode)$',
  message: 'testcontainers is imported in src/runtime/containers.ts only, and that file lazily',
}

function overrideOf({ files, forbid, reason, ...more }: Layer): OxlintOverride {
  const layer = { regex: forbid, message: reason, ...more }
  return { files, rules: { 'no-restricted-imports': ['error', { patterns: [layer, CONTAINERS] }] } }
}

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'import', 'promise', 'vitest', 'node'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/await-thenable': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/only-throw-error': ['error', { allowThrowingUnknown: true }],
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/return-await': ['error', 'error-handling-correctness-only'],
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'import/no-unassigned-import': 'off',
    'import/no-named-as-default-member': 'off',
    'promise/no-callback-in-promise': 'off',
    'vitest/no-standalone-expect': 'off',
    'promise/always-return': 'off',
    'typescript/no-unnecessary-type-parameters': 'off',
    'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert', 'assert*'] }],
    'no-console': 'error',
    'node/no-process-env': 'error',
    'unicorn/no-process-exit': 'error',
    'no-restricted-imports': ['error', { patterns: [CONTAINERS] }],
    'max-lines': ['error', { max: 300 }],
    'max-lines-per-function': ['error', { max: 60 }],
    'max-params': ['error', { max: 3 }],
    'no-await-in-loop': 'off',
    'no-underscore-dangle': 'off',
    'unicorn/no-array-sort': 'off',
    'no-shadow': 'off',
  },
  overrides: [
    ...LAYERS.map(overrideOf),
    { files: ['src/runtime/containers.ts'], rules: { 'no-restricted-imports': 'off' } },
    {
      files: ['test/**', 'scripts/**', 'src/cli/**', 'src/action/**', '*.config.ts'],
      rules: { 'no-console': 'off', 'node/no-process-env': 'off', 'unicorn/no-process-exit': 'off' },
    },
    {
      files: ['test/**'],
      rules: {
        'max-lines-per-function': 'off',
        'typescript/no-non-null-assertion': 'off',
        'no-restricted-imports': 'off',
      },
    },
    { files: ['*.config.ts'], rules: { 'import/no-default-export': 'off' } },
  ],
})
