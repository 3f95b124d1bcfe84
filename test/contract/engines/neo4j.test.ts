import { setTimeout as sleep } from 'node:timers/promises'
import type { Neo4jConnection } from '../../../src/engines/neo4j/connection.ts'
import { engine } from '../../../src/engines/neo4j/index.ts'
import { openDriver } from '../../support/engines/neo4j/open-driver.ts'
import { connectionTo } from '../../support/engines/neo4j/connection-to.ts'
import { seedZoo } from '../../support/engines/neo4j/zoo.ts'
import { putNeo4jOnPath, startNeo4j, type StartedNeo4j } from '../../support/servers/neo4j.ts'
import { Secret } from '../../../src/core/secret.ts'
import { describeEngine } from './engine-contract.ts'
import type { EngineSource, Mutation } from './engine-fixture.ts'

const ORDERS = 3000

const SEED = [
  `UNWIND range(1, ${ORDERS}) AS i CREATE (:Order {id: i, state: CASE i % 2 WHEN 0 THEN 'new' ELSE 'paid' END, amount: i / 3.0})`,
  'MATCH (o:Order) WHERE o.id % 3 = 0 MATCH (p:Order {id: o.id - 1}) CREATE (o)-[:FOLLOWS {days: o.id}]->(p)',
  'CREATE INDEX order_state FOR (o:Order) ON (o.state)',
  "CREATE (:Customer {id: 1, name: 'Ada'}), (:Customer {id: 2}), (:Bill {customer: 1}), (:Bill {customer: 7}), (:Bill)",
  'MATCH (a:Customer {id: 1}), (b:Customer {id: 2}) CREATE (a)-[:KNOWS]->(b), (a)-[:KNOWS]->(b), (b)-[:KNOWS]->(a)',
]

const MUTATIONS: Readonly<Record<string, string>> = {
  'a value': 'MATCH (o:Order {id: 17}) SET o.amount = o.amount + 0.01',
  'the last digit of a float': 'MATCH (o:Order {id: 18}) SET o.amount = o.amount + 1e-15',
  'an integer made a float': 'MATCH (o:Order {id: 19}) SET o.id = 19.0',
  'a property removed': 'MATCH (o:Order {id: 20}) REMOVE o.state',
  'an empty text made absent': "MATCH (z:Zoo {name: 'empty text'}) REMOVE z.value",
  'a property added to a node without any': 'MATCH (n:Empty) WITH n LIMIT 1 SET n.x = 1',
  'a node removed': 'MATCH (n:Empty) WITH n LIMIT 1 DELETE n',
  'a node without anything added': 'CREATE ()',
  'a label added': 'MATCH (n:Held) WITH n LIMIT 1 SET n:Extra',
  'a label removed': 'MATCH (n:C) WITH n LIMIT 1 REMOVE n:C',
  'a relationship turned round':
    'MATCH (a)-[r:FOLLOWS {days: 30}]->(b) CREATE (b)-[:FOLLOWS {days: 30}]->(a) DELETE r',
  'a relationship moved to a twin':
    'MATCH (a)-[r:TO_TWIN]->(t) MATCH (u:Twin) WHERE u <> t WITH a, r, u LIMIT 1 DELETE r CREATE (a)-[:TO_TWIN]->(u)',
  'a parallel relationship removed': 'MATCH (:End)-[r:PARALLEL]->() WITH r LIMIT 1 DELETE r',
  'a self-loop added': 'MATCH (n:Loop) CREATE (n)-[:SELF]->(n)',
  'a relationship of another type':
    'MATCH (a)-[r:FOLLOWS {days: 60}]->(b) CREATE (a)-[:FOLLOWED {days: 60}]->(b) DELETE r',
  'two nodes that exchange a property':
    'MATCH (a:Order {id: 100}), (b:Order {id: 101}) SET a.state = b.state + "", b.state = "new"',
  'an index dropped': 'DROP INDEX order_state',
  'a constraint dropped': 'DROP CONSTRAINT zoo_step',
}

putNeo4jOnPath()

