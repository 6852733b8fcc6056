// A wechaty gateway for the tests: the real gRPC server of wechaty-puppet-service over an invented WeChat.
//
// Environment: GATEWAY_PORT (gRPC), GATEWAY_CONTROL (HTTP), GATEWAY_TOKEN. Both ports listen on loopback only.
// Optional: GATEWAY_ROOMS (how many rooms, else 3), GATEWAY_KEEP (how many messages are kept, else all) and
// GATEWAY_JOURNAL (a file that gets a line for each message said, handed out, sent and answered; it outlives a kill).
// The first line on stdout says that it is ready; it ends when its stdin is closed, so it never outlives its test.
import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { setImmediate as breath, setTimeout as pause } from 'node:timers/promises'
import { FileBox } from 'file-box'
import * as PUPPET from 'wechaty-puppet'
import { PuppetMock, mock } from 'wechaty-puppet-mock'
import { PuppetServer } from 'wechaty-puppet-service'

const HOST = '127.0.0.1'
const BOT = 'wx-bot'
const RESIDENTS = ['wx-1', 'wx-2', 'wx-3', 'wx-4', 'wx-5']
const STAFF = ['wx-staff-1', 'wx-staff-2', 'wx-staff-3'] // they are in no room
const PEOPLE = [...RESIDENTS, ...STAFF]
const ROOMS = Array.from({ length: Number(process.env.GATEWAY_ROOMS ?? 3) }, (_, n) => `room${n + 1}@chat`) // the mock takes an id with "@" for a room
const KEEP = Number(process.env.GATEWAY_KEEP ?? Infinity)
const JOURNAL = process.env.GATEWAY_JOURNAL
const STILL = { sendFail: 0, sendDelay: 0, sendLate: 0, payloadDelay: 0, deaf: false }

const faults = { ...STILL, payloadFail: new Map() }
const counts = { said: 0, payloads: 0, sends: 0 }
const sent = []
const reports = [] // what a flood was told to say as reports: {id, room, at}
const kept = [] // ids of messages, the oldest first; filled only when not all are kept
const files = new Map() // id of a message -> its file, in base64
const roomNames = new Map() // "room contact" -> the name that the contact bears in that room

class Puppet extends PuppetMock {
  // The stock mock gives no message id back and loses the mentions.
  async messageSendText (conversationId, text, mentionIdList = []) {
    counts.sends += 1
    const asked = scene
    await pause(faults.sendDelay)
    if (asked !== scene) throw new Error('asked in an earlier scene')
    if (faults.sendFail > 0) {
      faults.sendFail -= 1
      throw new Error('sent too often')
    }
    const at = clock()
    const inRoom = ROOMS.includes(conversationId)
    if (!inRoom && !PEOPLE.includes(conversationId)) throw new Error('no such conversation')
    const where = inRoom ? { room: conversationId } : { to: conversationId }
    const id = say({ from: this.currentUserId, text, mentions: mentionIdList, ...where })
    sent.push({ id, to: conversationId, text, mentions: mentionIdList, at })
    note({ what: 'sent', id, to: conversationId, text })
    await pause(faults.sendLate)
    note({ what: 'answered', id })
    return id
  }

  async messageSendFile (conversationId, fileBox) {
    counts.sends += 1
    if (!ROOMS.includes(conversationId) && !PEOPLE.includes(conversationId)) throw new Error('no such conversation')
    const bytes = await fileBox.toBuffer()
    const id = say({ from: this.currentUserId, type: PUPPET.types.Message.Image, filename: fileBox.name, room: ROOMS.includes(conversationId) ? conversationId : undefined, to: conversationId })
    sent.push({ id, to: conversationId, file: fileBox.name, bytes: bytes.toString('base64'), at: clock() })
    return id
  }

  async messageFile (id) {
    if (!files.has(id)) throw new Error('no such file')
    return FileBox.fromBase64(files.get(id), 'picture.jpg')
  }

  async messageRawPayload (id) {
    counts.payloads += 1
    await pause(faults.payloadDelay)
    const left = faults.payloadFail.get(id) ?? 0
    if (left > 0) {
      faults.payloadFail.set(id, left - 1)
      throw new Error('no payload at the moment')
    }
    const payload = await super.messageRawPayload(id)
    note({ what: 'given', id })
    return payload
  }

  async roomMemberRawPayload (roomId, contactId) {
    const payload = await super.roomMemberRawPayload(roomId, contactId)
    return { ...payload, roomAlias: roomNames.get(`${roomId} ${contactId}`) ?? '' }
  }

  ding (data) { // the stock mock answers after a second
    if (!faults.deaf) setImmediate(() => this.emit('dong', { data: data ?? '' }))
  }
}

const mocker = new mock.Mocker()
const puppet = new Puppet({ mocker })
puppet.setMaxListeners(0)
puppet.on('error', () => {})
let started = false
let scene = 0 // counts the resets

function clock () { // milliseconds since 1970, with their fractions
  return performance.timeOrigin + performance.now()
}

function note (line) {
  if (JOURNAL) appendFileSync(JOURNAL, `${JSON.stringify({ at: clock(), ...line })}\n`)
}

