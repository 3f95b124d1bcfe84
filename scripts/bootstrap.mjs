// Runs a TypeScript script on the project's own Node, from a fresh clone, with nothing but Node 20 and npm.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import process from 'node:process'

const root = resolve(import.meta.dirname ?? process.cwd(), '..')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.lifeboat-lock')
const node = join(modules, 'node', 'bin', 'node')
const COULD_NOT_RUN = 7

function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { packages: {} }
}

/** True when npm's own note of what it installed agrees with the lockfile, so that a developer's install is kept. */
function agreesWithLockfile() {
  const installed = readJson(join(modules, '.package-lock.json')).packages
  const locked = Object.entries(readJson(join(root, 'package-lock.json')).packages)
  return locked.every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  )
}

function installDependencies() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!existsSync(node) || !agreesWithLockfile()) {
    process.stderr.write('installing npm packages\n')
    const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
    const { status } = spawnSync('npm', flags, { cwd: root, stdio: ['ignore', 2, 2] })
    if (status !== 0) stop('npm ci failed: see its messages above')
  }
  if (!existsSync(node))
    stop('the package "node" did not install its program: let npm run its install script')
  writeFileSync(stamp, wanted)
}

function stop(message) {
  process.stderr.write(`bootstrap: ${message}\n`)
  process.exit(COULD_NOT_RUN)
}

function run(args) {
  const PATH = [join(modules, 'node', 'bin'), join(modules, '.bin'), process.env.PATH].join(delimiter)
  const child = spawn(node, args, { stdio: 'inherit', env: { ...process.env, PATH } })
  // The terminal already sends an interrupt to the whole group: staying alive here lets the child clean up.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('error', (error) => stop(error.message))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

const [major] = process.versions.node.split('.').map(Number)
if (major < 20) stop(`Node 20 or newer is needed, this is ${process.versions.node}`)
if (process.argv.length < 3) stop('usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENT…]')
installDependencies()
run(process.argv.slice(2))
