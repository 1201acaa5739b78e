package export

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"anlan/state"
)

type entries []state.Audit

func (e *entries) AppendAudit(_ context.Context, a state.Audit) error { *e = append(*e, a); return nil }

// The audit is kept for years, so whoever asks long questions does not fill it: they are cut, and a fingerprint tells two of the same beginning apart.
func TestTheAuditIsNotFilledByLongQuestions(t *testing.T) {
	var book entries
	take := func(where string, columns ...string) (said string) {
		t.Helper()
		taking, err := Take(t.Context(), &book, time.Now, Taken{
			ID: "ex_1", Who: "市分析员", Set: "hazard", Format: "csv", Version: 7, Columns: columns, Filter: ManifestFilter{Where: where, Order: columns, Scope: []string{"370300"}},
		})
		if err != nil || taking.End(t.Context(), 3, 40, true) != nil {
			t.Fatal(err)
		}
		return book[len(book)-2].Detail
	}
	if got, want := take("level = '重大'", "id"), `{"export":"ex_1","format":"csv","version":7,"columns":["id"],"filter":{"where":"level = '重大'","order":["id"],"scope":["370300"]}}`; got != want {
		t.Errorf("a short question: %s", got)
	}
	if got, want := book[1].Detail, `{"export":"ex_1","rows":3,"bytes":40}`; got != want || book[1].Action != "export whole" {
		t.Errorf("its end: %+v", book[1])
	}
	columns := make([]string, 1500)
	for i := range columns {
		columns[i] = "direct_loss" // 11 signs: 181 of them are 1,991, one more is above 2,000
	}
	long := "id <> '" + strings.Repeat("矿", 60_000) + "'"
	one, other := take(long, columns...), take(long+" AND true", columns...)
	if len(one) > 8_000 || !strings.Contains(one, `"direct_loss","… 1319 more"]`) || !strings.Contains(one, strings.Repeat("矿", 293)+"…") {
		t.Errorf("%d bytes: %s", len(one), one)
	}
	var a, b takenDetail
	if json.Unmarshal([]byte(one), &a) != nil || json.Unmarshal([]byte(other), &b) != nil || len(a.SHA256) != 64 || a.SHA256 == b.SHA256 || a.Filter.Where != b.Filter.Where {
		t.Errorf("the fingerprints are %q and %q", a.SHA256, b.SHA256)
	}
}
