package crash

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anlan/demo"
	"anlan/test/built"
)

// root is the folder of the module, under which the program finds the engine's library.
const root = "../.."

// program is the built program over one data folder.
type program struct{ path, data string }

func buildProgram(t *testing.T) program {
	t.Helper()
	return program{path: built.Program(t), data: filepath.Join(t.TempDir(), "data")}
}

// load is the command that loads a file of a fact.
func (p program) load(ctx context.Context, fact, file string) *exec.Cmd {
	pipeline := strings.TrimSuffix(demo.FileName(fact), ".csv")
	cmd := exec.CommandContext(ctx, p.path, "etl", "run", pipeline, file, "--data", p.data)
	cmd.Dir = root
	cmd.Env = built.Environment()
	return cmd
}

// run loads a file and reports how long the program lived.
func (p program) run(t *testing.T, fact, file string) time.Duration {
	t.Helper()
	began := time.Now()
	if out, err := p.load(t.Context(), fact, file).CombinedOutput(); err != nil {
		t.Fatalf("load %s: %v\n%s", file, err, out)
	}
	return time.Since(began)
}

// kill begins to load a file and kills the program after a while, unless it is done by then.
func (p program) kill(t *testing.T, fact, file string, after time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), after) // the end of the context is a SIGKILL
	defer cancel()
	if out, err := p.load(ctx, fact, file).CombinedOutput(); err != nil && ctx.Err() == nil {
		t.Fatalf("load %s: %v\n%s", file, err, out)
	}
}
