import type { Transaction } from './database.ts'

/** By the server's clock. */
export async function serverTime(transaction: Transaction): Promise<Date> {
  const [row] = await transaction.rows('RETURN datetime.realtime().epochMillis')
  return new Date(Number(row?.[0]))
}
