package inbox

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"anlan/etl"
	"anlan/warehouse"
)

// remark says why a file stays.
type remark struct{ file, why string }

// report is the text beside a file that was dealt with.
func (w *Watcher) report(ctx context.Context, f file, results []Result) string {
	zh := !strings.HasPrefix(strings.ToLower(w.config.Language), "en")
	say := func(chinese, english string) string {
		if zh {
			return chinese
		}
		return english
	}
	var b strings.Builder
	for i, r := range results {
		if i > 0 {
			b.WriteString("\n" + strings.Repeat("─", 30) + "\n\n")
		}
		run := r.Run.ID
		switch {
		case r.Known.Run != "" && r.Run.ID != "":
			fmt.Fprintf(&b, say("文件“%s”的内容与“%s”相同，曾于 %s 由运行 %s 载入；此后又载入过其他数据，因此这次重新载入，以本文件为准。\n\n",
				"The file “%s” has the same content as “%s”, which was loaded at %s by run %s; other data came since, so it was loaded again and counts now.\n\n"),
				plain(f.name), plain(r.Known.Name), inBeijing(r.Known.At), r.Known.Run)
		case r.Known.Run != "" && r.Err == nil:
			run = r.Known.Run
			fmt.Fprintf(&b, say("文件“%s”的内容与“%s”相同，已于 %s 由运行 %s 载入，这次没有再载入。\n下面是那次载入的报告。\n\n",
				"The file “%s” has the same content as “%s”, which was loaded at %s by run %s; it was not loaded again.\nThe report of that load follows.\n\n"),
				plain(f.name), plain(r.Known.Name), inBeijing(r.Known.At), r.Known.Run)
		}
		text, err := w.config.Loader.Report(ctx, warehouse.Everything(), run, etl.ReportOptions{Language: w.config.Language})
		switch {
		case run == "" || err != nil && r.Err != nil:
			fmt.Fprintf(&b, say("文件“%s”没有载入：%v\n", "The file “%s” was not loaded: %v\n"), plain(f.name), r.Err)
		case err != nil:
			fmt.Fprintf(&b, say("文件“%s”由运行 %s 处理；报告暂时无法生成。\n", "The file “%s” was dealt with by run %s; its report could not be made.\n"), plain(f.name), run)
		default:
			b.WriteString(text)
		}
		if r.Err != nil {
			b.WriteString(say("\n请改正后把文件重新放入收件箱。\n", "\nPut it right and put the file into the inbox again.\n"))
		}
	}
	return b.String()
}

// nobody is why a file stays that no pipeline takes.
func (w *Watcher) nobody() string {
	var patterns []string
	for _, p := range w.pipelines("") {
		patterns = append(patterns, p.Source.Files...)
	}
	return "没有流程认领这个名字的文件；可以接收的是 (no pipeline takes a file of this name, only) " + strings.Join(patterns, ", ")
}

// noteTitle begins the note; a file that begins otherwise is somebody else's.
const noteTitle = "收件箱说明：以下文件留在这里，没有载入"

// writeNote tells in the inbox itself which files stay, for people who see neither log nor ledger. It is written when it changes
// and goes when nothing stays.
func (w *Watcher) writeNote(remarks []remark) {
	var b strings.Builder
	for _, r := range remarks {
		fmt.Fprintf(&b, "\n%s：%s\n", plain(r.file), plain(r.why))
	}
	text := b.String()
	if text == w.note {
		return
	}
	w.note = text
	at := w.path(noteFile)
	var err error
	if old, readErr := os.ReadFile(at); readErr == nil && !strings.Contains(string(old), noteTitle) {
		return // somebody else's
	} else if text == "" {
		if readErr == nil {
			err = os.Remove(at)
		}
	} else {
		err = writeText(at, noteTitle+"\n"+text, modeOf(w.config.Dir, 0o640))
	}
	if err != nil {
		w.log.Debug("the note in the inbox could not be written", "error", err)
	}
}

func inBeijing(t time.Time) string {
	return t.In(time.FixedZone("", 8*60*60)).Format("2006-01-02 15:04:05")
}

// plain keeps a name on one line.
func plain(s string) string {
	return strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return '\u25a1'
		}
		return c
	}, s)
}
