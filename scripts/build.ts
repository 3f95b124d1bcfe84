import { join } from 'node:path'
import { bundle } from './lib/bundle.ts'
import { repositoryRoot } from './lib/root.ts'

/** `npm run build`: what users run, into `dist/`, to be committed on its own. */
await bundle(join(repositoryRoot, 'dist'))
