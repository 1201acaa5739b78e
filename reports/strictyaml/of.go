package strictyaml

import (
	"fmt"
	"reflect"
	"strings"
)

// Of is a document of a struct that did not come from a file as it is, such as a copy with changed numbers, so that the
// checks of its file can be made again. Every field that is not empty is a key that it has; there are no lines.
func Of(name string, value any) *Document {
	d := &Document{file: name, lines: map[string]int{}}
	d.found("", reflect.ValueOf(value))
	return d
}

// found marks a value's keys, and those inside it.
func (d *Document) found(path string, at reflect.Value) {
	d.lines[path] = 0
	switch at.Kind() {
	case reflect.Pointer:
		if !at.IsNil() {
			d.found(path, at.Elem())
		}
	case reflect.Slice:
		for i := range at.Len() {
			d.found(fmt.Sprintf("%s[%d]", path, i), at.Index(i))
		}
	case reflect.Struct:
		for i := range at.NumField() {
			field := at.Type().Field(i)
			key, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
			// A required number may be zero; all other empty fields were left out.
			if key == "" || !field.IsExported() || at.Field(i).IsZero() && options != "required" {
				continue
			}
			d.found(strings.TrimPrefix(path+"."+key, "."), at.Field(i))
		}
	}
}
