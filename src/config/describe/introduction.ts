/** What the reference says before its tables. */
export const INTRODUCTION = `# Configuration

Generated from the schema in \`src/config/schema.ts\` by \`npm run generate\`: do not edit.

\`lifeboat.yaml\` says what is protected, where copies go, how long they stay, and how much loss and downtime the
business accepts. Unknown keys are errors. \`lifeboat validate\` names every fault at once, with file, line, column, key and
fix, and exits 2; a valid configuration that cannot meet its own objectives (an \`rpo\` of 1 h with one backup a day) has a
finding and exits 5.

## Where it is read from

1. The file named by \`--config\`; else the text in \`LIFEBOAT_CONFIG\`; else \`lifeboat.yaml\` in the current folder.
2. Variables, as in the tables below: \`LIFEBOAT_TARGETS_<NAME>_CONNECTION_HOST\` sets \`targets.<name>.connection.host\`.
   A name is written in capitals with \`_\` for \`-\` (\`my-db\` is \`MY_DB\`). Lists are separated by commas; an empty
   variable counts as absent. With a file, variables may change connections and stores, never policy: anything else
   is an error, and so is a LIFEBOAT_ variable that sets nothing.
3. Without any file, variables can give everything. A target then exists by its \`LIFEBOAT_TARGETS_<NAME>_ENGINE\`, a
   store by its \`LIFEBOAT_STORES_<NAME>_TYPE\`, a group by its \`LIFEBOAT_GROUPS_<NAME>_TARGETS\`.

Whatever may stand under \`defaults\` may stand under a target, too (\`LIFEBOAT_TARGETS_<NAME>_OBJECTIVES_RPO\`). What a target
does not say is taken from \`defaults\`, key by key, and then from the built-in defaults below.

## Secrets

A secret is never written into the file. Where one belongs, write where it lies; the value is read when it is needed:

| reference | meaning |
|---|---|
| \`{ env: NAME }\` | the variable NAME; empty counts as missing |
| \`{ file: path }\` | the file's content without its last line break; only its owner may read it (mode 600), except below \`/run/secrets\`; relative to the configuration |
| \`{ command: [program, argument, …] }\` | what the program prints, without its last line break, within 30 seconds and without a shell; never run for pull requests |

A variable for a secret key holds the secret itself; with \`_FILE\` after its name it holds the path of a file with it.

## Values

Durations: \`30m\`, \`25h\`, \`1h30m\`, \`7d\` (ms, s, m, h, d, w, y). Sizes: \`512MiB\`, \`4GiB\`. Schedules: cron expressions of
five fields (minute, hour, day, month, weekday); \`0#1\` is the first Sunday of a month, \`L\` the last day.
`
