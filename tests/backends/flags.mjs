// The command line of broken.mjs, and what it breaks.

import { parseArgs } from 'node:util'
import { SWITCHES } from './switches.mjs'

export const { values: flags } = parseArgs({
  options: {
    veriff: { type: 'string', default: 'http://127.0.0.1:8081' },
    port: { type: 'string', default: '3000' },
    break: { type: 'string', multiple: true, default: [] },
    list: { type: 'boolean', default: false },
  },
})
if (flags.list) {
  console.log(JSON.stringify(SWITCHES, null, 2))
  process.exit(0)
}
for (const name of flags.break) {
  if (!SWITCHES.some((one) => one.name === name)) throw new Error(`no such switch: ${name}`)
}
// Whether that is to be done wrongly.
export const broken = (name) => flags.break.includes(name)
