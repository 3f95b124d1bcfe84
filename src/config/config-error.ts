import { escapeControlCharacters } from '../core/control-characters.ts'
import { LifeboatError } from '../core/errors.ts'
import { problemText, inOrder, type ConfigProblem } from './problem.ts'

/** All that is wrong with a configuration, at once. */
export class ConfigError extends LifeboatError {
  readonly problems: readonly ConfigProblem[]

  constructor(subject: string, problems: readonly ConfigProblem[]) {
    const sorted = inOrder(problems)
    const count = sorted.length === 1 ? '1 problem' : `${sorted.length} problems`
    super({
      code: sorted.some(({ code }) => code === 'secret-literal') ? 'secret-literal' : 'config-invalid',
      what: `${escapeControlCharacters(subject)} has ${count}`,
      why: `\n${sorted.map(problemText).join('\n')}`,
    })
    this.name = 'ConfigError'
    this.problems = sorted
  }
}
