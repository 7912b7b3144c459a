// A Bluesky personal data server with its own directory of identities, for the tests.
// The directory lives in memory and the data in PDS_TEST_DIR: throw both away together.
// Prints one JSON line when it answers; stops on SIGTERM.
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)
const { PlcServer, Database } = require('@did-plc/server')
const { PDS, envToCfg, envToSecrets } = await import('@atproto/pds')

function needed(name) {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}

const directory = path.resolve(needed('PDS_TEST_DIR'))
const pdsPort = Number(needed('PDS_TEST_PORT'))
const plcPort = Number(needed('PDS_TEST_PLC_PORT'))
const blobs = path.join(directory, 'blobs')
const temporary = path.join(directory, 'blobs-tmp')
for (const folder of [blobs, temporary]) mkdirSync(folder, { recursive: true })

const plc = PlcServer.create({ db: Database.mock(), port: plcPort })
await plc.start()

const environment = {
  devMode: true,
  hostname: 'localhost',
  port: pdsPort,
  dataDirectory: directory,
  blobstoreDiskLocation: blobs,
  blobstoreDiskTmpLocation: temporary,
  didPlcUrl: `http://localhost:${plcPort}`,
  serviceHandleDomains: ['.test'],
  inviteRequired: false,
  adminPassword: needed('PDS_TEST_ADMIN_PASSWORD'),
  jwtSecret: randomBytes(16).toString('hex'),
  plcRotationKeyK256PrivateKeyHex: randomBytes(32).toString('hex'),
  // No application view and no moderation service: nothing is asked of the outside.
  bskyAppViewUrl: 'http://localhost:1',
  bskyAppViewDid: 'did:example:invalid',
  modServiceUrl: 'https://moderation.invalid',
  modServiceDid: 'did:example:invalid',
  disableSsrfProtection: true,
  crawlers: [],
  rateLimitsEnabled: process.env.PDS_TEST_RATE_LIMITS === '1',
}
const pds = await PDS.create(envToCfg(environment), envToSecrets(environment))
await pds.start()
console.log(JSON.stringify({ ready: true, pds: pdsPort, plc: plcPort }))

let stopping = false
async function stop() {
  if (stopping) return
  stopping = true
  await pds.destroy()
  await plc.destroy()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