function heard () { // whether a client listens at this moment
  return puppet.isLoggedIn && puppet.listenerCount('message') > 0
}

function forget (id) { // the mock keeps every message, and so does the puppet above it
  if (kept.push(id) > KEEP) mocker.cacheMessagePayload.delete(kept.shift())
}

function say ({ id = randomUUID(), from = RESIDENTS[0], room, to = BOT, text = '', mentions = [], type = PUPPET.types.Message.Text, at = Date.now(), filename = '', file, quiet = false }) {
  const where = room ? { roomId: room, mentionIdList: mentions } : { listenerId: to }
  mocker.MessageMock.create({ id, talkerId: from, text, type, timestamp: at, filename, ...where })
  if (file) files.set(id, file)
  counts.said += 1
  if (KEEP !== Infinity) forget(id)
  if (from !== BOT) note({ what: 'said', id, room, from, text, heard: heard() })
  if (!quiet) puppet.emit('message', { messageId: id })
  return id
}

// A burst of `count` lines round the rooms, every 50 with a breath for the gateway itself. The lines are numbers, or
// `texts` in turn; instead of the last of every share of lines one of `reported` ({room, text}) is said, and timed.
async function flood ({ count, rooms = ROOMS.length, prefix = '#', texts = [], reported = [] }) {
  const every = Math.floor(count / reported.length)
  const started = clock()
  for (let n = 0; n < count; n += 1) {
    const from = RESIDENTS[n % RESIDENTS.length]
    const report = n % every === every - 1 ? reported[(n - every + 1) / every] : undefined
    if (report) reports.push({ room: report.room, at: clock(), id: say({ from, ...report }) })
    else say({ from, room: ROOMS[n % rooms], text: texts.length ? texts[n % texts.length] : `${prefix}${n}` })
    if (n % 50 === 49) await breath()
  }
  return { count, started, ended: clock() }
}

// Each report of the floods with the first text that the bot sent into its room afterwards, null while there is none.
function replies () {
  return reports.map(({ id, room, at }) => {
    const reply = sent.find(text => text.to === room && text.at >= at)
    return { id, room, at, replied: reply ? reply.at : null }
  })
}

function settle () {
  mocker.createContact({ id: BOT, name: '小格', alias: '', friend: true })
  RESIDENTS.forEach((id, n) => mocker.createContact({ id, name: `居民${n + 1}`, alias: '' }))
  STAFF.forEach((id, n) => mocker.createContact({ id, name: `工作人员${n + 1}`, alias: '', friend: true }))
  ROOMS.forEach((id, n) => mocker.createRoom({ id, topic: `便民${n + 1}群`, ownerId: BOT, adminIdList: [], memberIdList: [BOT, ...RESIDENTS] }))
  roomNames.set(`${ROOMS[0]} wx-2`, '3栋2单元李姐')
}

function login () {
  if (!puppet.isLoggedIn) puppet.login(BOT)
  puppet.emit('ready', { data: 'ready' })
}

function rename ({ id, room, name }) {
  if (room) roomNames.set(`${room} ${id}`, name)
  else mocker.ContactMock.load(id).payload.name = name
  const kind = room ? PUPPET.types.Payload.RoomMember : PUPPET.types.Payload.Contact
  return puppet.dirtyPayload(kind, room ?? id)
}

function setFaults ({ payloadFail = {}, ...rest }) {
  Object.assign(faults, rest)
  for (const [id, times] of Object.entries(payloadFail)) faults.payloadFail.set(id, times)
}

async function reset () {
  scene += 1
  Object.assign(faults, STILL)
  faults.payloadFail.clear()
  sent.length = 0
  reports.length = 0
  for (const name of Object.keys(counts)) counts[name] = 0
  await rename({ id: BOT, name: '小格' })
  if (started && !puppet.isLoggedIn) login()
}

settle()
mocker.use(() => { // called at the first Start, and at the next one after a Stop
  started = true
  login()
  return () => {}
})

const server = new PuppetServer({
  endpoint: `${HOST}:${process.env.GATEWAY_PORT}`,
  token: process.env.GATEWAY_TOKEN,
  puppet,
  tls: { disable: true },
})

const control = {
  health: () => ({ loggedIn: puppet.isLoggedIn, heard: heard(), counts, memory: process.memoryUsage().rss }),
  sent: () => sent.map(({ at, ...text }) => text),
  replies,
  say: body => ({ id: say(body) }),
  again: ({ id }) => { puppet.emit('message', { messageId: id }) },
  emit: ({ event, payload }) => { puppet.emit(event, payload) },
  faults: setFaults,
  flood,
  rename,
  reset,
  login,
  logout: () => puppet.logout('asked to'),
}

async function answer (request, response) {
  let body = ''
  for await (const part of request) body += part
  try {
    const act = control[request.url.slice(1)]
    const result = await act(body ? JSON.parse(body) : {})
    response.end(JSON.stringify(result ?? {}))
  } catch (error) {
    response.statusCode = 500
    response.end(JSON.stringify({ error: String(error) }))
  }
}

process.stdin.on('end', () => process.exit(0)).resume()
await server.start()
createServer(answer).listen(Number(process.env.GATEWAY_CONTROL), HOST, () => process.stdout.write('ready\n'))
