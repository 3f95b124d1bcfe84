import neo4j, { type Driver } from 'neo4j-driver'
import { ZOO_VALUES } from './zoo-values.ts'

/** Names that have to be quoted, or that mean something elsewhere. */
const ZOO_NAMES = [
  'MATCH',
  'null',
  'with blank',
  'back`tick',
  '``',
  'quo"te\'s',
  'back\\slash',
  '\\u0041',
  '\\\\u0041',
  '(:Zoo)',
  '[:ZOO]',
  'Ünïcode',
  '数据',
  '👩‍🚀',
  '1',
  'constructor',
  'line\nbreak',
  ' ',
] as const

const INDEXES = [
  'CREATE CONSTRAINT zoo_name FOR (n:Zoo) REQUIRE n.name IS UNIQUE',
  'CREATE CONSTRAINT `zoo pair` FOR (n:Pair) REQUIRE (n.left, n.right) IS UNIQUE',
  'CREATE CONSTRAINT zoo_step FOR ()-[r:STEP]-() REQUIRE r.number IS UNIQUE',
  'CREATE INDEX zoo_range FOR (n:Pair) ON (n.right, n.left)',
  'CREATE TEXT INDEX zoo_text FOR (n:Zoo) ON (n.name)',
  'CREATE POINT INDEX zoo_point FOR (n:Zoo) ON (n.value)',
  "CREATE FULLTEXT INDEX zoo_fulltext FOR (n:Zoo|Pair|`back``tick`) ON EACH [n.name, n.`with blank`] OPTIONS {indexConfig: {`fulltext.analyzer`: 'english'}}",
  "CREATE VECTOR INDEX zoo_vector FOR (n:Vector) ON (n.embedding) OPTIONS {indexConfig: {`vector.dimensions`: 3, `vector.similarity_function`: 'cosine'}}",
  'CREATE INDEX `zoo relationship` FOR ()-[r:`with blank`]-() ON (r.`back``tick`)',
]

const TWINS = [
  'CREATE (), (), ({only: 1})',
  'CREATE (:Twin {x: 1}), (:Twin {x: 1}), (:Empty), (:Empty)',
  "CREATE (:A:B:C {x: 'three'}), (:C:A {x: 'two'}), (:B)",
  'CREATE (n:Loop) CREATE (n)-[:SELF]->(n), (n)-[:SELF]->(n), (n)-[:SELF {x: 1}]->(n)',
  'CREATE (a:End {x: 1}), (b:End {x: 2}) CREATE (a)-[:PARALLEL]->(b), (a)-[:PARALLEL]->(b), (b)-[:PARALLEL]->(a), (a)-[:PARALLEL {x: 1}]->(b)',
  'UNWIND range(1, 20) AS i CREATE (:Pair {left: i, right: toString(i)})-[:STEP {number: i}]->(:Vector {embedding: [i / 7.0, 1.0, -0.5]})',
  'MATCH (a:Pair {left: 1}), (b:Twin) CREATE (a)-[:TO_TWIN]->(b)',
  'CREATE (:Gone) WITH 1 AS x MATCH (g:Gone) DELETE g',
]

/** Fills an empty database with every type, odd value, odd name and odd shape. */
export async function seedZoo(driver: Driver): Promise<void> {
  for (const statement of TWINS) await driver.executeQuery(statement)
  const values = Object.entries(ZOO_VALUES).map(([name, value]) => ({ name, value }))
  for (const { name, value } of values) {
    await driver.executeQuery(
      'CREATE (n:Zoo {name: $name, value: $value})-[:HOLDS {value: $value}]->(:Held)',
      {
        name,
        value,
      },
    )
  }
  for (const name of ZOO_NAMES) {
    await driver.executeQuery(
      'CREATE (a:$($name)) SET a = $properties CREATE (a)-[r:$($name)]->(b:Named:$($name)) SET r = $properties',
      { name, properties: { [name]: name, other: neo4j.int(1) } },
    )
  }
  for (const statement of INDEXES) await driver.executeQuery(statement)
  await driver.executeQuery('CALL db.awaitIndexes(60)')
}
