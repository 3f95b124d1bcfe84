import { parseArgs } from 'node:util'
import { $ } from 'zx'
import { engineAnswers } from './lib/container-engine.ts'
import { CouldNotRun, runScript } from './lib/could-not-run.ts'
import { buildBase, buildImage, hasImage } from './lib/image-build.ts'
import { imageNames, imageReference, readRecipe } from './lib/image-recipe.ts'

const run = $({ quiet: true })

interface Wish {
  /** Fails instead of building what cannot be pulled. */
  readonly official: boolean
}

/** Pulls or builds every test image that the container engine does not have yet. */
export async function makeImages({ official }: Wish = { official: false }): Promise<void> {
  if (!(await engineAnswers())) throw new CouldNotRun('no container engine answers: run npm run setup first')
  const names = imageNames()
  const present = await Promise.all(names.map((name) => hasImage(imageReference(name))))
  const missing = names.filter((_, index) => !present[index])
  if (missing.length === 0) {
    console.log(`images: all ${names.length} there`)
    return
  }
  const pulled = await pullOfficial(missing)
  const toBuild = missing.filter((name) => !pulled.includes(name))
  if (official && toBuild.length > 0)
    throw new CouldNotRun(`no official image of ${toBuild.join(', ')} can be pulled`)
  if (toBuild.length > 0 && !(await hasImage(imageReference('base')))) {
    await timed('built base', buildBase)
  }
  for (const name of toBuild) await timed(`built ${name}`, () => buildImage(name))
}

/** Official images are what users run, so they come first wherever an image registry answers. */
async function pullOfficial(names: readonly string[]): Promise<string[]> {
  const available = await Promise.all(names.map((name) => canBePulled(readRecipe(name).official)))
  const pulled = names.filter((_, index) => available[index])
  if (pulled.length < names.length) {
    console.log(`images: ${names.length - pulled.length} official images cannot be pulled, building instead`)
  }
  for (const name of pulled) {
    const { official } = readRecipe(name)
    await timed(`pulled ${official}`, async () => {
      await run`docker pull --quiet ${official}`
      await run`docker tag ${official} ${imageReference(name)}`
    })
  }
  return pulled
}

async function canBePulled(reference: string): Promise<boolean> {
  const quick = run({ nothrow: true, timeout: '15s' })
  const { exitCode } = await quick`docker manifest inspect ${reference}`
  return exitCode === 0
}

async function timed(says: string, work: () => Promise<void>): Promise<void> {
  const start = performance.now()
  await work()
  console.log(`images: ${says} (${((performance.now() - start) / 1000).toFixed(0)} s)`)
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { official: { type: 'boolean', default: false } } })
  await runScript(() => makeImages(values))
}
