package etl

import (
	"fmt"
	"strconv"
	"strings"

	"anlan/warehouse"
)

// Codes of what can be wrong with a column of a row.
const (
	BadValue       = "bad_value"
	MissingValue   = "missing_value"
	UnknownCode    = "unknown_code"
	UnknownRegion  = "unknown_region"
	OutOfRange     = "out_of_range"
	BadCreditCode  = "bad_credit_code"
	NoPartner      = "no_partner"
	DuplicateKey   = "duplicate_key"
	unknownPrefix  = "unknown_"
	quotedValueLen = 80
)

// judge adds the ways in which column i of the pipeline can be wrong.
func (b *plan) judge(i int) {
	m := b.pipeline.Columns[i]
	col := m.Column
	t, v := "t_"+col.Name, "v_"+col.Name
	label := b.label(m)
	add := func(code, condition string, message ...string) {
		b.faults = append(b.faults, fault{code: code, condition: condition, message: "concat(" + strings.Join(append([]string{label}, message...), ", ") + ")"})
	}
	value := "' “', substringUTF8(assumeNotNull(" + t + "), 1, " + strconv.Itoa(quotedValueLen) + "), '”'"
	if col.Required {
		add(MissingValue, "isNull("+t+")", "' is required and is empty'")
	}
	switch {
	case col.Lookup == "region":
		several := b.regionAt(col, "ambiguous")
		add(UnknownRegion, "isNotNull("+t+") AND "+v+" = '' AND "+several+" = 0", value, "' '", b.regionAt(col, "reasons"))
		add(AmbiguousRegion, "isNotNull("+t+") AND "+v+" = '' AND "+several+" = 1", value, "' '", b.regionAt(col, "reasons"))
	case col.Lookup != "" && m.Unknown == KeepUnknown: // '', the unknown one
	case col.Lookup != "":
		add(unknownPrefix+col.Lookup, "isNotNull("+t+") AND "+v+" = ''", value, b.text(" is no "+col.Lookup+"; expected "+few(b.dims.words[col.Lookup].entries())))
	case kindOfType(col.Type) == listKind && col.Vocabulary != "":
		add(UnknownCode, "has("+v+", '')", value, b.text(" holds a word that is not known; expected words among "+words(col.Vocabulary)))
	case col.Vocabulary != "":
		add(UnknownCode, "isNotNull("+t+") AND "+v+" = ''", value, b.text(" is not known; expected one of "+words(col.Vocabulary)))
	case kindOfType(col.Type) == textKind || kindOfType(col.Type) == listKind:
	default:
		add(BadValue, "isNotNull("+t+") AND isNull("+v+")", value, b.text(" is "+expectation(m)))
	}
	if kindOfType(col.Type) == dateKind {
		first, last := daysOf(col.Type)
		add(OutOfRange, "ifNull("+v+" < toDate32('"+first+"') OR "+v+" > toDate32('"+last+"'), false)", value, "' lies outside of the days that can be kept, "+first+" to "+last+"'")
	}
	if col.Name == b.pipeline.Fact.Date {
		tomorrow := b.args.add(b.today.AddDays(1).String(), "Date32")
		add(OutOfRange, "ifNull("+v+" > "+tomorrow+", false)", value, b.text(" lies in the future (after "+b.today.AddDays(1).String()+")"))
	}
	if col.Min != nil {
		add(OutOfRange, "ifNull("+v+" < "+number(*col.Min)+", false)", value, "' is less than "+number(*col.Min)+"'")
	}
	if col.Max != nil {
		add(OutOfRange, "ifNull("+v+" > "+number(*col.Max)+", false)", value, "' is more than "+number(*col.Max)+"'")
	}
	if unknown := b.unknownEnterprise(m); unknown != "" && m.Unknown == RejectUnknown {
		add(UnknownEnterprise, unknown, value, "' is the number of no enterprise that was loaded'")
	}
	if m.CreditCode {
		add(BadCreditCode, creditCodeFault(t), value, "' is no unified social credit code: 18 characters, the last one a check digit (GB 32100-2015)'")
	}
}

// daysOf is the first and the last day that the engine's type holds.
func daysOf(typ string) (first, last string) {
	if innerType(typ) == "Date32" {
		return "1900-01-01", "2299-12-31"
	}
	return "1970-01-01", "2149-06-06"
}

// label names a column as the messages do: the fact's name, its Chinese title, and the source's column where that differs.
func (b *plan) label(m Mapping) string {
	label := m.Column.Name + " (" + m.Column.Title.ZH + ")"
	if m.From != "" && m.From != m.Column.Title.ZH && m.From != m.Column.Name {
		label = fmt.Sprintf("%s (%s), column %q", m.Column.Name, m.Column.Title.ZH, m.From)
	}
	return b.text(label + ":")
}

func expectation(m Mapping) string {
	col := m.Column
	switch {
	case m.Format != "":
		return "no date or time in the form " + m.Format
	case m.Unit != "":
		return "no quantity in " + m.Unit + " that fits; expected digits, as 1200.5 or 1,200.5, alone or with one of " + strings.Join(unitsOf(col), ", ") + " behind them"
	}
	switch kindOfType(col.Type) {
	case boolKind:
		return "neither yes nor no; expected 是 or 否, true or false, 1 or 0, Y or N"
	case integerKind:
		return "no whole number that fits; expected digits only, as 12"
	case decimalKind, floatKind:
		return "no number that fits; expected digits, as 1200.50"
	case dateKind:
		const forms = "no date; expected a day that exists, as 2023-07-05, 2023/7/5, 2023.7.5, 2023年7月5日 or 20230705"
		if innerType(col.Type) == "Date32" {
			return forms + ", from 1900-01-01 on" // the engine reads none before
		}
		return forms
	case timeKind:
		return "no time; expected as 2023-07-05 08:30:00"
	default:
		return "no " + col.Type
	}
}

// words lists a vocabulary for a message.
func words(vocabulary string) string {
	v, _ := warehouse.VocabularyNamed(vocabulary)
	out := make([]string, 0, len(v.Terms))
	for _, t := range v.Terms {
		out = append(out, t.ZH+" ("+t.Code+")")
	}
	return few(out)
}

func few(list []string) string {
	const most = 12
	if len(list) > most {
		return strings.Join(list[:most], ", ") + fmt.Sprintf(" … (%d in all)", len(list))
	}
	if len(list) == 0 {
		return "one that was loaded; none is"
	}
	return strings.Join(list, ", ")
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// noPartner is the fault of a row whose header is not among the joined records.
func (b *plan) noPartner(i int, j Join) fault {
	parts := make([]string, 0, 3*len(j.On))
	for _, on := range j.On {
		parts = append(parts, b.text(on.Ours+" “"), "ifNull(j"+strconv.Itoa(i+1)+"_"+strconv.Itoa(len(parts)/3+1)+", '')", "'” '")
	}
	return fault{code: NoPartner, condition: "NOT f" + strconv.Itoa(i+1),
		message: "concat(" + strings.Join(parts, ", ") + ", " + b.text("is not among the records of "+strings.Join(b.inputs[i+1].files, ", ")) + ")"}
}
