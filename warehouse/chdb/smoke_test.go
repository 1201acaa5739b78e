package chdb_test

import (
	"context"
	"fmt"
	"testing"

	"anlan/warehouse/dial"
)

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	c, err := dial.Open(ctx, dial.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var n uint64
	var s string
	if err := c.QueryRow(ctx, "SELECT count(), currentDatabase() FROM numbers(3000000)").Scan(&n, &s); err != nil {
		t.Fatal(err)
	}
	fmt.Println(n, s)
	if err := c.Exec(ctx, "CREATE TABLE t (a UInt32, b String) ENGINE=MergeTree ORDER BY a"); err != nil {
		t.Fatal(err)
	}
	b, err := c.PrepareBatch(ctx, "INSERT INTO t")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 1000 {
		b.Append(uint32(i), "安全")
	}
	if err := b.Send(); err != nil {
		t.Fatal(err)
	}
	rows, err := c.Query(ctx, "SELECT a, b FROM t ORDER BY a LIMIT 3")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var a uint32
		rows.Scan(&a, &s)
		fmt.Println(a, s)
	}
	fmt.Println(rows.Close())
	err = c.Exec(ctx, "SELECT * FROM nosuch")
	code, ok := dial.Code(err)
	fmt.Println(err, code, ok)
}
