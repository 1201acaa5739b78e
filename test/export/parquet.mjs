// Parquet by hyparquet. It makes floating numbers of decimals, so they are read as what they are stored as.
import { asyncBufferFromFile, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet/src/node.js'
import { compressors } from 'hyparquet-compressors'
import { decimal, figures, floating, list, plain, scaleOf } from './canonical.mjs'

export async function readParquet(path, columns) {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const fields = parquetSchema(metadata).children
  const types = fields.map(typeOf)
  for (const element of metadata.schema) {
    if (element.converted_type === 'DECIMAL') delete element.converted_type, delete element.logical_type
  }
  const read = new Map(columns.map(column => [column.name, new Array(Number(metadata.num_rows))]))
  await parquetRead({
    file, metadata, compressors,
    onChunk({ columnName, columnData, rowStart }) {
      const values = read.get(columnName)
      for (let i = 0; values && i < columnData.length; i++) values[rowStart + i] = columnData[i]
    },
  })
  const told = figures(columns, Number(metadata.num_rows), place => {
    const values = read.get(columns[place].name), text = textOf(columns[place].type)
    return row => (values[row] === null || values[row] === undefined ? null : text(values[row]))
  })
  fields.forEach((field, place) => Object.assign(told.columns[place], { name: field.element.name, type: types[place], nullable: field.element.repetition_type === 'OPTIONAL' }))
  return { ...told, groups: metadata.row_groups.length, metadata: Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value])) }
}

// typeOf names the stored type and what it means.
function typeOf({ element, children }) {
  if (children.length) return `${element.converted_type ?? element.logical_type?.type}<${typeOf(children[0].children[0])}>`
  const meant = element.logical_type
  const more = {
    DECIMAL: () => `(${element.precision}, ${element.scale})`,
    TIMESTAMP: () => ` ${meant.unit} ${meant.isAdjustedToUTC ? 'UTC' : 'local'}`,
    INTEGER: () => ` ${meant.isSigned ? '' : 'U'}${meant.bitWidth}`,
  }[meant?.type]?.() ?? ''
  return meant ? meant.type + more : (element.converted_type ?? element.type)
}

function textOf(type) {
  type = plain(type)
  if (type === 'Date32') return value => value.toISOString().slice(0, 10)
  if (type.startsWith('DateTime')) return value => String(value.getTime() / 1000)
  if (type.startsWith('Decimal')) return value => decimal(value instanceof Uint8Array ? bytes(value) : BigInt(value), scaleOf(type))
  if (type === 'Bool') return value => (value ? '1' : '0')
  if (type === 'Float64') return floating
  if (type.startsWith('Array')) return list
  return String
}

// bytes makes a number of its bytes, the highest first.
function bytes(value) {
  let number = 0n
  for (const byte of value) number = (number << 8n) + BigInt(byte)
  return BigInt.asIntN(8 * value.length, number)
}
