package database

import (
	"bytes"
	"strings"
	"time"
)

// Numbers of the types that every PostgreSQL has.
const (
	oidBool        = 16
	oidBytea       = 17
	oidChar        = 18
	oidName        = 19
	oidInt8        = 20
	oidInt2        = 21
	oidInt4        = 23
	oidText        = 25
	oidOID         = 26
	oidMoney       = 790
	oidBPChar      = 1042
	oidVarchar     = 1043
	oidDate        = 1082
	oidTimestamp   = 1114
	oidTimestamptz = 1184
)

// postgresType fills in what follows from the type. kind is its category and, for lists, the type of the elements.
func postgresType(c *column, oid uint32, kind string, zone *time.Location) {
	switch oid {
	case oidInt2, oidInt4, oidInt8:
		c.family = integer
	case oidText, oidVarchar, oidBPChar, oidName, oidChar:
		c.family = word
	case oidDate:
		c.family = date
	case oidTimestamp:
		c.family = wall
	case oidTimestamptz:
		c.family = instant
	case oidBytea:
		c.binary = true
	default:
	}
	if element, ok := strings.CutPrefix(kind, "A"); ok {
		inner := postgresText(element, zone)
		c.text = func(dst, value []byte) []byte { return appendList(dst, value, inner) }
		return
	}
	c.text = postgresText(decimal(oid), zone)
}

// postgresText is how a value of the type becomes text; nil when it is.
func postgresText(oid string, zone *time.Location) func(dst, value []byte) []byte {
	switch oid {
	case decimal(oidBool):
		return func(dst, value []byte) []byte {
			if bytes.Equal(value, []byte("t")) {
				return append(dst, "true"...)
			}
			return append(dst, "false"...)
		}
	case decimal(oidBytea):
		return func(dst, value []byte) []byte { return append(dst, bytes.TrimPrefix(value, []byte(`\x`))...) }
	case decimal(oidMoney): // $1,234.50, by the language of the server
		return func(dst, value []byte) []byte {
			for _, b := range value {
				if b >= '0' && b <= '9' || b == '.' || b == '-' {
					dst = append(dst, b)
				}
			}
			return dst
		}
	case decimal(oidTimestamptz):
		return func(dst, value []byte) []byte {
			dst = append(dst, value...)
			if bytes.HasSuffix(value, []byte("+08")) {
				dst = append(dst, ":00"...)
			}
			return dst
		}
	case decimal(oidTimestamp):
		if zone != nil {
			return func(dst, value []byte) []byte { return appendInZone(dst, value, zone) }
		}
	}
	return nil
}

// appendList turns {a,"b c",NULL} into a;b c, also when lists stand in it.
func appendList(dst, value []byte, element func(dst, value []byte) []byte) []byte {
	if i := bytes.IndexByte(value, '='); i > 0 && value[0] == '[' { // [0:2]={a,b,c} counts from 0
		value = value[i+1:]
	}
	first := true
	var item []byte
	for len(value) > 0 {
		if value[0] == '{' || value[0] == '}' || value[0] == ',' {
			value = value[1:]
			continue
		}
		quoted := value[0] == '"'
		item, value = cutItem(item[:0], value)
		if !quoted && string(item) == "NULL" {
			continue
		}
		if !first {
			dst = append(dst, ';')
		}
		first = false
		if element != nil {
			dst = element(dst, item)
		} else {
			dst = append(dst, item...)
		}
	}
	return dst
}

// cutItem takes the first item of a list off and writes it behind dst without its quotes.
func cutItem(dst, list []byte) (item, rest []byte) {
	if list[0] != '"' {
		end := bytes.IndexAny(list, ",}")
		if end < 0 {
			end = len(list)
		}
		return append(dst, list[:end]...), list[end:]
	}
	for i := 1; i < len(list); i++ {
		switch list[i] {
		case '"':
			return dst, list[i+1:]
		case '\\':
			i++
		}
		if i < len(list) {
			dst = append(dst, list[i])
		}
	}
	return dst, nil
}
