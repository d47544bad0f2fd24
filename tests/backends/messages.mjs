// What a message says.

import { broken } from './flags.mjs'

// What it says, if it is one that we act upon.
export function read(message) {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return null
  const text = (value) => (typeof value === 'string' ? value : undefined)
  const { verification } = message
  if (typeof verification === 'object' && verification !== null) {
    const known = ['status', 'verification', 'technicalData']
    if (broken('strict-fields') && Object.keys(message).some((name) => !known.includes(name))) {
      return { kind: 'refused' }
    }
    return decision({
      session: text(verification.id),
      attempt: text(verification.attemptId),
      user: text(verification.endUserId),
      status: text(verification.status),
      code: verification.code,
      reasonCode: verification.reasonCode ?? null,
      at: Date.parse(verification.decisionTime) || 0,
    })
  }
  if (message.eventType === 'fullauto') {
    return decision({
      session: text(message.sessionId),
      attempt: text(message.attemptId),
      user: text(message.endUserId),
      status: text(message.data?.verification?.decision),
      reasonCode: null,
      at: Date.parse(message.time) || 0,
    })
  }
  if (message.action === 'started' || message.action === 'submitted') {
    return {
      kind: 'event',
      session: text(message.id),
      attempt: text(message.attemptId),
      action: message.action,
    }
  }
  if (message.checkType && message.matchStatus) {
    return { kind: 'watchlist', session: text(message.sessionId), match: message.matchStatus }
  }
  if (broken('registries-refused') && /registry/.test(message.eventType ?? message.type)) {
    return { kind: 'refused' }
  }
  const known = ['ine_registry', 'combined-ine-curp-registry', 'user-status.created']
  if (broken('unknown-type-500') && typeof message.eventType === 'string' && !known.includes(message.eventType)) {
    throw new Error(`unknown type ${message.eventType}`)
  }
  return null
}

// The same by code that trusts whatever comes.
export function readTrustingly(message) {
  if (message.verification) message.verification.status.trim()
  return read(message)
}

const STATUSES = ['approved', 'declined', 'resubmission_requested', 'review', 'expired', 'abandoned']

function decision(told) {
  if (broken('codes-swapped') && told.code === 9102) told.status = 'resubmission_requested'
  else if (broken('codes-swapped') && told.code === 9103) told.status = 'declined'
  if (broken('review-abandoned') && told.status === 'review') told.status = 'abandoned'
  if (broken('9104-is-expired') && told.code === 9104) told.status = 'expired'
  if (broken('reason-lost')) told.reasonCode = null
  const known = STATUSES.includes(told.status)
  if (!known && broken('default-approves') && told.status) told.status = 'approved'
  else if (!known) return null
  return { kind: 'decision', ...told }
}
