package inbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"time"

	"anlan/etl"
	"anlan/warehouse"
)

// Waits after tries that ended for no fault of the file.
const (
	firstWait = 10 * time.Second
	mostWait  = 30 * time.Minute
)

// load runs the pipelines that take a file over it, and moves it away. why says why it stays.
func (w *Watcher) load(ctx context.Context, f file, s *sighting, takers []*etl.Pipeline) (results []Result, why string) {
	sum, err := digest(w.path(f.name))
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, "" // another server, or a person, took it
	case err != nil:
		return nil, "无法读取，请检查文件权限 (it cannot be read)"
	}
	folder := doneFolder
	for _, p := range takers {
		result := w.run(ctx, f, p, sum)
		results = append(results, result)
		if w.config.Ended != nil && result.Run.ID != "" {
			w.config.Ended(ctx, result)
		}
		if result.Err == nil {
			continue
		}
		if class := etl.ClassOf(result.Err); class != etl.ClassData {
			return results, w.later(ctx, f, s, class, result)
		}
		folder = failedFolder
	}
	if !w.same(f) {
		return results, "" // it changed meanwhile: the new content has its own turn
	}
	text := w.report(ctx, f, results)
	moved, err := w.move(f.name, folder, text)
	if err != nil {
		s.left = true
		w.log.Warn("a file of the inbox was dealt with and cannot be moved", "file", f.name, "to", folder, "error", err)
		return results, "已处理（" + map[string]string{doneFolder: "成功", failedFolder: "失败"}[folder] + "），但无法移走，请检查文件夹权限 (dealt with, but it cannot be moved)"
	}
	for i := range results {
		results[i].MovedTo = moved
	}
	w.remember(f, moved)
	delete(w.seen, f.name)
	w.log.Info("a file of the inbox was dealt with", "file", f.name, "now", moved)
	return results, ""
}

// run loads a file with one pipeline, unless its content was loaded under the pipeline as it is. Somebody who puts an earlier file back
// wants its figures back: it is loaded again when others came since. A file that only stayed, because another pipeline could not take
// it yet or it could not be moved, does not overrule what came since.
func (w *Watcher) run(ctx context.Context, f file, p *etl.Pipeline, sum string) Result {
	result := Result{File: f.name, Pipeline: p.Name}
	known, err := w.config.Warehouse.LoadedBefore(ctx, p.Name, p.Hash, sum)
	if err != nil {
		result.Err = err
		return result
	}
	if result.Known = known; known.Run != "" && (!known.Overtaken || f.arrived.Before(known.At)) {
		return result
	}
	result.Run, result.Err = w.config.Loader.Run(ctx, p.Name, etl.RunOptions{Files: []string{w.path(f.name)}, Trigger: warehouse.TriggerInbox})
	return result
}

// later leaves a file for another try: the warehouse is full or away, the pipeline is running, the program ends.
func (w *Watcher) later(ctx context.Context, f file, s *sighting, class etl.Class, r Result) string {
	if ctx.Err() != nil || class == etl.ClassBusy || class == etl.ClassCanceled {
		return ""
	}
	if _, err := os.Stat(w.path(f.name)); errors.Is(err, os.ErrNotExist) {
		return ""
	}
	wait := min(firstWait<<min(s.tries, 10), mostWait)
	s.tries++
	s.nextTry = w.config.Now().Add(wait)
	w.log.Warn("a file of the inbox is tried again later", "file", f.name, "pipeline", r.Pipeline, "after", wait, "error", r.Err)
	return "暂时无法载入，稍后自动重试：" + r.Err.Error()
}

// same reports whether a file is still what it was when the pass began.
func (w *Watcher) same(f file) bool {
	info, err := os.Lstat(w.path(f.name))
	return err == nil && info.Size() == f.size && info.ModTime().Equal(f.changed)
}

// digest is the SHA-256 of a file, in hex.
func digest(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close() //nolint:errcheck // it was only read
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}
