package main

import (
	"context"
	"fmt"
	"time"

	"anlan/warehouse/chdb"
)

// served asks the server that has the folder; what only the owner of the folder can look at is left out.
func (e *examination) served(ctx context.Context, owner chdb.Owner) {
	ask, ok := through(ctx, owner)
	if !ok {
		e.note("lock", fmt.Sprintf("process %d has the folder open and takes no commands; what follows needs it closed and is left out", owner.PID))
		return
	}
	e.note("lock", fmt.Sprintf("process %d serves the folder and is asked; engine and schema need it closed and are left out", owner.PID))
	var answer struct {
		Freshness struct {
			Version struct {
				Number      uint64
				PublishedAt time.Time
				Watermarks  []struct {
					System, Fact, LastRecord string
					LoadedAt                 time.Time
				}
			}
		}
		Outages []outageView
	}
	err := ask.asks(ctx, "doctor", nil, &answer)
	v := answer.Freshness.Version
	if !e.report("server", fmt.Sprintf("answers from data version %d of %s", v.Number, clock(v.PublishedAt)), err, "read its log") {
		return
	}
	for _, mark := range v.Watermarks {
		until := ""
		if mark.LastRecord != "" {
			until = " to " + mark.LastRecord
		}
		e.note("freshness", fmt.Sprintf("%s of %s%s, loaded %s", mark.Fact, mark.System, until, clock(mark.LoadedAt)))
	}
	for _, o := range answer.Outages {
		e.report("pipeline "+o.Subject, "", fmt.Errorf("%s since %s", o.Kind, clock(o.Since)), "see “anlan etl runs "+o.Subject+"” and “anlan etl report RUN”")
	}
}
