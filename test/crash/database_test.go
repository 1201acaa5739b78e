package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"anlan/test/databases"
	"anlan/warehouse"
	"anlan/warehouse/dial"
)

const ledgerPipeline = `pipeline: ledger
fact: hazard
system: office
source: {database: {connection: office, table: ledger, watermark: {column: changed, key: id, lookback: 1m}}}
columns: {id: id, region: region, source: {value: self}, level: level, found_on: found, money_spent: money}
`

// A program that is killed while it reads what changed in a database reads it again the next time: nothing is lost and nothing
// is there twice.
func TestKilledWhileReadingADatabase(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and kills it")
	}
	server := databases.PostgreSQL(t)
	p := buildProgram(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"pipelines/ledger.yaml": ledgerPipeline,
		"connections.yaml":      fmt.Sprintf("connections: {office: {url: %q}}\n", server.URL()),
		"anlan.yaml":            fmt.Sprintf("warehouse: {data: %s}\netl: {pipelines: %s/pipelines, connections: %s/connections.yaml}\n", p.data, dir, dir),
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := pgx.Connect(t.Context(), server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(context.WithoutCancel(t.Context())) //nolint:errcheck // the server goes too
	exec := func(statement string, values ...any) {
		t.Helper()
		if _, err := db.Exec(t.Context(), statement, values...); err != nil {
			t.Fatal(err)
		}
	}
	run := func(ctx context.Context) ([]byte, error) {
		command := p.load(ctx, "hazard", "")
		command.Args = []string{p.path, "--config", filepath.Join(dir, "anlan.yaml"), "etl", "run", "ledger"}
		return command.CombinedOutput()
	}
	exec("CREATE TABLE ledger (id bigint PRIMARY KEY, region text, level text, found date, money numeric(18,2), changed timestamptz NOT NULL)")
	last := 0
	write := func(rows int) {
		t.Helper()
		exec("INSERT INTO ledger SELECT n, '370303', '一般', date '2024-01-01' + CAST(n % 366 AS integer), 1.01, clock_timestamp() FROM generate_series($1::bigint, $2::bigint) AS s(n)", last+1, last+rows)
		exec("UPDATE ledger SET money = money + 0.01, changed = clock_timestamp() WHERE id % 17 = $1", rand.IntN(17))
		last += rows
	}
	write(50_000)
	began := time.Now()
	if out, err := run(t.Context()); err != nil {
		t.Fatalf("load: %v\n%s", err, out)
	}
	lived := time.Since(began)
	killed, runs := 0, 0
	for ; runs < 4 || (killed == 0 && runs < 30); runs++ {
		write(10_000)
		ctx, cancel := context.WithTimeout(t.Context(), rand.N(lived)) // the end of the context is a SIGKILL
		if out, err := run(ctx); err != nil && ctx.Err() == nil {
			t.Fatalf("load: %v\n%s", err, out)
		} else if err != nil {
			killed++
		} else {
			lived = max(lived*2/3, 20*time.Millisecond) // later runs read less than the first
		}
		cancel()
	}
	if out, err := run(t.Context()); err != nil {
		t.Fatalf("load: %v\n%s", err, out)
	}
	if killed == 0 {
		t.Error("no run was killed")
	}
	var theirs string
	if err := db.QueryRow(t.Context(), "SELECT concat(count(*), ' ', sum(money), ' ', sum(id), ' ', count(DISTINCT id)) FROM ledger").Scan(&theirs); err != nil {
		t.Fatal(err)
	}
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: p.data})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close(context.WithoutCancel(t.Context())) //nolint:errcheck // nothing is left to do
	v, err := w.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ours string
	if err := w.Conn().QueryRow(t.Context(), "SELECT concat(toString(count()), ' ', toDecimalString(sum(money_spent), 2), ' ', toString(sum(toUInt64(id))), ' ', toString(uniqExact(id))) FROM hazard WHERE _partition_id IN {parts:Array(String)}",
		dial.Named("parts", append([]string{}, v.Partitions("hazard")...))).Scan(&ours); err != nil {
		t.Fatal(err)
	}
	if ours != theirs {
		t.Errorf("here  %s\nthere %s", ours, theirs)
	}
	t.Logf("%d of %d runs were killed, %s", killed, runs, theirs)
}
