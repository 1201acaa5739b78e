package warehouse

import "strings"

// calendars say for functions that move a day at which number it lies in their unit; ? is the day. Numbers of the calendar, 1900 to 2299, lie from first to last.
var calendars = map[string]struct{ number, first, last string }{
	"addDays":      {"toInt32(toDate32(?))", "-25567", "120529"},
	"subtractDays": {"toInt32(toDate32(?))", "-25567", "120529"},
	"addMonths":    {"(toYear(?) * 12 + toMonth(?) - 1)", "22800", "27599"},
	"addYears":     {"toYear(?)", "1900", "2299"},
}

// moved writes a day or a moment that is moved by a number of units. Beyond its calendar the engine counts on in wrong days: that is an error.
func moved(function string, p, n dataPiece) dataPiece {
	c := calendars[function]
	sign := "+"
	if function == "subtractDays" {
		sign = "-"
	}
	beyond := strings.ReplaceAll(c.number, "?", p.sql) + " " + sign + " toInt128(" + n.sql + ") NOT BETWEEN " + c.first + " AND " + c.last
	return dataPiece{sql: function + "(" + p.sql + ", " + n.sql + " + throwIf(ifNull(" + beyond + ", 0), 'calendar'))", t: p.t}
}
