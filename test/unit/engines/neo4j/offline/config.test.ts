import { describe, expect, test } from 'vitest'
import { controlSchema } from '../../../../../src/engines/neo4j/offline/config.ts'

const window = '02:00-04:00'
const commands = { stop: ['systemctl', 'stop', 'neo4j'], start: ['systemctl', 'start', 'neo4j'] }

describe('accepted', () => {
  test.each([
    { docker: 'shop-neo4j', window },
    { docker: 'shop-neo4j', window, timeZone: 'Europe/Berlin', startTimeout: '10m', system: true },
    { commands, home: '/var/lib/neo4j', window },
    { commands, home: '/var/lib/neo4j', conf: '/etc/neo4j', window },
  ])('%j', (control) => {
    expect(controlSchema.safeParse(control).success).toBe(true)
  })
})

describe('refused', () => {
  test.each([
    { docker: 'shop-neo4j' },
    { window },
    { docker: 'shop-neo4j', commands, home: '/var/lib/neo4j', window },
    { commands, window },
    { docker: 'shop-neo4j', home: '/var/lib/neo4j', window },
    { docker: 'shop-neo4j', conf: '/etc/neo4j', window },
    { commands: { ...commands, stop: [] }, home: '/var/lib/neo4j', window },
    { commands: { ...commands, stop: 'systemctl stop neo4j' }, home: '/var/lib/neo4j', window },
    { commands, home: 'var/lib/neo4j', window },
    { docker: 'shop-neo4j', window: '2-4' },
    { docker: 'shop-neo4j', window, timeZone: 'Mars/Olympus' },
    { docker: 'shop-neo4j', window, startTimeout: 'soon' },
    { docker: '--help', window },
  ])('%j', (control) => {
    expect(controlSchema.safeParse(control).success).toBe(false)
  })
})
