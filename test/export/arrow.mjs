// Arrow streams and files by apache-arrow. It leaves the codecs to whoever uses it, and wants what they give at the beginning of a buffer.
import { readFile } from 'node:fs/promises'
import { CompressionType, RecordBatchReader, Table, Type, compressionRegistry } from 'apache-arrow'
import { decompress as zstd } from 'fzstd'
import lz4 from 'lz4js'
import { decimal, figures, floating, list } from './canonical.mjs'

compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: bytes => lz4.decompress(bytes).slice() })
compressionRegistry.set(CompressionType.ZSTD, { decode: bytes => zstd(bytes).slice() })

export async function readArrow(file, columns) {
  const reader = RecordBatchReader.from(await readFile(file))
  const batches = [...reader]
  const table = new Table(reader.schema, batches)
  const told = figures(columns, table.numRows, place => {
    const vector = table.getChildAt(place)
    const text = textOf(vector.type)
    return row => {
      const value = vector.get(row)
      return value === null ? null : text(value)
    }
  })
  for (const [place, field] of table.schema.fields.entries()) {
    Object.assign(told.columns[place], { type: String(field.type), nullable: field.nullable, metadata: Object.fromEntries(field.metadata) })
    told.columns[place].name = field.name
  }
  return { ...told, batches: batches.length, metadata: Object.fromEntries(table.schema.metadata) }
}

function textOf(type) {
  switch (type.typeId) {
    case Type.Date: return value => new Date(Number(value)).toISOString().slice(0, 10)
    case Type.Timestamp: return value => String(Number(value) / 1000) // whatever its unit, apache-arrow gives milliseconds
    case Type.Bool: return value => (value ? '1' : '0')
    case Type.Decimal: return value => decimal(words(value), type.scale)
    case Type.Float: return floating
    case Type.List: return value => list([...value])
  }
  return String
}

// words makes a number of its 32-bit words, the lowest first.
function words(value) {
  let number = 0n
  for (const word of [...value].reverse()) number = (number << 32n) + BigInt(word >>> 0)
  return BigInt.asIntN(32 * value.length, number)
}
