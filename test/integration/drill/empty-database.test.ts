import { expect, test } from 'vitest'
import { runDrill } from '../../../src/drill/drill.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import { drillPlan, drillTarget, openBenchOf } from '../../support/drill-bench.ts'
import { startSource } from '../../support/postgres-source.ts'
import { testImage } from '../../support/servers/image.ts'

const DATABASES = {
  'without anything': ['', { dataset: 'lifeboat_negative_control.added', change: /added one table/ }],
  'without any schema': [
    'drop schema public',
    { dataset: 'lifeboat_negative_control.added', change: /added one table/ },
  ],
  'with a table without rows': [
    'create table orders (id int generated always as identity, note text)',
    { dataset: 'public.orders', change: /added one row/ },
  ],
  'with a table that takes no empty row': [
    'create table orders (id int primary key)',
    { dataset: 'lifeboat_negative_control.added', change: /added one table/ },
  ],
} as const

test.each(Object.entries(DATABASES))(
  'a database %s is provable',
  async (_, [script, { dataset, change }]) => {
    await using source = await startSource({ major: 16 })
    await source.sql('postgres', 'create database shop')
    await source.sql('shop', script)
    const target = drillTarget({ connect: async () => source.connection('shop') }, testImage('postgres-16'))
    await using bench = await openBenchOf(target, engine)
    const record = await runDrill(await bench.job({ plan: drillPlan({ provider: 'process' }) }))
    expect(record).toMatchObject({ outcome: 'succeeded', proven: true })
    expect(record.negativeControl).toMatchObject({ detected: true, dataset })
    expect(record.negativeControl?.change).toMatch(change)
    expect(record.limitations.join('\n')).not.toMatch(/counts are not equal/)
  },
)
