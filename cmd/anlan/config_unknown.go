package main

import (
	"fmt"
	"strings"
)

// unknownVariables says of every variable of the environment that begins as a key does and is none what was probably meant.
// Another program may use such a name, so it is no fault.
func unknownVariables(environ []string) (warnings []string) {
	c := defaultConfig()
	all := keys(&c)
	known := make([]string, 0, len(all)+2)
	known = append(known, "ANLAN_CONFIG", tokenVariable)
	for _, k := range all {
		known = append(known, envName(k.path))
	}
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, "ANLAN_") || strings.HasPrefix(name, "ANLAN_TEST_") {
			continue
		}
		near, distance := "", 0
		for _, k := range known {
			if d := editDistance(name, k); near == "" || d < distance {
				near, distance = k, d
			}
		}
		if distance > 0 {
			warnings = append(warnings, fmt.Sprintf("the variable %s is no key of the configuration and is ignored; did you mean %s?", name, near))
		}
	}
	return warnings
}

// editDistance counts the letters to insert, drop or change.
func editDistance(a, b string) int {
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			row[j+1] = 1 + min(last[j], row[j], last[j+1])
			if a[i] == b[j] {
				row[j+1] = last[j]
			}
		}
		last = row
	}
	return last[len(b)]
}
