package conformance

import (
	"context"
	"net/http/httptest"
	"os"
	"testing"

	"anlan/warehouse/chdb"
	"anlan/warehouse/dial"
)

func TestEmbedded(t *testing.T) {
	db, err := dial.Open(context.Background(), dial.Config{Dir: t.TempDir(), Library: os.Getenv("ANLAN_CHDB_LIB"), Connections: 16})
	if err != nil {
		t.Fatal(err)
	}
	Run(t, func(*testing.T) *dial.Conn { return db })
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

func TestEmbeddedOverTCP(t *testing.T) {
	ctx := context.Background()
	engine, err := chdb.Open(ctx, chdb.Config{Dir: t.TempDir(), Library: os.Getenv("ANLAN_CHDB_LIB"), Connections: 16})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(engine)
	for name, arguments := range map[string]string{"plain": "", "blocks in LZ4": "?compress=lz4"} {
		t.Run(name, func(t *testing.T) {
			db, err := dial.Open(ctx, dial.Config{URL: server.URL + "/suite" + arguments})
			if err != nil {
				t.Fatal(err)
			}
			if db.Embedded() {
				t.Error("a connection by URL says that it is embedded")
			}
			Run(t, func(*testing.T) *dial.Conn { return db })
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	server.Close()
	if err := engine.Close(ctx); err != nil {
		t.Error(err)
	}
}

func TestServer(t *testing.T) {
	url := os.Getenv("ANLAN_TEST_CLICKHOUSE_URL")
	if url == "" {
		t.Skip("not run against a ClickHouse server: ANLAN_TEST_CLICKHOUSE_URL is not set")
	}
	db, err := dial.Open(context.Background(), dial.Config{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	Run(t, func(*testing.T) *dial.Conn { return db })
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}
