package warehouse

import (
	"io"
	"testing"
)

func exported(t *testing.T, w *Warehouse, scope Scope, format string, q DataQuery) string {
	t.Helper()
	r, err := w.OpenData(t.Context(), scope, q)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	body, err := r.Encode(t.Context(), format, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAFactLeavesRowByRow(t *testing.T) {
	w := openTest(t)
	load(t, w, "hazard", smallHazards)
	t.Log(exported(t, w, Everything(), "CSVWithNames", DataQuery{Set: "hazard"}))
	t.Log(exported(t, w, Everything(), "JSONEachRow", DataQuery{Set: "hazard", Region: "370321"}))
}
