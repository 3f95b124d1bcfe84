import { goProgram, hasGoProgram, installGoProgram } from './go-programs.ts'
import { minio } from './pins.ts'

/** The MinIO server program, whether or not it is built yet. */
export function minioProgram(): string {
  return goProgram(minio)
}

/** True when the MinIO server is in the cache. */
export function hasMinio(): boolean {
  return hasGoProgram(minio)
}

/** Builds MinIO from its Go module. */
export async function installMinio(): Promise<void> {
  await installGoProgram(minio)
}
