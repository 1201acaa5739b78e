package inbox

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"anlan/warehouse"
)

// A file is loaded once it rests, and moves to done beside its report.
func TestAFileIsLoadedWhenItRests(t *testing.T) {
	b := setup(t)
	b.put("隐患台账07.csv", good[:60])
	b.scan(0)
	b.scan(4)
	b.put("隐患台账07.csv", good) // still being written
	b.scan(4)
	b.scan(4)
	if got := b.runs(); got != "" {
		t.Fatalf("it was loaded before it rested: %s", got)
	}
	b.scan(1)
	b.wantFiles("done/2025-05-15/隐患台账07.csv", "done/2025-05-15/隐患台账07.csv.报告.txt")
	runs, err := b.warehouse.Runs(t.Context(), warehouse.RunQuery{Pipeline: b.name})
	if err != nil || len(runs) != 1 || runs[0].Trigger != warehouse.TriggerInbox || runs[0].RowsLoaded != 2 {
		t.Fatalf("%+v %v", runs, err)
	}
	report := b.text("done/2025-05-15/隐患台账07.csv.报告.txt")
	for _, words := range []string{"\ufeff数据载入报告\r\n", "流程：隐患台账（ledger", "结果：成功", "收件箱发起", "隐患台账07.csv：2 行", "读入 2 行", "新增 2 行", "退回 0 行"} {
		if !strings.Contains(report, words) {
			t.Errorf("the report does not say %q:\n%s", words, report)
		}
	}
	b.scan(99)
	if got := b.runs(); got != "succeeded" {
		t.Errorf("runs %s", got)
	}
}

// The same content under another name is recognised, and loaded again when the pipeline was changed.
func TestContentIsLoadedOnce(t *testing.T) {
	b := setup(t)
	b.put("隐患台账07.csv", good)
	b.scan(0)
	b.scan(5)
	b.put("隐患台账07 - 副本.csv", good)
	b.scan(0)
	b.scan(5)
	b.wantFiles("done/2025-05-15/隐患台账07 - 副本.csv", "done/2025-05-15/隐患台账07 - 副本.csv.报告.txt", "done/2025-05-15/隐患台账07.csv", "done/2025-05-15/隐患台账07.csv.报告.txt")
	if report := b.text("done/2025-05-15/隐患台账07 - 副本.csv.报告.txt"); !strings.Contains(report, "文件“隐患台账07 - 副本.csv”的内容与“隐患台账07.csv”相同，已于 2025-05-15 10:0") || !strings.Contains(report, "新增 2 行") {
		t.Errorf("report:\n%s", report)
	}
	b.put("隐患台账07.csv", good) // the same name on the same day overwrites nothing
	b.scan(0)
	b.scan(5)
	if got := b.files(); !strings.Contains(got, "done/2025-05-15/隐患台账07 (2).csv|done/2025-05-15/隐患台账07 (2).csv.报告.txt") {
		t.Errorf("files %s", got)
	}
	if got := b.runs(); got != "succeeded" {
		t.Errorf("runs %s", got)
	}
	b.open(strings.Replace(pipeline, "system: s", "system: t", 1))
	b.put("隐患台账07.csv", good)
	b.scan(0)
	b.scan(5)
	if got := b.runs(); got != "succeeded succeeded" {
		t.Errorf("under a changed pipeline: runs %s", got)
	}
}

// What fails says why, for a clerk; mended and put back, or only put back, it is tried again.
func TestAFileThatFails(t *testing.T) {
	b := setup(t)
	b.put("高新区/隐患台账07.csv", header+"1,370303,一般,2025-02-30,a\n2,37030,特大,,b\n")
	b.scan(0)
	b.scan(5)
	b.wantFiles("failed/2025-05-15/高新区/隐患台账07.csv", "failed/2025-05-15/高新区/隐患台账07.csv.报告.txt")
	report := b.text("failed/2025-05-15/高新区/隐患台账07.csv.报告.txt")
	for _, words := range []string{"结果：失败", "原因：2 行中有 2 行被退回", "没有发布任何数据",
		"高新区/隐患台账07.csv 第 2 行：“发现日期”列：“2025-02-30”不是有效日期；应为真实存在的日期，如 2023-07-05",
		"高新区/隐患台账07.csv 第 3 行：“区划”列：“37030”不是行政区划代码", "“级别”列：“特大”不是规定的用语；应为：一般", "“发现日期”列：是必填项，这里是空的", "请改正后把文件重新放入收件箱"} {
		if !strings.Contains(report, words) {
			t.Errorf("the report does not say %q:\n%s", words, report)
		}
	}
	if err := os.Rename(filepath.Join(b.dir, "failed/2025-05-15/高新区/隐患台账07.csv"), filepath.Join(b.dir, "隐患台账07.csv")); err != nil {
		t.Fatal(err)
	}
	b.scan(0)
	b.scan(5)
	b.put("隐患台账07.csv", good)
	b.scan(0)
	b.scan(5)
	if got := b.runs(); got != "failed failed succeeded" {
		t.Errorf("runs %s", got)
	}
	if got := b.files(); strings.Count(got, "failed/") != 3 || strings.Count(got, "done/") != 2 {
		t.Errorf("files %s", got)
	}
}

