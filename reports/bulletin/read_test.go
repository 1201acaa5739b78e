package bulletin_test

import (
	"os"
	"testing"

	"anlan/reports/bulletin"
	"anlan/warehouse"
)

func catalogue(t *testing.T) *warehouse.Catalogue {
	t.Helper()
	c, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestX(t *testing.T) {
	text, _ := os.ReadFile("kinds/monthly.yaml")
	_, err := bulletin.ReadKind("monthly.yaml", text, catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
}
