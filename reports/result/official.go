package result

import (
	"cmp"
	"context"

	"anlan/access"
	"anlan/reports/assessment"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// Official gives the result that holds for what is asked: of its case the published run with the highest number, with as much as
// the caller may see of it. It is nil when none is published, or none that he may see. Version and day of the query do not count.
// A later run that is not as it was stored is an error: nobody knows whether it was published, so that no earlier one holds.
func (r *Results) Official(ctx context.Context, caller access.Caller, q assessment.Query) (*Run, error) {
	ask := state.AssessmentFilter{
		Scheme: cmp.Or(q.Scheme, r.source.DefaultScheme()), Region: string(q.Region), Period: q.Period.String(), First: batch,
	}
	var found *state.AssessmentRun
	var level safety.RegionLevel // of those found
	var broken error             // of the one found
	for {
		runs, err := r.store.AssessmentRuns(ctx, ask)
		if err != nil {
			return nil, err
		}
		for i, run := range runs {
			head, err := Decode([]byte(run.Head))
			if err != nil {
				return nil, damaged(run.ID, err)
			}
			own, _ := safety.ParseRegionLevel(head.Case.Level) // none for others than regions
			if !head.Case.answers(q) || found != nil && own >= level && (found.Case != run.Case || found.Number > run.Number) {
				continue
			}
			_, wrong := r.history(ctx, run)
			if wrong != nil {
				run.Stage, run.PublishedAt = string(Published), run.AddedAt // it may have been
			}
			if Stage(run.Stage) == Published && look(caller, run, head).any() {
				found, level, broken = &runs[i], own, wrong
			}
		}
		if len(runs) < batch {
			break
		}
		ask.After = runs[len(runs)-1]
	}
	if found == nil {
		return nil, nil //nolint:nilnil // null: there is none
	}
	if broken != nil {
		return nil, broken
	}
	return r.Run(ctx, caller, found.ID)
}

// answers says whether a case is what a query asks for. To a query without a level cases of every level answer; the one that
// lies next below the region is meant.
func (c Case) answers(q assessment.Query) bool {
	return (q.Level == safety.LevelUnknown || c.Level == q.Level.String()) && c.Tree == cmp.Or(q.Tree, warehouse.Managing) &&
		c.Peers == q.Peers && c.Sector == q.Sector && c.Class == q.Class
}
