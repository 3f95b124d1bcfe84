import { imageReference } from '../../../scripts/lib/image-recipe.ts'

/** A server there is a test image for. */
export type TestImage =
  | 'postgres-15'
  | 'postgres-16'
  | 'postgres-17'
  | 'postgres-18'
  | 'redis-7'
  | 'valkey-9'
  | 'clickhouse-26'
  | 'minio'
  | 'qdrant-1.19'
  | 'neo4j-2026'

/** The tag of a test image, which `npm run images` has pulled or built. */
export function testImage(server: TestImage): string {
  return imageReference(server)
}
