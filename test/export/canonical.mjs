// What every reader says of a table, so that it can be compared with SQL in the engine: rows, and of each column the NULLs, the sum where
// it has one, and the sum of the CRC-32 of every value's canonical text; and one figure of whole rows, so that no value changed places.
//
//   NULL 'n', otherwise 'v' and: a text itself; a day 2026-05-01; a moment its seconds since 1970; true 1, false 0; a decimal with all its digits
//   behind the point; a number in digits; a floating one its 64 bits; a list each element's bytes, ':' and the element.
import { crc32 } from 'node:zlib'

// plain is the type without what says that there may be none.
export const plain = type => type.match(/^Nullable\((.*)\)$/)?.[1] ?? type

// scaleOf is the digits behind the point of a decimal.
export const scaleOf = type => Number(plain(type).match(/^Decimal\(\d+, (\d+)\)$/)?.[1] ?? NaN)

// decimal writes an unscaled number with its point.
export function decimal(unscaled, scale) {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0')
  return (unscaled < 0n ? '-' : '') + digits.slice(0, digits.length - scale) + (scale ? '.' + digits.slice(-scale) : '')
}

// fixed gives a number's text all its digits behind the point.
export function fixed(text, scale) {
  const [whole, fraction = ''] = text.split('.')
  if (!/^-?\d+$/.test(whole) || !/^\d*$/.test(fraction) || fraction.length > scale) return 'not a decimal: ' + text
  return (/^-0+$/.test(whole) && /^0*$/.test(fraction) ? '0' : whole) + (scale ? '.' + fraction.padEnd(scale, '0') : '')
}

const bits = new DataView(new ArrayBuffer(8))

export function floating(number) {
  bits.setFloat64(0, number)
  return bits.getBigUint64(0).toString()
}

export const list = elements => elements.map(e => Buffer.byteLength(e) + ':' + e).join('')

// fromText gives the canonical text of a value as CSV and JSON lines write it.
export function fromText(type) {
  type = plain(type)
  if (type.startsWith('DateTime')) return moment
  if (type.startsWith('Decimal')) return text => fixed(text, scaleOf(type))
  if (type === 'Bool') return text => ({ true: '1', false: '0' })[text] ?? 'not a boolean: ' + text
  if (type === 'Float64') return text => floating(Number(text))
  if (type.startsWith('Array')) return text => list(JSON.parse(text))
  return text => text
}

// moment reads RFC 3339 as files write it, in Beijing's time, which was an hour ahead in the summers of 1986 to 1991.
export function moment(text) {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[89]:00$/.test(text) ? String(Date.parse(text) / 1000) : 'not a moment in Beijing: ' + text
}

// figures computes what is said of a table. read gives for a column's place the function that gives a row's canonical text, or null.
export function figures(columns, rows, read) {
  const whole = new Uint32Array(rows).fill(17)
  const told = columns.map((column, place) => {
    const value = read(place)
    const type = plain(column.type)
    const summed = /^(Decimal|U?Int)/.test(type)
    let nulls = 0, checksum = 0, sum = 0n
    for (let row = 0; row < rows; row++) {
      const text = value(row)
      if (text === null) nulls++
      else if (summed) sum += /^-?\d+(\.\d+)?$/.test(text) ? BigInt(text.replace('.', '')) : 0n
      const code = crc32(text === null ? 'n' : 'v' + text)
      checksum += code
      whole[row] = Math.imul(whole[row], 31) + code
    }
    return { name: column.name, nulls, checksum: String(checksum), sum: summed ? decimal(sum, scaleOf(type) || 0) : '' }
  })
  let together = 0
  for (const code of whole) together += code
  return { rows, columns: told, together: String(together) }
}
