import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

const PAUSE_MS = 5

/** Builds the shop: its schema and some ninety thousand rows. */
export async function fillShop(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(await readFile(new URL('shop.sql', import.meta.url), 'utf8'))
  } finally {
    await client.end()
  }
}

/** Somebody who keeps the shop busy. */
export interface Writer extends AsyncDisposable {
  /** Transactions committed so far. Throws what has stopped it. */
  readonly committed: () => number
}

/** Orders, pays, ships and restocks until it is disposed; each order and its payment are one transaction. */
export async function startWriter(url: string): Promise<Writer> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const stop = new AbortController()
  let committed = 0
  let failure: Error | undefined
  const writing = (async () => {
    while (!stop.signal.aborted) {
      for (const statement of TRANSACTION) await client.query(statement)
      committed += 1
      await sleep(PAUSE_MS)
    }
  })().catch((error: Error) => {
    failure = error
  })
  return {
    committed: () => {
      if (failure !== undefined) throw failure
      return committed
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await writing
      await client.end().catch(() => undefined)
    },
  }
}

const TRANSACTION = [
  'begin',
  `with placed as (
     insert into orders (customer_id, total) select id, 59.98 from customers offset floor(random() * 5000) limit 1
     returning id, total),
   lines as (
     insert into order_items (order_id, line, sku, quantity, price)
     select id, line, 'sku-' || line, 1, 29.99 from placed, generate_series(1, 2) line)
   insert into payments (order_id, amount, rate) select id, total, random() from placed`,
  "update orders set state = 'shipped' where id = (select max(id) - 50 from orders) and state = 'placed'",
  "update products set stock = stock - 1 where sku = 'sku-' || 1 + floor(random() * 500)::int",
  'update customers set preferences = preferences || \'{"visited": true}\' where id = 1 + floor(random() * 5000)::int',
  'commit',
]
