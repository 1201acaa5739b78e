package demo

import (
	"strconv"
	"strings"
)

// row puts one record together, field by field, without allocating.
type row struct {
	days *daybook
	text []byte
}

func (r *row) begin(system, id string) {
	r.text = append(r.text[:0], system...)
	r.string(id)
}

// string writes a field that needs no quotes, or several that are joined already.
func (r *row) string(s string) {
	r.text = append(r.text, ',')
	r.text = append(r.text, s...)
}

// quoted writes a field that holds commas, quotes or line ends.
func (r *row) quoted(s string) {
	r.string(`"` + strings.ReplaceAll(s, `"`, `""`) + `"`)
}

func (r *row) number(n int) {
	r.text = append(r.text, ',')
	r.text = strconv.AppendInt(r.text, int64(n), 10)
}

// known writes a number, and nothing when it is negative: not known.
func (r *row) known(n int) {
	if n < 0 {
		r.string("")
		return
	}
	r.number(n)
}

func (r *row) day(d day) { r.string(r.days.string(d)) }

// at writes a moment: minutes after the beginning of 1970 in Beijing.
func (r *row) at(minutes int64) {
	if minutes == 0 {
		r.string("")
		return
	}
	r.day(day(minutes / minutesPerDay))
	m := int(minutes % minutesPerDay)
	r.text = append(r.text, ' ', digit(m/600), digit(m/60), ':', digit(m%60/10), digit(m), ':', '0', '0')
}

const minutesPerDay = 24 * 60

func digit(n int) byte { return '0' + byte(n%10) }

// answer is a boolean that a source may leave out.
type answer int8

const (
	unknown answer = iota
	no
	yes
)

func sayIf(b bool) answer {
	if b {
		return yes
	}
	return no
}

func (r *row) answer(a answer) { r.string([...]string{"", "否", "是"}[a]) }

func (r *row) end() []byte {
	r.text = append(r.text, '\n')
	return r.text
}

// hex writes 16 digits, as keyed hashes of persons look.
func (r *row) hex(h uint64) {
	const digits = "0123456789abcdef"
	r.text = append(r.text, ',')
	for shift := 60; shift >= 0; shift -= 4 {
		r.text = append(r.text, digits[h>>shift&15])
	}
}
