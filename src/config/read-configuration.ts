import { applyVariables, type Environment } from './environment/apply-variables.ts'
import { variableName } from './environment/variables.ts'
import { ConfigError } from './config-error.ts'
import { controlProblems } from './control-problems.ts'
import { checkValue } from './parse-yaml.ts'
import { pathText, type KeyPath, type Location } from './problem.ts'
import { referenceProblems } from './reference-problems.ts'
import { configurationSchema, type WrittenConfiguration } from './schema.ts'
import { property, schemaOf } from './schema-nodes.ts'
import { readYaml, type Locate, type YamlDocument } from './yaml-document.ts'

export interface ConfigurationSource {
  /** As shown in errors; undefined when the environment alone speaks. */
  readonly file?: { readonly name: string; readonly text: string }
  readonly environment: Environment
}

export interface ReadConfiguration {
  readonly written: WrittenConfiguration
  readonly locate: Locate
  readonly isWritten: (path: KeyPath) => boolean
}

const NO_FILE: YamlDocument = {
  value: undefined,
  locate: (path) => ({ variable: variableName(path) }),
  problems: [],
}

/** Reads and checks a configuration without touching anything else. Throws `config-invalid` or `secret-literal` with all faults. */
export function readConfiguration({ file, environment }: ConfigurationSource): ReadConfiguration {
  const document = file === undefined ? NO_FILE : readYaml(file.text, file.name)
  const subject = file?.name ?? 'The configuration in the environment'
  if (file !== undefined && document.value === undefined) throw new ConfigError(subject, document.problems)
  const applied = applyVariables(document.value, environment, () => schemaOf(configurationSchema))
  const locate = locateWith(applied.origins, document.locate)
  const checked = checkValue(configurationSchema, applied.value, locate)
  const faults = [
    ...document.problems,
    ...applied.problems,
    ...(checked.ok ? [] : checked.problems),
    ...referenceProblems(applied.value, locate),
  ]
  const told = new Set(faults.map(({ path }) => path))
  const problems = [
    ...faults,
    ...controlProblems(applied.value, locate).filter(({ path }) => !told.has(path)),
  ]
  if (!checked.ok || problems.length > 0) throw new ConfigError(subject, problems)
  return {
    written: checked.value,
    locate,
    isWritten: (path) => path.reduce<unknown>(property, applied.value) !== undefined,
  }
}

/** A variable is the place of what it set, and of everything below. */
function locateWith(origins: ReadonlyMap<string, string>, inFile: Locate): Locate {
  return (path, what) => variableOf(path, origins) ?? inFile(path, what)
}

function variableOf(path: KeyPath, origins: ReadonlyMap<string, string>): Location | undefined {
  const lengths = path.map((_part, index) => path.length - index)
  const variable = lengths
    .map((length) => origins.get(pathText(path.slice(0, length))))
    .find((name) => name !== undefined)
  return variable === undefined ? undefined : { variable }
}
