// npm run lock: writes package-lock.json anew, with names, versions and hashes but without any address.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const LOCK = 'package-lock.json'
const FLAGS = ['--package-lock-only', '--ignore-scripts', '--omit-lockfile-registry-resolved', '--no-audit', '--no-fund']

execFileSync('npm', ['install', ...FLAGS], { stdio: 'inherit' })
const lock = JSON.parse(readFileSync(LOCK, 'utf8'))
for (const entry of Object.values(lock.packages)) delete entry.funding
writeFileSync(LOCK, JSON.stringify(lock, null, 2) + '\n')
if (readFileSync(LOCK, 'utf8').includes('://')) throw new Error(`${LOCK} still holds an address`)
