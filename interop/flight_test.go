package interop

import (
	"testing"

	"github.com/apache/arrow-adbc/go/adbc"
	"github.com/apache/arrow-adbc/go/adbc/driver/flightsql"
	"github.com/apache/arrow-go/v18/arrow/memory"
)

// flight says where Flight SQL is answered.
type flight struct {
	Address string `json:"address"`
	Token   string `json:"token"`
}

func TestDriver(t *testing.T) {
	f := handedOver(t).Flight
	db, err := flightsql.NewDriver(memory.DefaultAllocator).NewDatabase(map[string]string{adbc.OptionKeyURI: f.Address})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
}
