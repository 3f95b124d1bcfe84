import { createClient } from '@redis/client'
import { Client } from 'pg'
import type { Servers } from './servers.ts'

const CUSTOMERS = 2000
const PRODUCTS = 200
const ORDERS = 5000
const SESSIONS = 300
const DIMENSIONS = 16

/** Fills the five stores of one shop so that they fit together: the orders are the source of truth. */
export async function fillShop(servers: Servers): Promise<void> {
  await fillOrders(servers)
  await fillEvents(servers)
  await fillSessions(servers)
  await fillEmbeddings(servers)
  await fillGraph(servers)
}

async function fillOrders({ postgres }: Servers): Promise<void> {
  await onPostgres(postgres.url, 'create database shop')
  await onPostgres(
    postgres.urlOf('shop'),
    `create table customers (id int primary key, email text not null);
     create table products (id int primary key, name text not null, price numeric(10, 2) not null);
     create table orders (id int primary key, customer_id int not null references customers,
       product_id int not null references products, placed_at timestamptz not null);
     insert into customers select n, 'customer' || n || '@example.org' from generate_series(1, ${CUSTOMERS}) n;
     insert into products select n, 'product ' || n, n * 1.5 from generate_series(1, ${PRODUCTS}) n;
     insert into orders select n, 1 + n * 7 % ${CUSTOMERS}, 1 + n * 13 % ${PRODUCTS}, now() - n * interval '5 minutes'
       from generate_series(1, ${ORDERS}) n;`,
  )
}

async function onPostgres(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function fillEvents({ clickhouse }: Servers): Promise<void> {
  await clickhouse.sql('CREATE DATABASE events')
  await clickhouse.sql(
    `CREATE TABLE events.order_events (order_id UInt32, kind LowCardinality(String), at DateTime64(3, 'UTC'))
     ENGINE = MergeTree ORDER BY (order_id, at)`,
  )
  await clickhouse.sql(
    `INSERT INTO events.order_events
     SELECT 1 + number % ${ORDERS}, if(number < ${ORDERS}, 'placed', 'paid'), now64(3) - INTERVAL (1 + number % ${ORDERS}) * 5 MINUTE
     FROM numbers(${2 * ORDERS})`,
  )
}

async function fillSessions({ redis }: Servers): Promise<void> {
  const client = await createClient({ url: redis.url }).connect()
  for (let customer = 1; customer <= SESSIONS; customer += 1) {
    await client.hSet(`session:${customer}`, { cart: String(customer % 5), page: '/checkout' })
  }
  await client.close()
}

async function fillEmbeddings({ qdrant }: Servers): Promise<void> {
  await onQdrant(qdrant, '', { vectors: { size: DIMENSIONS, distance: 'Cosine' } })
  const points = Array.from({ length: PRODUCTS }, (_, index) => ({
    id: index + 1,
    vector: Array.from({ length: DIMENSIONS }, (_value, axis) => Math.sin((index + 1) * (axis + 1))),
    payload: { name: `product ${index + 1}` },
  }))
  await onQdrant(qdrant, '/points?wait=true', { points })
}

async function onQdrant({ host, port }: Servers['qdrant'], path: string, body: object): Promise<void> {
  const method = path.includes('/delete') ? 'POST' : 'PUT'
  const answer = await fetch(`http://${host}:${port}/collections/products${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`qdrant answered ${answer.status}: ${await answer.text()}`)
}

async function fillGraph({ neo4j }: Servers): Promise<void> {
  await neo4j.cypher(`UNWIND range(1, ${CUSTOMERS}) AS id CREATE (:Customer {id: id})`)
  await neo4j.cypher(`UNWIND range(1, ${PRODUCTS}) AS id CREATE (:Product {id: id})`)
  await neo4j.cypher('CREATE INDEX customer_id FOR (c:Customer) ON (c.id)')
  await neo4j.cypher('CREATE INDEX product_id FOR (p:Product) ON (p.id)')
  await neo4j.cypher('CALL db.awaitIndexes(60)')
  await neo4j.cypher(
    `UNWIND range(1, ${ORDERS}) AS n
     MATCH (c:Customer {id: 1 + n * 7 % ${CUSTOMERS}}), (p:Product {id: 1 + n * 13 % ${PRODUCTS}})
     MERGE (c)-[:BOUGHT]->(p)`,
  )
}

/** Takes one product out of the search and makes one session of nobody: no store is broken, and they do not fit together any more. */
export async function looseEnds({ qdrant, redis }: Servers): Promise<void> {
  await onQdrant(qdrant, '/points/delete?wait=true', { points: [17] })
  const client = await createClient({ url: redis.url }).connect()
  await client.hSet('session:99999', { cart: '1', page: '/checkout' })
  await client.close()
}
