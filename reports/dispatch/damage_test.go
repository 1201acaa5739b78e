package dispatch

import (
	"database/sql"
	"strings"
	"testing"

	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/warehouse"
)

// Whoever takes the locks away and changes something is found out: it is not shown, nobody can act on it, the doctor names it, and
// other bulletins go on.
func TestDamageIsNotServed(t *testing.T) {
	for what, damage := range map[string]struct {
		statement string
		file      bool // only the file is not served
	}{
		"another signer":             {"UPDATE bulletin_act SET detail = replace(detail, '李四', '王五') WHERE bulletin = $1 AND kind = 'issue'", false},
		"another figure":             {"UPDATE bulletin_document SET body = x'1f8b08' WHERE sha256 = (SELECT document FROM bulletin_act WHERE bulletin = $1 AND kind = 'issue')", false},
		"another file":               {"UPDATE bulletin_document SET body = 'x' WHERE $1 <> '' AND sha256 <> (SELECT document FROM bulletin_act WHERE kind = 'issue')", true},
		"another period":             {"UPDATE bulletin SET period = '2026-04' WHERE id = $1", false},
		"for others to see":          {"UPDATE bulletin SET head = replace(head, '370000', '370100') WHERE id = $1", false},
		"never reviewed":             {"DELETE FROM bulletin_act WHERE bulletin = $1 AND kind = 'review'", false},
		"the number of another year": {"UPDATE bulletin_number SET year = 2025 WHERE bulletin = $1", true},
		"without a number":           {"DELETE FROM bulletin_number WHERE bulletin = $1", true},
		"never issued":               {"DELETE FROM bulletin_act WHERE bulletin = $1 AND kind = 'issue'", true},
	} {
		o := newOffice(t)
		b := o.issued("2026-05", "2026-06-03")
		if kept, err := CheckAll(t.Context(), o.state); err != nil || kept != (Kept{Bulletins: 1, Documents: 12 + 4, Numbers: 1}) { // draft, two edits, issue
			t.Fatalf("before, the doctor says %+v (%v)", kept, err)
		}
		db, err := sql.Open("sqlite", o.file)
		if err != nil {
			t.Fatal(err)
		}
		statements := []string{damage.statement}
		for _, table := range []string{"bulletin", "bulletin_act", "bulletin_document", "bulletin_number"} {
			statements = append([]string{"DROP TRIGGER " + table + "_stays", "DROP TRIGGER " + table + "_kept"}, statements...)
		}
		for _, statement := range statements {
			var args []any
			if strings.Contains(statement, "$1") {
				args = []any{b.ID}
			}
			if result, err := db.ExecContext(t.Context(), statement, args...); err != nil {
				t.Fatalf("%s: %v", what, err)
			} else if n, _ := result.RowsAffected(); statement == damage.statement && n == 0 {
				t.Fatalf("%s: nothing was changed", what)
			}
		}
		_ = db.Close()
		_, err = o.Bulletin(t.Context(), city, b.ID)
		if !damage.file {
			if codeOf(err) != warehouse.Internal || !strings.Contains(err.Error(), "is not as it was stored, so it is not shown") {
				t.Errorf("%s: told %v", what, err)
			}
			_, err = o.Void(t.Context(), Doing{Caller: signer, Bulletin: b.ID, Remark: "x"})
			if codeOf(err) != warehouse.Internal {
				t.Errorf("%s: acted on: %v", what, err)
			}
		}
		if what == "another file" {
			if _, err := o.File(t.Context(), city, b.ID, Printing{Format: render.PDF, Language: document.Chinese}); codeOf(err) != warehouse.Internal {
				t.Errorf("%s is given out: %v", what, err)
			}
		}
		if _, err := CheckAll(t.Context(), o.state); err == nil || !strings.Contains(err.Error(), "bulletin_act_stays") || !strings.Contains(err.Error(), b.ID) && what != "the number of another year" {
			t.Errorf("%s: the doctor says %v", what, err)
		}
		other := o.drafted("2026-06")
		do[*Bulletin](t)(o.Bulletin(t.Context(), writer, other.ID))
	}
}
