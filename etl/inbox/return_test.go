package inbox

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anlan/warehouse"
)

// description is what the records of the bundle's ledger say.
func (b *bundle) description() string {
	b.t.Helper()
	page, err := warehouse.ListRecords[warehouse.HazardRecord](b.t.Context(), b.warehouse, warehouse.Everything(), warehouse.RecordQuery{First: 1000})
	if err != nil {
		b.t.Fatal(err)
	}
	var out []string
	for _, r := range page.Records {
		if r.System == b.name+"s" {
			out = append(out, r.Description)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// A county takes its correction back: the earlier content counts again, although it was loaded before.
func TestEarlierContentComesBack(t *testing.T) {
	b := setup(t)
	for _, step := range []struct{ name, text, runs string }{
		{"隐患台账09.csv", "first", "succeeded"},
		{"隐患台账09.csv", "second", "succeeded succeeded"},
		{"隐患台账09 恢复.csv", "first", "succeeded succeeded succeeded"},
		{"隐患台账09 恢复2.csv", "first", "succeeded succeeded succeeded"}, // nothing came since
	} {
		b.put(step.name, header+"1,370303,一般,2025-04-01,"+step.text+"\n")
		b.scan(0)
		b.scan(5)
		if got := b.runs(); got != step.runs {
			t.Errorf("%s: runs %s", step.name, got)
		}
		if got := b.description(); got != step.text {
			t.Errorf("%s says %s; the record %s", step.name, step.text, got)
		}
	}
	if report := b.text("done/2025-05-15/隐患台账09 恢复.csv.报告.txt"); !strings.Contains(report, "因此这次重新载入，以本文件为准") || !strings.Contains(report, "更新 1 行") {
		t.Errorf("the report says\n%s", report)
	}
	if report := b.text("done/2025-05-15/隐患台账09 恢复2.csv.报告.txt"); !strings.Contains(report, "这次没有再载入") {
		t.Errorf("the report says\n%s", report)
	}
}

// A file that lies there still, because a second pipeline waits or it cannot be moved, was not put back: what came since counts.
func TestAFileThatOnlyStayed(t *testing.T) {
	b := setup(t)
	for _, text := range []string{"first", "second"} {
		b.put("隐患台账09.csv", header+"1,370303,一般,2025-04-01,"+text+"\n")
		b.scan(0)
		b.scan(5)
	}
	b.put("隐患台账09.csv", header+"1,370303,一般,2025-04-01,first\n")
	sum, err := digest(filepath.Join(b.dir, "隐患台账09.csv"))
	if err != nil {
		t.Fatal(err)
	}
	p := b.watcher.pipelines("")[0]
	if r := b.watcher.run(t.Context(), file{name: "隐患台账09.csv", arrived: testNow.Add(-time.Hour)}, p, sum); r.Err != nil || r.Run.ID != "" || r.Known.Run == "" {
		t.Errorf("it stayed: %+v", r)
	}
	if got := b.description(); got != "second" {
		t.Errorf("the record says %s", got)
	}
	if r := b.watcher.run(t.Context(), file{name: "隐患台账09.csv", arrived: testNow.Add(time.Hour)}, p, sum); r.Err != nil || r.Run.ID == "" {
		t.Errorf("it was put back: %+v", r)
	}
}

// A copy that stalls keeps its file open: it is not whole, however long nothing comes.
func TestAFileThatIsOpenForWriting(t *testing.T) {
	b := setup(t)
	b.put("隐患台账.csv", header+"1,370303,一般,2025-04-01,a\n")
	file, err := os.OpenFile(filepath.Join(b.dir, "隐患台账.csv"), os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	b.scan(0)
	b.scan(5)
	b.scan(50)
	if b.runs() != "" || !strings.Contains(b.text(noteFile), "隐患台账.csv：正在被写入") {
		t.Errorf("runs %s; files %s", b.runs(), b.files())
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	b.scan(5)
	b.wantFiles("done/2025-05-15/隐患台账.csv", "done/2025-05-15/隐患台账.csv.报告.txt")
}

// Who writes to a share from elsewhere cannot be seen. What grows after it was moved comes back, and is loaded in whole.
func TestAFileThatGrowsAfterItWasLoaded(t *testing.T) {
	b := setup(t)
	b.put("乡镇/隐患台账.csv", header+"1,370303,一般,2025-04-01,a\n")
	b.scan(0)
	b.scan(5)
	moved := "done/2025-05-15/乡镇/隐患台账.csv"
	b.put(moved, good)
	b.scan(5)
	b.scan(5)
	if got := b.files(); !strings.Contains(got, moved+".报告.txt|done/2025-05-15/乡镇/隐患台账 (2).csv|") && !strings.Contains(got, "done/2025-05-15/乡镇/隐患台账 (2).csv|") {
		t.Errorf("files %s", got)
	}
	if got := b.runs(); got != "succeeded succeeded" {
		t.Errorf("runs %s", got)
	}
	if got := b.description(); got != "a b" {
		t.Errorf("records %s", got)
	}
	if report := b.text(moved + ".报告.txt"); !strings.Contains(report, "载入之后文件内容又有变化，文件已退回收件箱") {
		t.Errorf("the report says\n%s", report)
	}
}

// Who may put files into the inbox may read what became of them.
func TestWhoMayReadReports(t *testing.T) {
	b := setup(t)
	b.put("隐患台账.csv", good)
	b.put("别的.txt", "?")
	for path, mode := range map[string]os.FileMode{b.dir: 0o755, filepath.Join(b.dir, "隐患台账.csv"): 0o644} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	b.scan(0)
	b.scan(5)
	for name, want := range map[string]os.FileMode{
		"done": 0o755, "done/2025-05-15": 0o755, "done/2025-05-15/隐患台账.csv": 0o644, "done/2025-05-15/隐患台账.csv.报告.txt": 0o644, noteFile: 0o644,
	} {
		info, err := os.Stat(filepath.Join(b.dir, filepath.FromSlash(name)))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, want %v (%v)", name, info.Mode().Perm(), want, err)
		}
	}
}
