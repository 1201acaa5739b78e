package database

import (
	"bytes"
	"database/sql/driver"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

func newMySQLRows(prepared driver.Stmt, result driver.Rows, zone *time.Location) *mysqlRows {
	names := result.Columns()
	r := &mysqlRows{prepared: prepared, result: result, columns: make([]column, len(names)), values: make([]driver.Value, len(names)),
		texts: make([][]byte, len(names)), scratch: make([][]byte, len(names))}
	for i, name := range names {
		c := column{name: name, nullable: true}
		if types, ok := result.(driver.RowsColumnTypeDatabaseTypeName); ok {
			c.typ = strings.ToLower(types.ColumnTypeDatabaseTypeName(i))
		}
		if nullable, ok := result.(driver.RowsColumnTypeNullable); ok {
			c.nullable, _ = nullable.ColumnTypeNullable(i)
		}
		mysqlType(&c, zone)
		if exact, ok := result.(driver.RowsColumnTypePrecisionScale); ok && c.typ == "decimal" {
			precision, scale, _ := exact.ColumnTypePrecisionScale(i)
			c.typ = fmt.Sprintf("decimal(%d,%d)", precision, scale)
		}
		r.columns[i] = c
	}
	return r
}

// mysqlType fills in what follows from the type's name.
func mysqlType(c *column, zone *time.Location) {
	switch base := strings.TrimPrefix(c.typ, "unsigned "); base {
	case "tinyint", "smallint", "mediumint", "int", "bigint":
		c.family = integer
	case "char", "varchar", "text", "tinytext", "mediumtext", "longtext":
		c.family = word
	case "date":
		c.family, c.text = date, orNothing(nil)
	case "datetime":
		c.family = wall
		if zone == nil {
			c.text = orNothing(withoutZeros)
		} else {
			c.text = orNothing(func(dst, value []byte) []byte { return appendInZone(dst, withoutZeros(nil, value), zone) })
		}
	case "timestamp":
		c.family = instant
		c.text = orNothing(func(dst, value []byte) []byte { return append(withoutZeros(dst, value), "+08:00"...) })
	case "year":
		c.text = func(dst, value []byte) []byte {
			if string(value) == "0" {
				return nil
			}
			return append(dst, value...)
		}
	case "bit":
		c.text = appendBits
	case "binary", "varbinary", "blob", "tinyblob", "mediumblob", "longblob", "geometry", "vector":
		c.binary = true
		c.text = hex.AppendEncode
	}
}

// orNothing makes nothing of a zero date, which stands for an unknown one.
func orNothing(text func(dst, value []byte) []byte) func(dst, value []byte) []byte {
	return func(dst, value []byte) []byte {
		if bytes.HasPrefix(value, []byte("0000-00-00")) {
			return nil
		}
		if text == nil {
			return append(dst, value...)
		}
		return text(dst, value)
	}
}

// withoutZeros writes a time without the zeros of a fraction that is none: DATETIME(6) always has six digits.
func withoutZeros(dst, value []byte) []byte {
	if bytes.IndexByte(value, '.') > 0 {
		value = bytes.TrimRight(bytes.TrimRight(value, "0"), ".")
	}
	return append(dst, value...)
}

// appendBits writes up to 64 bits as a number: BIT(1) is 0 or 1.
func appendBits(dst, value []byte) []byte {
	var n uint64
	for _, b := range value {
		n = n<<8 | uint64(b)
	}
	return fmt.Appendf(dst, "%d", n)
}
