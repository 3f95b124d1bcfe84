import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { duration } from '../src/cli/output/lines.ts'
import { damageCopy } from './demo/damage.ts'
import { DemoFailed } from './demo/demo-failed.ts'
import { findPostgres, ORIGINS, type Origin } from './demo/find-postgres.ts'
import { lifeboatIn, type Lifeboat } from './demo/lifeboat.ts'
import { makeRepository, publicKey, writeProject } from './demo/project.ts'
import { prepareSandbox, type SandboxOutlook } from './demo/sandbox.ts'
import { fillShop, startWriter, type Writer } from './demo/shop.ts'
import { startSource } from './demo/source-server.ts'
import { printPlaces, printProof, provenDrill } from './demo/summary.ts'
import { runDemo } from './demo/run-demo.ts'
import { command, heading, remark } from './demo/terminal.ts'

interface Demo {
  readonly folder: string
  readonly lifeboat: Lifeboat
  readonly writer: Writer
  readonly sandbox: SandboxOutlook
}

/** Protects a busy shop with Lifeboat, from the first line of configuration to a caught corruption. */
async function main(signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({ options: { from: { type: 'string', multiple: true } } })
  await using cleanup = new AsyncDisposableStack()
  heading('0', 'A shop', 'A throw-away PostgreSQL with customers who keep buying; nothing else is touched.')
  const source = await findPostgres(values.from?.filter(isOrigin))
  const folder = await mkdtemp(join(tmpdir(), 'lifeboat-demo-'))
  await chmod(folder, 0o755)
  const server = cleanup.use(await startSource(source, folder))
  await fillShop(server.url)
  const writer = cleanup.use(await startWriter(server.url))
  const sandbox = await prepareSandbox(source.version)
  remark(`PostgreSQL ${source.version} ${source.origin}`)
  remark(`sandbox for the drill: ${sandbox.description}`)
  signal.throwIfAborted()

  const folders = source.kind === 'programs' ? [source.bin] : []
  const lifeboat = lifeboatIn({ folder, folders, variables: { SHOP_DATABASE_URL: server.url }, signal })
  const startedMs = performance.now()
  await configure({ folder, lifeboat, writer, sandbox })
  const committed = await backUp({ lifeboat, writer })
  await drill(lifeboat)
  await publish(lifeboat)
  const damage = await damageAndVerify({ folder, lifeboat })
  const proven = await provenDrill(join(folder, 'store'))
  const took = duration(performance.now() - startedMs)
  heading('✔', 'Proven', `All of that took ${took}.`)
  printProof(proven, { folder, committed, damage })
  printPlaces({ folder })
}

function isOrigin(text: string): text is Origin {
  return (ORIGINS as readonly string[]).includes(text)
}

async function configure({ folder, lifeboat, sandbox }: Demo): Promise<void> {
  heading(
    '1',
    'Backup as code',
    'One reviewed file says what is protected, where copies go, what loss is accepted.',
  )
  await makeRepository(folder)
  await mkdir(join(folder, 'keys'), { mode: 0o700 })
  const recipients: string[] = []
  for (const file of ['keys/daily.txt', 'keys/escrow.txt']) {
    await lifeboat.run(['keys', 'new', '--out', file])
    recipients.push(await publicKey(join(folder, file)))
  }
  command('head -c 32 /dev/urandom | base64 > keys/evidence.txt')
  await writeFile(join(folder, 'keys', 'evidence.txt'), randomBytes(32).toString('base64'), { mode: 0o600 })
  await writeProject(folder, { ...sandbox, recipients })
  command('cat lifeboat.yaml')
  console.log((await readFile(join(folder, 'lifeboat.yaml'), 'utf8')).trimEnd())
  await lifeboat.run(['validate'])
}

/** Returns how many transactions were committed meanwhile. */
async function backUp({ lifeboat, writer }: Pick<Demo, 'lifeboat' | 'writer'>): Promise<number> {
  heading('2', 'Backup', 'Dump and fingerprint share one instant of the busy database; the copy is sealed.')
  const before = writer.committed()
  await lifeboat.run(['backup', 'shop'])
  const committed = writer.committed() - before
  if (committed === 0) throw new DemoFailed('the writer stood still during the backup')
  return committed
}

async function drill(lifeboat: Lifeboat): Promise<void> {
  heading(
    '3',
    'Drill',
    'Restored in a throw-away server, compared, checked; then damaged, which must be noticed.',
  )
  await lifeboat.run(['drill', 'shop', '--plan', 'monthly'])
}

async function publish(lifeboat: Lifeboat): Promise<void> {
  heading('4', 'Evidence', 'Records are published as a chain in git, which an auditor can check alone.')
  await lifeboat.run(['collect'])
  await lifeboat.run(['status'])
  await lifeboat.run(['evidence', 'verify'])
}

async function damageAndVerify({ folder, lifeboat }: Pick<Demo, 'folder' | 'lifeboat'>) {
  heading('5', 'Damage', 'The store is copied, and one bit of the copy is flipped. It must be caught.')
  const damage = await damageCopy(join(folder, 'store'), join(folder, 'damaged'))
  command('cp -r store damaged')
  remark(`one bit flipped at byte ${damage.offset} of damaged/${damage.volume}`)
  const variables = { LIFEBOAT_STORES_PRIMARY_PATH: 'damaged' }
  await lifeboat.run(['verify', 'shop'], { exitCode: 4, variables })
  remark('exit code 4: the copy is bad. And the original:')
  await lifeboat.run(['verify', 'shop'])
  return damage
}

await runDemo(main)
