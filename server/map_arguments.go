package server

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"anlan/safety"
	"anlan/warehouse"
)

// arguments are what an address asks for; the first faults are remembered, and names that nobody asked about are one.
type arguments struct {
	values url.Values
	today  safety.Date
	strict bool // an empty text is a fault, as what a program's variable without a value makes of an address
	known  []string
	faults []string
}

func (a *arguments) text(name string) string { return a.bounded(name, 2000) }

// bounded is a text of so many bytes at most.
func (a *arguments) bounded(name string, most int) string {
	a.known = append(a.known, name)
	if len(a.values[name]) > 1 {
		a.faults = append(a.faults, name+" is given twice")
	}
	text := strings.TrimSpace(a.values.Get(name))
	if a.strict && text == "" && a.values.Has(name) {
		a.faults = append(a.faults, name+" is empty: leave it out, or say which")
	}
	if len(text) > most {
		a.faults = append(a.faults, name+" is longer than "+strconv.Itoa(most)+" bytes")
		return ""
	}
	return text
}

func parsed[T any](a *arguments, name string, parse func(string) (T, error)) (value T) {
	text := a.text(name)
	if text == "" {
		return value
	}
	value, err := parse(text)
	if err != nil {
		a.faults = append(a.faults, name+": "+err.Error())
	}
	return value
}

func (a *arguments) region() safety.RegionCode {
	return parsed(a, "region", safety.ParseRegionCode)
}

func (a *arguments) level() safety.RegionLevel {
	return parsed(a, "level", safety.ParseRegionLevel)
}

func (a *arguments) date(name string) safety.Date { return parsed(a, name, safety.ParseDate) }

func (a *arguments) version() uint64 {
	return parsed(a, "version", func(s string) (uint64, error) {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			err = errors.New("expected a whole number from 0")
		}
		if a.strict && n == 0 {
			err = errors.New("the first is 1; leave it out for the newest")
		}
		return n, err
	})
}

func (a *arguments) tree() warehouse.Tree {
	return parsed(a, "tree", func(s string) (warehouse.Tree, error) {
		if t := warehouse.Tree(strings.ToLower(s)); t == warehouse.Statutory || t == warehouse.Managing {
			return t, nil
		}
		return "", errors.New("expected statutory or managing")
	})
}

func (a *arguments) period(otherwise safety.Period) safety.Period {
	if p := parsed(a, "period", safety.ParsePeriod); !p.IsZero() {
		return p
	}
	return otherwise
}

func (a *arguments) number(name string, otherwise int) int {
	text := a.text(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		a.faults = append(a.faults, name+": expected a whole number")
	}
	return n
}

func (a *arguments) list(name string) []string {
	return strings.FieldsFunc(a.text(name), func(r rune) bool { return r == ',' || r == ' ' })
}

func (a *arguments) fault() error {
	for name := range a.values {
		if !slices.Contains(a.known, name) && name != "hash" {
			a.faults = append(a.faults, "there is no argument "+strconv.Quote(name)+"; expected "+strings.Join(a.known, ", "))
		}
	}
	if len(a.faults) == 0 {
		return nil
	}
	slices.Sort(a.faults)
	return warehouse.Fault(warehouse.BadRequest, "%s", strings.Join(a.faults, "; "))
}
