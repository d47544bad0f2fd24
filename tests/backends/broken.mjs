// A small backend for Veriff in plain Node, and switches that each break one thing in it, as seen in
// public integrations. Unbroken it passes `veriff-sandbox check`; each switch is caught by one check.
//
//   node broken.mjs --veriff http://127.0.0.1:8081 --port 3000 [--break NAME]
//   node broken.mjs --list        the switches as JSON: name, what it breaks, the check that finds it
//
// It keeps everything in memory and takes its keys from the environment: see `integrations` below.

import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { broken, flags } from './flags.mjs'
import { read, readTrustingly } from './messages.mjs'
import { fits, isGenuine } from './signature.mjs'

// The first integration creates sessions.
const integrations = JSON.parse(
  process.env.VERIFF_INTEGRATIONS ??
    JSON.stringify([
      {
        apiKey: process.env.VERIFF_API_KEY ?? '00000000-0000-4000-8000-00000000d0e5',
        secrets: (process.env.VERIFF_SECRETS ?? '00000000-0000-4000-8000-5ec2e7000001').split(','),
      },
    ]),
)

const SEVEN_DAYS = 7 * 24 * 3600 * 1000
const LARGEST_BODY = 1024 * 1024

const users = new Map() // id → { sessions: [session ids], credits }
const sessions = new Map() // Veriff's session id → session
let clockOffset = 0
const now = () => Date.now() + clockOffset

// ---------------------------------------------------------------------------------------------
// Webhooks

async function takeWebhook(request) {
  const raw = await readBody(request)
  if (raw === null) return { status: broken('huge-body-500') ? 500 : 413 }
  if (raw.length === 0 && broken('empty-body-500')) throw new Error('no body')
  const integration = integrationOf(request.headers)
  if (!integration) return { status: 401 }
  if (!isGenuine(request.headers, raw, integration)) return { status: 401 }
  if (raw.length === 0) return { status: 400 }

  let message
  try {
    message = JSON.parse(raw.toString('utf8'))
  } catch (error) {
    if (broken('invalid-json-500')) throw error
    if (broken('invalid-json-dies')) process.exit(1)
    return { status: 400 }
  }
  const told = broken('types-assumed') ? readTrustingly(message) : read(message)
  if (!told) return { status: 200 }
  if (told.kind === 'refused') return { status: 400 }
  if (told.kind === 'watchlist' && broken('slow-watchlist')) await sleep(5200)

  const act = () => apply(told, integration)
  if (told.kind === 'decision' && broken('200-before-write')) setTimeout(act, 250)
  else act()
  return { status: broken('answers-202') ? 202 : 200 }
}

function integrationOf(headers) {
  const key = headers['x-auth-client'] ?? headers['vrf-auth-client']
  const found = integrations.find((one) => one.apiKey === key)
  return found ?? (broken('api-key-ignored') ? integrations[0] : undefined)
}

// ---------------------------------------------------------------------------------------------
// Sessions

function apply(told, integration) {
  let session = sessions.get(told.session)
  if (!session && broken('unknown-session-trusted') && users.has(told.user)) {
    session = newSession(told.session, told.user, integration)
    users.get(told.user).sessions.push(told.session)
  }
  // A session that we did not create is nobody's; one of another integration is not this one's.
  if (!session) return
  if (session.integration !== integration && !broken('integrations-mixed')) return
  if (told.kind === 'watchlist') {
    if (broken('watchlist-revokes') && told.match === 'possible_match') session.forced = { status: 'review' }
    return
  }
  const attempt = session.attempts.get(told.attempt) ?? {}
  session.attempts.set(told.attempt, attempt)
  if (told.kind === 'event') {
    attempt[told.action] = true
    if (broken('last-event-wins')) session.forced = { status: told.action }
    return
  }
  session.forced = broken('last-decision-wins') ? told : undefined
  if (told.status === 'resubmission_requested') session.tries += 1
  if (!attempt.decision || told.at >= attempt.decision.at) attempt.decision = told
  if (told.status === 'approved' && (!session.rewarded || broken('rewarded-twice'))) {
    session.rewarded = true
    users.get(session.user).credits += 10
  }
}

// Where a session is, whatever the order in which its messages came.
function standing(session) {
  if (session.forced) return session.forced
  const decisions = [...session.attempts.values()].flatMap((one) => one.decision ?? [])
  const final = decisions.filter((one) => ['approved', 'declined'].includes(one.status))
  if (final.length > 0) return final.reduce((last, one) => (one.at > last.at ? one : last))
  const closed = decisions.find((one) => ['expired', 'abandoned'].includes(one.status))
  if (closed) return closed
  if (broken('repeats-counted') && session.tries > 10) return { status: 'declined' }
  const distinct = decisions.filter((one) => one.status === 'resubmission_requested').length
  if (broken('own-limit') && distinct > 3) return { status: 'declined' }
  const last = [...session.attempts.values()].at(-1)
  if (last?.decision) return last.decision
  return { status: last?.submitted ? 'submitted' : last?.started ? 'started' : 'created' }
}

function newSession(id, user, integration, url) {
  const session = { id, user, integration, url, createdAt: now(), attempts: new Map(), tries: 0 }
  sessions.set(id, session)
  return session
}

