/** An annotation as the platform shows it. */
interface Annotation {
  readonly level: string
  readonly title: string
  readonly message: string
}

export interface RunnerLog {
  /** What is shown: everything but the commands that only the runner reads. */
  readonly shown: string
  readonly masks: readonly string[]
  readonly annotations: readonly Annotation[]
  /** Names of all commands that the runner would act on, in order. */
  readonly commands: readonly string[]
}

/** Every command that a runner knows; the older notation is one anywhere in a line. */
const COMMAND =
  /^\s*::(?<name>add-mask|debug|error|warning|notice|group|endgroup|set-output|save-state|set-env|add-path|stop-commands|echo|add-matcher|remove-matcher)(?<properties> [^:]*)?::(?<data>.*)$/
const OLD_COMMAND = /##\[(?<name>[a-z-]+)(?<properties> [^\]]*)?\](?<data>.*)$/

/** Reads what a step printed as the runner does. */
export function readRunnerLog(stdout: string): RunnerLog {
  const found = stdout.split(/\r\n|\r|\n/).map((line) => ({
    line,
    groups: (COMMAND.exec(line) ?? OLD_COMMAND.exec(line))?.groups,
  }))
  const commands = found.flatMap(({ groups }) => (groups === undefined ? [] : [groups]))
  return {
    shown: found
      .filter(({ groups }) => groups?.['name'] !== 'add-mask')
      .map(({ line }) => line)
      .join('\n'),
    masks: commands.filter(({ name }) => name === 'add-mask').map(({ data }) => unescaped(data)),
    annotations: commands.flatMap(({ name = '', properties, data }) =>
      name === 'error' || name === 'warning'
        ? [
            {
              level: name,
              title: /title=([^,]*)/.exec(properties ?? '')?.[1] ?? '',
              message: unescaped(data),
            },
          ]
        : [],
    ),
    commands: commands.map(({ name }) => name ?? ''),
  }
}

function unescaped(data = ''): string {
  return data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}
