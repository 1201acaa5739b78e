package demo

import (
	"bytes"
	"os"
	"testing"
)

func TestTheDescriptionOfDataSetsIsCurrent(t *testing.T) {
	committed, err := os.ReadFile("../docs/datasets.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(committed, DataSetsDoc()) {
		t.Error(`docs/datasets.md is not what the descriptions say: run "go generate ./demo"`)
	}
}
