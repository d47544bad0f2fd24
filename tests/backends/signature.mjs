// Whether a message is Veriff's.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { broken } from './flags.mjs'

export function isGenuine(headers, raw, integration) {
  let given = headers['x-hmac-signature'] ?? headers['vrf-hmac-signature']
  if (broken('other-header-read')) given = headers['x-signature']
  if (broken('twins-only')) given = headers['vrf-hmac-signature']
  if (given === undefined && broken('missing-signature-skipped')) return true
  if (given === undefined && broken('legacy-hash-accepted')) {
    const hash = createHash('sha256').update(raw).update(integration.secrets[0]).digest('hex')
    return headers['x-signature'] === hash
  }
  if (!given) return false
  if (broken('signature-not-compared')) return /^[0-9a-f]{64}$/i.test(given)

  let signed = raw
  if (broken('rewritten-json')) {
    try {
      signed = JSON.stringify(JSON.parse(raw.toString('utf8')))
    } catch {
      // Not JSON: as it came.
    }
  }
  if (broken('rewritten-as-python')) signed = jsonDumps(JSON.parse(raw.toString('utf8')))
  if (broken('trimmed-body')) signed = raw.toString('utf8').trim()
  const keys = broken('first-secret-only') ? integration.secrets.slice(0, 1) : [...integration.secrets]
  if (broken('api-key-signs')) keys.push(integration.apiKey)
  // All are tried, whichever fits.
  return keys.filter((key) => fits(given, createHmac('sha256', key).update(signed).digest())).length > 0
}

// As Python's json.dumps writes it.
function jsonDumps(value) {
  if (Array.isArray(value)) return `[${value.map(jsonDumps).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${jsonDumps(one)}`)
    return `{${members.join(', ')}}`
  }
  const escape = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replace(/[^ -~]/g, escape)
}

// Whether a signature in hex is the one expected.
export function fits(given, expected) {
  const hex = expected.toString('hex')
  if (broken('lower-case-only')) return given === hex
  if (broken('prefix-suffices')) return hex.startsWith(given.toLowerCase())
  if (broken('odd-length-500')) return timingSafeEqual(Buffer.from(given.toLowerCase()), Buffer.from(hex))
  return /^[0-9a-f]{64}$/i.test(given) && timingSafeEqual(Buffer.from(given, 'hex'), expected)
}
