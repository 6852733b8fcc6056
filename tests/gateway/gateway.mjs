// A wechaty gateway for the tests: the real gRPC server of wechaty-puppet-service over an invented WeChat.
//
// Environment: GATEWAY_PORT (gRPC), GATEWAY_CONTROL (HTTP), GATEWAY_TOKEN. Both ports listen on loopback only.
// The first line on stdout says that it is ready; it ends when its stdin is closed, so it never outlives its test.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { setImmediate as breath, setTimeout as pause } from 'node:timers/promises'
import * as PUPPET from 'wechaty-puppet'
import { PuppetMock, mock } from 'wechaty-puppet-mock'
import { PuppetServer } from 'wechaty-puppet-service'

const HOST = '127.0.0.1'
const BOT = 'wx-bot'
const RESIDENTS = ['wx-1', 'wx-2', 'wx-3', 'wx-4', 'wx-5']
const ROOMS = ['room1@chat', 'room2@chat', 'room3@chat'] // the mock takes an id with "@" for a room
const STILL = { sendFail: 0, sendDelay: 0, sendLate: 0, payloadDelay: 0, deaf: false }

const faults = { ...STILL, payloadFail: new Map() }
const counts = { said: 0, payloads: 0, sends: 0 }
const sent = []
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
    const inRoom = ROOMS.includes(conversationId)
    if (!inRoom && !RESIDENTS.includes(conversationId)) throw new Error('no such conversation')
    const where = inRoom ? { room: conversationId } : { to: conversationId }
    const id = say({ from: this.currentUserId, text, mentions: mentionIdList, ...where })
    sent.push({ id, to: conversationId, text, mentions: mentionIdList })
    await pause(faults.sendLate)
    return id
  }

  async messageRawPayload (id) {
    counts.payloads += 1
    await pause(faults.payloadDelay)
    const left = faults.payloadFail.get(id) ?? 0
    if (left > 0) {
      faults.payloadFail.set(id, left - 1)
      throw new Error('no payload at the moment')
    }
    return super.messageRawPayload(id)
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

function say ({ id = randomUUID(), from = RESIDENTS[0], room, to = BOT, text = '', mentions = [], type = PUPPET.types.Message.Text, at = Date.now(), filename = '', quiet = false }) {
  const where = room ? { roomId: room, mentionIdList: mentions } : { listenerId: to }
  mocker.MessageMock.create({ id, talkerId: from, text, type, timestamp: at, filename, ...where })
  counts.said += 1
  if (!quiet) puppet.emit('message', { messageId: id })
  return id
}

async function flood ({ count, rooms = ROOMS.length, prefix = '#' }) {
  for (let n = 0; n < count; n += 1) {
    say({ from: RESIDENTS[n % RESIDENTS.length], room: ROOMS[n % rooms], text: `${prefix}${n}` })
    if (n % 50 === 49) await breath()
  }
  return { count }
}

function settle () {
  mocker.createContact({ id: BOT, name: '小格', alias: '', friend: true })
  RESIDENTS.forEach((id, n) => mocker.createContact({ id, name: `居民${n + 1}`, alias: '' }))
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
  health: () => ({ loggedIn: puppet.isLoggedIn, counts, memory: process.memoryUsage().rss }),
  sent: () => sent,
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
