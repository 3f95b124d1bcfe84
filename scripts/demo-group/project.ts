import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'
import type { Servers } from './servers.ts'

/** The reviewed file: five targets, one group, and what must hold between them. */
function configurationOf({ clickhouse, redis, qdrant, neo4j }: Servers): string {
  return `version: 1
project: shop
stores:
  primary: { type: filesystem, path: store }
defaults:
  objectives: { rpo: 25h, rto: 10m }
targets:
  orders:
    engine: postgres
    connection: { url: { env: ORDERS_URL } }
  events:
    engine: clickhouse
    connection: { host: 127.0.0.1, port: ${clickhouse.port}, database: events, password: { env: EVENTS_PASSWORD } }
  sessions:
    engine: redis
    connection: { host: 127.0.0.1, port: ${redis.port} }
  embeddings:
    engine: qdrant
    connection: { host: 127.0.0.1, port: ${qdrant.port} }
  graph:
    engine: neo4j
    connection: { uri: "bolt://127.0.0.1:${neo4j.port}", password: { env: GRAPH_PASSWORD } }
groups:
  platform:
    targets: [events, sessions, embeddings, graph, orders] # the source of truth last
    rto: 15m
    reconcile:
      - name: every order has its event
        truth: { target: orders, keys: "select id::text from orders where placed_at <= '{earliest}'" }
        derived: { target: events, keys: "SELECT DISTINCT toString(order_id) FROM order_events WHERE kind = 'placed'" }
      - name: every session is of a customer
        truth: { target: orders, keys: "select id::text from customers" }
        derived: { target: sessions, keys: { match: "session:*", strip: "session:" } }
        tolerance: { missing: any } # most customers are not here now
      - name: every product can be found
        truth: { target: orders, keys: "select id::text from products" }
        derived: { target: embeddings, keys: { collection: products } }
      - name: every purchase is in the graph
        truth: { target: orders, keys: "select distinct customer_id || '-' || product_id from orders where placed_at <= '{earliest}'" }
        derived: { target: graph, keys: "MATCH (c:Customer)-[:BOUGHT]->(p:Product) RETURN toString(c.id) + '-' + toString(p.id)" }
evidence:
  key: { env: LIFEBOAT_EVIDENCE_KEY }
`
}

/** What must hold inside each store. */
const PLAN = `version: 1
description: The whole platform, once a month
provider: process
integrity:
  orders:
    - { rule: notNull, dataset: public.customers, columns: [email] }
    - { rule: references, dataset: public.orders, columns: [customer_id], to: { dataset: public.customers, columns: [id] } }
    - { rule: count, dataset: public.orders, expect: { between: [1000, 1000000] } }
    - { rule: schemaEqual }
  events:
    - { rule: unique, dataset: order_events, columns: [order_id, kind] }
  embeddings:
    - { rule: notNull, dataset: products, columns: [name] }
  graph:
    - { rule: unique, dataset: "[:BOUGHT]" }
`

/** Writes the project into a new git repository. */
export async function writeProject(folder: string, servers: Servers): Promise<void> {
  await mkdir(join(folder, 'drills'))
  await writeFile(join(folder, 'lifeboat.yaml'), configurationOf(servers))
  await writeFile(join(folder, 'drills', 'monthly.yaml'), PLAN)
  await writeFile(join(folder, '.gitignore'), 'store/\n')
  await $({ quiet: true, cwd: folder })`git init --quiet`
}