describeEngine<Neo4jConnection>({ name: 'neo4j', engine, start })

async function start(): Promise<EngineSource<Neo4jConnection>> {
  const server = await startNeo4j()
  {
    await using driver = await server.driver()
    await seedZoo(driver)
  }
  for (const statement of SEED) await server.cypher(statement)
  const connection = connectionTo(server)
  return {
    connection,
    refused: { ...connection, password: new Secret('not-the-password') },
    absent: { ...connection, uri: 'bolt://127.0.0.1:1' },
    secrets: [server.password, 'not-the-password'],
    mutations: Object.entries(MUTATIONS).map(([name, statement]): Mutation<Neo4jConnection> => ({
      name,
      run: async (copy) => {
        await using driver = openDriver(copy)
        const { summary } = await driver.executeQuery(statement)
        const { updates, indexesRemoved, constraintsRemoved } = changesOf(summary.counters)
        if (!updates && indexesRemoved + constraintsRemoved === 0) throw new Error(`nothing changed: ${name}`)
      },
    })),
    write: (signal) => write(server, signal),
    leftovers: async () => {
      const listed = await server.cypher(
        'SHOW TRANSACTIONS YIELD metaData WHERE metaData.lifeboat IS NOT NULL RETURN metaData.lifeboat AS run',
      )
      return listed.map(({ run }) => String(run))
    },
    question: { text: 'MATCH (o:Order) RETURN count(o)', answer: String(ORDERS) },
    keys: {
      question: 'MATCH (o:Order) WHERE o.id < 4 RETURN o.id',
      answer: ['1', '2', '3'],
      many: { question: 'UNWIND range(1, 250000) AS i RETURN i', count: 250_000 },
    },
    rules: {
      counted: [
        [{ kind: 'count', dataset: 'Order' }, ORDERS],
        [{ kind: 'count', dataset: '[:KNOWS]' }, 3],
        [{ kind: 'count', dataset: 'back`tick' }, 2],
        [{ kind: 'count', dataset: '(:\\u0041)' }, 2],
        [{ kind: 'count', dataset: '(:\\\\u0041)' }, 2],
        [{ kind: 'notNull', dataset: '(:Customer)', columns: ['name'] }, 1],
        [{ kind: 'notNull', dataset: '[:SELF]', columns: ['x'] }, 2],
        [{ kind: 'unique', dataset: 'KNOWS', columns: [] }, 1],
        [{ kind: 'unique', dataset: 'Twin', columns: ['x'] }, 1],
        [
          {
            kind: 'references',
            dataset: 'Bill',
            columns: ['customer'],
            to: { dataset: 'Customer', columns: ['id'] },
          },
          1,
        ],
      ],
      unsupported: [],
    },
    writes: [
      'CREATE (n) RETURN 1',
      'MATCH (n) DETACH DELETE n RETURN 1',
      'CREATE INDEX sneaky FOR (o:Order) ON (o.amount)',
      'CALL { CREATE (:Sneaky) } IN TRANSACTIONS RETURN 1',
      'CREATE USER sneaky SET PASSWORD "long-enough"',
    ],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function changesOf(counters: {
  containsUpdates(): boolean
  updates(): { indexesRemoved: number; constraintsRemoved: number }
}) {
  const { indexesRemoved, constraintsRemoved } = counters.updates()
  return { updates: counters.containsUpdates(), indexesRemoved, constraintsRemoved }
}

/** Nodes and relationships are made, changed and removed without a pause, and an index now and then. */
async function write(server: StartedNeo4j, signal: AbortSignal): Promise<void> {
  await using driver = await server.driver()
  for (let round = 0; !signal.aborted; round += 1) {
    await driver.executeQuery(
      'CREATE (o:Order {id: $id})-[:FOLLOWS]->(:Fleeting) WITH o MATCH (p:Order {id: $changed}) SET p.amount = rand()',
      { id: 1_000_000 + round, changed: 1 + (round % 50) },
    )
    await driver.executeQuery('MATCH (f:Fleeting) WITH f LIMIT 1 DETACH DELETE f')
    await sleep(1)
  }
}
