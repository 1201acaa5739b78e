package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"anlan": main})
}

// Each file of testdata/script is a story of commands, their exit status and what they print.
func TestCommands(t *testing.T) {
	library, err := filepath.Abs("../../node_modules/@chdb/lib-linux-x64-gnu/libchdb.so")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(library); err != nil {
		if os.Getenv("ANLAN_TEST_REQUIRE_ALL") != "" {
			t.Fatal(err)
		}
		library = ""
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("ANLAN_CHDB_LIB", library)
			return nil
		},
		Condition: func(name string) (bool, error) {
			return name == "engine" && library != "", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": requireStatus, "await": awaitFile},
	})
}
