import { readFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { ConfigError } from '../config/config-error.ts'
import { parseYamlWith } from '../config/parse-yaml.ts'
import { LifeboatError } from '../core/errors.ts'
import { planSchema, type DrillPlan } from './plan-schema.ts'

export type { DrillPlan } from './plan-schema.ts'

/** The plan of that name in the folder of drill plans; without a name a plain drill of the newest backup. */
export async function loadDrillPlan(name: string | undefined, folder: string): Promise<DrillPlan> {
  if (name === undefined) return { name: 'default', ...planSchema.parse({ version: 1 }) }
  if (name !== basename(name)) throw absent(name, folder)
  const file = join(folder, `${name}.yaml`)
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw absent(name, folder, error)
  })
  return { name, ...parseDrillPlan(text, join(basename(folder), relative(folder, file))) }
}

/** Reads a plan. Throws `config-invalid` with every fault, its place and its fix. */
export function parseDrillPlan(text: string, fileName: string): Omit<DrillPlan, 'name'> {
  const parsed = parseYamlWith(planSchema, text, fileName)
  if (!parsed.ok) throw new ConfigError(fileName, parsed.problems)
  return parsed.value
}

function absent(name: string, folder: string, cause?: unknown): LifeboatError {
  return new LifeboatError({
    code: 'config-absent',
    what: `there is no drill plan ${name}`,
    why: cause instanceof Error ? cause.message : `${folder} holds plans as NAME.yaml`,
    fix: `write ${join(basename(folder), `${name}.yaml`)}, or drill without --plan`,
    cause,
  })
}
