package main

import (
	"context"
	"log/slog"
	"slices"

	"anlan/etl"
	"anlan/etl/inbox"
	"anlan/etl/notice"
	"anlan/state"
	"anlan/warehouse"
)

// inboxOf looks after the inbox: files wait while their pipeline is paused, and whoever gets notices hears of files that failed.
func inboxOf(c config, w *warehouse.Warehouse, store *state.Store, loader *etl.Loader, n *notice.Notifier, log *slog.Logger) *inbox.Watcher {
	return inbox.New(inbox.Config{
		Loader: loader, Warehouse: w, Dir: c.inbox(), Log: log,
		Held: func(ctx context.Context, pipeline string) (string, error) {
			jobs, err := store.Jobs(ctx)
			i := slices.IndexFunc(jobs, func(j state.Job) bool { return j.Name == pipeline })
			if err != nil || i < 0 || !jobs[i].Paused() {
				return "", err
			}
			return "流程已由" + jobs[i].PausedBy + "暂停，恢复后载入 (the pipeline is paused): " + jobs[i].PausedWhy, nil
		},
		Ended: func(ctx context.Context, r inbox.Result) {
			m := notice.Message{Pipeline: r.Pipeline, Run: r.Run.ID}
			if p, ok := loader.Pipeline(r.Pipeline); ok {
				m.Title = p.Title.ZH
			}
			var err error
			if r.Err == nil {
				err = n.Recovered(ctx, m)
			} else if etl.ClassOf(r.Err) == etl.ClassData {
				m.Code, m.Reason, m.Attempts = r.Run.ErrorCode, r.Run.Error, 1
				err = n.FileFailed(ctx, m)
			}
			if err != nil {
				log.Error("what came of a file of the inbox could not be put into the outbox", "file", r.File, "error", err)
			}
		},
	})
}