// Finds or creates the person's one current session.
async function createSession(request) {
  const order = JSON.parse((await readBody(request)).toString('utf8'))
  const user = users.get(order.userId) ?? { sessions: [], credits: 0 }
  users.set(order.userId, user)
  const last = sessions.get(user.sessions.at(-1))
  if (last) {
    const { status } = standing(last)
    const dead = now() - last.createdAt > SEVEN_DAYS && !broken('age-ignored')
    const link = { sessionId: last.id, url: last.url, status }
    if (['created', 'started'].includes(status) && !dead && !broken('always-new')) return ok(link)
    if (status === 'resubmission_requested' && !dead && !broken('new-session-on-retry')) return ok(link)
    if (['expired', 'abandoned'].includes(status) && broken('dead-link')) return ok(link)
    if (status === 'declined' && broken('link-after-limit')) return ok(link)
    if (['submitted', 'review', 'approved', 'declined'].includes(status)) {
      return ok({ sessionId: last.id, status })
    }
  }
  const name = (text) => (broken('names-mangled') ? text.normalize('NFD').replace(/[^ -~]/g, '?') : text)
  let vendorData = order.vendorData
  if (broken('vendor-data-lost')) vendorData = undefined
  if (broken('name-in-vendor-data')) vendorData = `${order.firstName}.${order.lastName}@example.com`
  const body = JSON.stringify({
    verification: {
      endUserId: broken('end-user-id-lost') ? undefined : order.userId,
      vendorData,
      person: { firstName: name(order.firstName), lastName: name(order.lastName) },
      callback: `http://${request.headers.host}/verified?user=${encodeURIComponent(order.userId)}`,
    },
  })
  const answer = await fetch(`${flags.veriff}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-auth-client': integrations[0].apiKey },
    body,
  })
  if (answer.status !== 201) return { status: 502, body: { error: `Veriff answered ${answer.status}` } }
  const { verification } = await answer.json()
  const session = newSession(verification.id, order.userId, integrations[0], verification.url)
  user.sessions.push(session.id)
  const url = broken('url-guessed') ? `${flags.veriff}/v/${session.id}` : session.url
  return ok({ sessionId: session.id, url, status: 'created' })
}

// The backend's own words for Veriff's statuses.
const WORDS = {
  created: 'new',
  started: 'in_progress',
  submitted: 'pending',
  review: 'in_review',
  approved: 'verified',
  declined: 'rejected',
  resubmission_requested: 'retry',
  expired: 'lapsed',
  abandoned: 'given_up',
}

function readUser(id) {
  const user = users.get(id)
  const session = sessions.get(user?.sessions.at(-1))
  if (!session) return { status: 404, body: { error: 'no such user' } }
  const { status, reasonCode = null } = standing(session)
  const granting = broken('submitted-grants') ? ['approved', 'submitted'] : ['approved']
  return ok({
    status: WORDS[status],
    access: granting.includes(status) || session.letIn === true,
    reasonCode,
    credits: user.credits,
  })
}

function comeBack(id) {
  const session = sessions.get(users.get(id)?.sessions.at(-1))
  if (session && broken('callback-grants')) session.letIn = true
  return ok({ message: 'Thank you. We let you know as soon as there is a decision.' })
}

// Asks Veriff for decisions whose webhook never came.
async function askVeriff() {
  if (broken('never-asks')) return ok({ asked: 0 })
  const [integration] = integrations
  const sign = (text) => createHmac('sha256', integration.secrets[0]).update(text).digest()
  const open = [...sessions.values()].filter(
    (one) => one.integration === integration && ['submitted', 'created'].includes(standing(one).status),
  )
  for (const session of open) {
    for (const path of ['decision', 'decision/fullauto?version=1.0.0']) {
      const answer = await fetch(`${flags.veriff}/v1/sessions/${session.id}/${path}`, {
        headers: {
          'x-auth-client': integration.apiKey,
          'x-hmac-signature': sign(session.id).toString('hex'),
        },
      })
      const raw = Buffer.from(await answer.arrayBuffer())
      const genuine = fits(answer.headers.get('x-hmac-signature') ?? '', sign(raw)) || broken('answers-believed')
      if (answer.status !== 200 || !genuine) continue
      const told = read(JSON.parse(raw.toString('utf8')))
      if (told?.kind === 'decision') apply(told, integration)
    }
  }
  return ok({ asked: open.length })
}

// ---------------------------------------------------------------------------------------------
// HTTP

async function route(request) {
  const url = new URL(request.url, 'http://127.0.0.1')
  const [, first, id, last] = url.pathname.split('/')
  switch (`${request.method} ${first}`) {
    case 'POST webhooks':
      return takeWebhook(request)
    case 'POST verification':
      return createSession(request)
    case 'GET users':
      return last === 'verification' ? readUser(decodeURIComponent(id)) : { status: 404 }
    case 'GET verified':
      return comeBack(url.searchParams.get('user'))
    case 'POST test':
      if (id === 'reconcile') return askVeriff()
      clockOffset += JSON.parse((await readBody(request)).toString('utf8')).seconds * 1000
      return ok({ now: new Date(now()).toISOString() })
    default:
      return { status: 404 }
  }
}

// The whole body, or null if it is larger than anything Veriff sends.
async function readBody(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= LARGEST_BODY) chunks.push(chunk)
  }
  return size > LARGEST_BODY ? null : Buffer.concat(chunks)
}

const ok = (body) => ({ status: 200, body })
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

const server = createServer(async (request, response) => {
  let answer
  try {
    answer = await route(request)
  } catch {
    answer = { status: 500 }
  }
  const body = answer.body === undefined ? '' : JSON.stringify(answer.body)
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body)
})
server.listen(Number(flags.port), '127.0.0.1', () => {
  console.log(JSON.stringify({ port: server.address().port }))
})
