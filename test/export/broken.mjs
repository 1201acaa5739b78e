// node broken.mjs ADDRESS TOKEN FORMAT FILE: begins to read an export, says so, waits for a file to appear, and says how the rest ended.
import { existsSync } from 'node:fs'
import { RecordBatchReader } from 'apache-arrow'

const [address, token, format, file] = process.argv.slice(2)
const say = text => process.stdout.write(text + '\n')
try {
  const response = await fetch(address, { headers: { authorization: 'Bearer ' + token, 'accept-encoding': 'identity' } }) // packed, all of it would fit into the buffers on the way
  const pieces = format === 'arrow' ? await RecordBatchReader.from(response.body) : response.body
  let first = true
  for await (const _ of pieces) {
    if (first) say('reading')
    first = false
    while (!existsSync(file)) await new Promise(resolve => setTimeout(resolve, 10))
  }
  say('whole')
} catch (error) {
  say('noticed: ' + error.message)
}
