// node readers.mjs TASKS: reads every file of a list by every reader of its format, and writes what each says.
import './decoder.mjs'
import { readFileSync } from 'node:fs'
import { readArrow } from './arrow.mjs'
import { readParquet } from './parquet.mjs'
import { readDuckParquet, readDuckText } from './duckdb.mjs'

const readers = {
  arrow: { 'apache-arrow': readArrow },
  arrow_file: { 'apache-arrow': readArrow },
  parquet: { hyparquet: readParquet, DuckDB: readDuckParquet },
  csv: { DuckDB: readDuckText },
  jsonl: { DuckDB: readDuckText },
}

for (const task of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  if (task.charset === 'gb18030') continue // DuckDB needs an extension for that
  // hyparquet takes no LZ4 block of nothing, which a page of NULLs is; DuckDB and arrow-go do.
  const { hyparquet, ...others } = readers[task.format] ?? {}
  for (const [reader, read] of Object.entries(task.options.includes('lz4') || !hyparquet ? others : { hyparquet, ...others })) {
    let said
    const began = performance.now()
    try {
      said = await read(task.file, task.columns, task.format)
    } catch (error) {
      said = { error: String(error.stack ?? error) }
    }
    process.stdout.write(JSON.stringify({ file: task.file, reader, seconds: (performance.now() - began) / 1000, ...said }) + '\n')
  }
}
