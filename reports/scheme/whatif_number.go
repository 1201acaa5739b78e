package scheme

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/shopspring/decimal"
)

// Number is a number that a scheme names: the marks of a line, a target, a floor, a cost, the edge of a band.
type Number struct {
	// Line is the name of the indicator, group, bonus, deduction, veto or band that it belongs to; empty for the scheme's own.
	Line string
	// Path is where it stands there, as faults of the scheme's file name it: marks, rule.proportional.target,
	// rule.steps[1].at_least. Entries of a list are counted from 0.
	Path  string
	Value decimal.Decimal
}

// Numbers lists every number of the scheme that a what-if may change, in the order of the scheme.
func (s *Scheme) Numbers() []Number {
	var out []Number
	s.eachNumber(func(line, path string, value *decimal.Decimal) {
		out = append(out, Number{Line: line, Path: path, Value: *value})
	})
	return out
}

type visitNumber func(line, path string, value *decimal.Decimal)

// eachNumber visits the numbers by reference.
func (s *Scheme) eachNumber(visit visitNumber) {
	visit("", "full_marks", &s.FullMarks)
	for _, n := range []struct {
		path  string
		value *decimal.Decimal
	}{{"most_marks", s.MostMarks}, {"least_marks", s.LeastMarks}, {"bonuses_most", s.BonusesMost}, {"deductions_most", s.DeductionsMost}} {
		if n.value != nil {
			visit("", n.path, n.value)
		}
	}
	for i := range s.Bands {
		numbersIn(s.Bands[i].Name, "", reflect.ValueOf(&s.Bands[i]), visit)
	}
	eachGroup(s.Groups, func(g *Group) {
		own := *g
		own.Groups, own.Indicators = nil, nil
		numbersIn(g.Name, "", reflect.ValueOf(&own), visit)
		for i := range g.Indicators {
			numbersIn(g.Indicators[i].Name, "", reflect.ValueOf(&g.Indicators[i]), visit)
		}
	})
	for i := range s.Bonuses {
		numbersIn(s.Bonuses[i].Name, "", reflect.ValueOf(&s.Bonuses[i]), visit)
	}
	for i := range s.Deductions {
		numbersIn(s.Deductions[i].Name, "", reflect.ValueOf(&s.Deductions[i]), visit)
	}
	for i := range s.Vetoes {
		numbersIn(s.Vetoes[i].Name, "", reflect.ValueOf(&s.Vetoes[i]), visit)
	}
}

// eachGroup visits groups and the groups inside them.
func eachGroup(groups []Group, visit func(*Group)) {
	for i := range groups {
		visit(&groups[i])
		eachGroup(groups[i].Groups, visit)
	}
}

var decimalType = reflect.TypeFor[decimal.Decimal]()

// numbersIn finds decimals below a pointer by the keys of the file. Pointers lead to the scheme's own numbers.
func numbersIn(line, path string, at reflect.Value, visit visitNumber) {
	switch at.Kind() {
	case reflect.Pointer:
		if at.IsNil() {
			return
		}
		if at.Type().Elem() == decimalType {
			visit(line, path, at.Interface().(*decimal.Decimal))
			return
		}
		numbersIn(line, path, at.Elem(), visit)
	case reflect.Slice:
		for i := range at.Len() {
			numbersIn(line, fmt.Sprintf("%s[%d]", path, i), at.Index(i), visit)
		}
	case reflect.Struct:
		if at.Type() == decimalType {
			numbersIn(line, path, at.Addr(), visit)
			return
		}
		for i := range at.NumField() {
			if key, _, _ := strings.Cut(at.Type().Field(i).Tag.Get("yaml"), ","); key != "" {
				numbersIn(line, strings.TrimPrefix(path+"."+key, "."), at.Field(i), visit)
			}
		}
	}
}
