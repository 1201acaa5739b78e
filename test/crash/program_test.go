package crash

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"anlan/demo"
	"anlan/test/built"
)

// root is the folder of the module, under which the program finds the engine's library.
const root = "../.."

// program is the built program over one data folder.
type program struct{ path, data string }

// compiled is the folder of the program, which the tests share; it is built for the first of them.
var compiled struct {
	once   sync.Once
	folder string
}

func TestMain(m *testing.M) {
	code := m.Run()
	if compiled.folder != "" {
		_ = os.RemoveAll(compiled.folder)
	}
	os.Exit(code)
}

func buildProgram(t *testing.T) program {
	t.Helper()
	var err error
	compiled.once.Do(func() {
		once := built.Program(t)
		if compiled.folder, err = os.MkdirTemp("", "anlan-crash"); err == nil {
			err = os.Rename(once, filepath.Join(compiled.folder, "anlan"))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return program{path: filepath.Join(compiled.folder, "anlan"), data: filepath.Join(t.TempDir(), "data")}
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