// What is on its way, is nothing, or is nobody's stays, and the inbox itself says why.
func TestWhatStays(t *testing.T) {
	b := setup(t)
	for _, name := range []string{"~$隐患台账07.xlsx", ".隐患台账.swp", "隐患台账07.csv.part", "隐患台账.tmp", "隐患台账.crdownload", "Thumbs.db"} {
		b.put(name, good)
	}
	b.put("隐患台账空.csv", "")
	b.put("通知.docx", "x")
	b.put("隐患.jsonl.bak", "x")
	target := filepath.Join(t.TempDir(), "elsewhere.csv")
	if err := os.WriteFile(target, []byte(good), 0o600); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{"隐患台账链接.csv": target, "隐患台账圈": b.dir, "隐患台账断.csv": "/nowhere"} {
		if err := os.Symlink(to, filepath.Join(b.dir, from)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(b.dir, "隐患台账管道.csv"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(b.dir, "隐患台账文件夹.csv"), 0o700); err != nil {
		t.Fatal(err)
	}
	before := b.files()
	b.scan(0)
	b.scan(5)
	b.scan(5)
	if got := strings.Replace(b.files(), "|"+noteFile, "", 1); got != before || b.runs() != "" {
		t.Errorf("files %s, before %s; runs %s", got, before, b.runs())
	}
	note := b.text(noteFile)
	for _, words := range []string{noteTitle, "隐患台账空.csv：是空文件", "通知.docx：没有流程认领", "隐患台账*, *.jsonl", "隐患台账链接.csv：是链接", "隐患台账圈：是链接", "隐患台账断.csv：是链接", "隐患台账管道.csv：不是普通文件"} {
		if !strings.Contains(note, words) {
			t.Errorf("the note does not say %q:\n%s", words, note)
		}
	}
	if strings.Contains(note, "swp") || strings.Contains(note, "文件夹") {
		t.Errorf("the note names what is nobody's business:\n%s", note)
	}
	for name := range strings.SplitSeq(before, "|") {
		if err := os.Remove(filepath.Join(b.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	b.scan(5)
	b.wantFiles()
}

// A crash between load and move: the next pass knows the content and moves the file with the report of that load.
func TestACrashBetweenLoadAndMove(t *testing.T) {
	b := setup(t)
	b.put("隐患台账07.csv", good)
	if _, err := b.loader.Run(t.Context(), b.name, runOptions(b.dir, "隐患台账07.csv")); err != nil {
		t.Fatal(err)
	}
	b.watcher = b.watch()
	b.scan(0)
	b.scan(5)
	b.wantFiles("done/2025-05-15/隐患台账07.csv", "done/2025-05-15/隐患台账07.csv.报告.txt")
	if got := b.runs(); got != "succeeded" {
		t.Errorf("runs %s", got)
	}
}

// Two servers over one folder: while one is at it, the other leaves it alone; each file is loaded once.
func TestTwoServersOneFolder(t *testing.T) {
	b := setup(t)
	other := b.watch()
	for _, name := range []string{"1", "2", "3"} {
		b.put("隐患台账"+name+".csv", header+name+",370303,一般,2025-04-01,a\n")
	}
	b.scan(0)
	if err := other.Scan(t.Context()); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.Add(5 * time.Second)
	failed := make(chan error, 2)
	for _, w := range []*Watcher{b.watcher, other} {
		go func() { failed <- w.Scan(t.Context()) }()
	}
	for range 2 {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	b.scan(5)
	if got := b.runs(); got != "succeeded succeeded succeeded" || strings.Count(b.files(), "done/") != 6 {
		t.Errorf("runs %s, files %s", got, b.files())
	}
	release, free := lockFolder(b.dir)
	if !free {
		t.Fatal("the lock is not given back")
	}
	b.put("隐患台账4.csv", header+"4,370303,一般,2025-04-01,a\n")
	b.scan(5)
	b.scan(5)
	if strings.Contains(b.files(), "done/2025-05-15/隐患台账4") {
		t.Error("a folder that another holds was read")
	}
	release()
	b.scan(5)
	b.scan(5)
	if !strings.Contains(b.files(), "done/2025-05-15/隐患台账4") {
		t.Error("a folder that was given back is not read")
	}
}

// A folder that nobody may write to: the file is loaded once, and stays.
func TestAFolderThatCannotBeWritten(t *testing.T) {
	if os.Getuid() == 0 {
		// Root may write anywhere; a file in place of the folder stops it as well.
		b := setup(t)
		b.put("隐患台账07.csv", good)
		b.put("done", "not a folder")
		b.scan(0)
		for range 3 {
			b.scan(5)
		}
		if got := b.runs(); got != "succeeded" {
			t.Errorf("runs %s", got)
		}
		if note := b.text(noteFile); !strings.Contains(note, "隐患台账07.csv：已处理（成功），但无法移走") {
			t.Errorf("note:\n%s", note)
		}
		return
	}
	b := setup(t)
	b.put("隐患台账07.csv", good)
	if err := os.Chmod(b.dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(b.dir, 0o700)
	b.scan(0)
	for range 3 {
		b.scan(5)
	}
	if got := b.runs(); got != "succeeded" {
		t.Errorf("runs %s", got)
	}
}

// Names that people and programs give.
func TestStrangeNames(t *testing.T) {
	b := setup(t)
	long := "隐患台账" + strings.Repeat("长", 79) + ".csv" // 253 bytes
	names := []string{"隐患台账 第 1 季.csv", "隐患台账\n2.csv", "隐患台账😀.csv", "隐患台账[a]*?.csv", "隐患台账';DROP TABLE hazard;--.csv", long, "隐患台账", "隐患台账\u202ecsv.exe.csv"}
	for i, name := range names {
		b.put(name, header+string(rune('a'+i))+",370303,一般,2025-04-01,a\n")
	}
	b.scan(0)
	b.scan(5)
	got := b.files()
	if strings.Count(got, "done/") != 2*(len(names)-1) || strings.Count(got, "failed/") != 2 {
		t.Errorf("%d in done, %d in failed:\n%s", strings.Count(got, "done/"), strings.Count(got, "failed/"), strings.ReplaceAll(got, "|", "\n"))
	}
	for name := range strings.SplitSeq(got, "|") {
		if base := filepath.Base(name); len(base) > 255 || !utf8.ValidString(base) {
			t.Errorf("name %q", base)
		}
	}
	if report := b.text("failed/2025-05-15/隐患台账.报告.txt"); !strings.Contains(report, "its name does not say what it is") {
		t.Errorf("a name without an end:\n%s", report)
	}
	if report := b.text("done/2025-05-15/隐患台账\n2.csv.报告.txt"); !strings.Contains(report, "隐患台账 2.csv：1 行") {
		t.Errorf("a line break in the name:\n%s", report)
	}
}

// Now is for a person who does not want to wait for the server.
func TestNow(t *testing.T) {
	b := setup(t)
	b.put("隐患台账07.csv", good)
	w := New(Config{Loader: b.loader, Warehouse: b.warehouse, Dir: b.dir, Settle: 20 * time.Millisecond, Now: time.Now})
	results, err := w.Now(t.Context(), b.name)
	if err != nil || len(results) != 1 || results[0].Run.RowsLoaded != 2 || !strings.HasSuffix(results[0].MovedTo, "隐患台账07.csv") {
		t.Errorf("%+v %v", results, err)
	}
	if results, err = w.Now(t.Context(), b.name); err != nil || len(results) != 0 {
		t.Errorf("%+v %v", results, err)
	}
}

// Files of a pipeline that an operator paused wait; whoever wants to hears of every run.
func TestFilesOfAPausedPipelineWait(t *testing.T) {
	b := setup(t)
	held := "流程已暂停"
	var ended []string
	b.watcher = New(Config{Loader: b.loader, Warehouse: b.warehouse, Dir: b.dir, Now: func() time.Time { return b.now },
		Held:  func(context.Context, string) (string, error) { return held, nil },
		Ended: func(_ context.Context, r Result) { ended = append(ended, r.File+" "+r.Run.State) }})
	b.put("隐患台账07.csv", good)
	b.scan(0)
	b.scan(5)
	if note := b.text(noteFile); !strings.Contains(note, "隐患台账07.csv：流程已暂停") || b.runs() != "" {
		t.Errorf("runs %s, note\n%s", b.runs(), note)
	}
	held = ""
	b.scan(5)
	b.wantFiles("done/2025-05-15/隐患台账07.csv", "done/2025-05-15/隐患台账07.csv.报告.txt")
	if len(ended) != 1 || ended[0] != "隐患台账07.csv succeeded" {
		t.Errorf("ended %q", ended)
	}
}
