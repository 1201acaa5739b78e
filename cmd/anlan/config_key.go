package main

import (
	"fmt"
	"reflect"
	"strings"

	"anlan/reports/strictyaml"
)

// key is one thing that can be set.
type key struct {
	path   string // warehouse.url
	value  reflect.Value
	doc    string
	secret string // "true": an address with a password, or a key; "address": one whose path and query are secret too
}

// keys lists all keys of a configuration in the order of its structs.
func keys(c *config) []key {
	var list []key
	sections := reflect.ValueOf(c).Elem()
	for i := range sections.NumField() {
		section := sections.Type().Field(i).Tag.Get("yaml")
		for j := range sections.Field(i).NumField() {
			field := sections.Field(i).Type().Field(j)
			list = append(list, key{
				path: section + "." + field.Tag.Get("yaml"), value: sections.Field(i).Field(j),
				doc: field.Tag.Get("doc"), secret: field.Tag.Get("secret"),
			})
		}
	}
	return list
}

// text gives the value as it would be written in the file.
func (k key) text() string {
	if s, ok := reflect.TypeAssert[fmt.Stringer](k.value); ok {
		return s.String()
	}
	return fmt.Sprint(k.value.Interface())
}

// envName gives the name of a key in the environment: ANLAN_WAREHOUSE_URL.
func envName(path string) string {
	return "ANLAN_" + strings.ToUpper(strings.ReplaceAll(path, ".", "_"))
}

// readEnvironment overrides keys by the environment and gives every fault. A variable that is set but empty empties
// the key.
func readEnvironment(c *config, environ []string) []error {
	var faults []error
	for _, k := range keys(c) {
		name := envName(k.path)
		for _, pair := range environ {
			text, ok := strings.CutPrefix(pair, name+"=")
			if !ok {
				continue
			}
			if err := strictyaml.SetScalar(k.value, text); err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", name, err))
			}
		}
	}
	return faults
}

func isSet(environ []string, name string) bool {
	for _, pair := range environ {
		if strings.HasPrefix(pair, name+"=") {
			return true
		}
	}
	return false
}

func lookup(environ []string, name string) string {
	for _, pair := range environ {
		if value, ok := strings.CutPrefix(pair, name+"="); ok {
			return value
		}
	}
	return ""
}
