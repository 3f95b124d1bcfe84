#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { keepHeapSmall } from '../runtime/small-heap.ts'

keepHeapSmall()
enableCompileCache()
// A reader that has seen enough (`lifeboat list | head`) is no reason to stop a backup.
for (const output of [process.stdout, process.stderr]) {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

const { runCommandLine } = await import('./command-line.ts')
process.exitCode = await runCommandLine(process.argv.slice(2), process)
