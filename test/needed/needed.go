// Package needed says what becomes of tests that need a tool which is not there.
package needed

import "os"

// TB is what it needs of a test.
type TB interface {
	Helper()
	Fatal(args ...any)
	Skip(args ...any)
}

// Missing skips a test where a developer lacks a tool, and fails it under make test, which installs or names every tool
// (ANLAN_TEST_REQUIRE_ALL).
func Missing(tb TB, what string) {
	tb.Helper()
	if os.Getenv("ANLAN_TEST_REQUIRE_ALL") != "" {
		tb.Fatal(what)
	}
	tb.Skip(what)
}
