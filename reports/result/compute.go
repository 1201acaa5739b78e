package result

import (
	"context"
	"slices"
	"strings"

	"anlan/access"
	"anlan/reports/assessment"
	"anlan/reports/scheme"
	"anlan/state"
	"anlan/warehouse"
)

// source computes what is stored.
type source interface {
	// Whole computes an assessment with nothing left out, for who may see all of it.
	Whole(ctx context.Context, scope access.Scope, q assessment.Query) (*assessment.Whole, error)
	// Mark marks subjects by the text of a scheme.
	Mark(text []byte, subjects []scheme.Subject) ([]scheme.Sheet, error)
	// DefaultScheme names the scheme that is used where none is asked for.
	DefaultScheme() string
}

// New gives the results that a state keeps, computed by reports of assessments; program is the version of the program, for
// the documents. The state must not be forgotten while the server runs: there is no other copy.
func New(store *state.Store, reports *assessment.Reports, program string) *Results {
	return &Results{store: store, source: reports, program: program}
}

// Compute computes an assessment, once, and stores it as the next run of its case, at the stage Initial. It takes a role that
// prepares results, and all that the result rests on; the period must be over. Errors are [*warehouse.Error].
func (r *Results) Compute(ctx context.Context, caller access.Caller, q assessment.Query, remark string) (*Run, error) {
	if !caller.May(access.PrepareResults) {
		return nil, mayNot(caller, string(Compute))
	}
	whole, err := r.source.Whole(ctx, caller.Scope, q)
	if err != nil {
		return nil, err
	}
	if whole.Query.AsOf.Before(whole.Query.Period.To) {
		return nil, warehouse.Fault(warehouse.BadRequest, "the period %s is not over on %s: until then its ranking is provisional, and no result is kept", whole.Query.Period, whole.Query.AsOf)
	}
	d := r.document(whole)
	body, err := d.Encode()
	if err != nil {
		return nil, err
	}
	head, err := d.head()
	if err != nil {
		return nil, err
	}
	first, err := Act{Kind: Compute, Stage: Initial, Who: caller.Name, Remark: strings.TrimSpace(remark), Document: state.Digest(body)}.stored("")
	if err != nil {
		return nil, err
	}
	run, err := r.store.AddAssessmentRun(ctx, state.AssessmentRun{
		Case: d.Case.Key(), Scheme: d.Case.Scheme, Region: string(d.Case.Region), Period: d.Case.Period.String(), Head: head,
	}, first, body, whole.Text)
	if err != nil {
		return nil, err
	}
	return r.Run(ctx, caller, run.ID)
}

// document writes an assessment down.
func (r *Results) document(w *assessment.Whole) *Document {
	q, s := w.Query, w.Scheme
	d := &Document{
		Format: Format,
		Case: Case{
			Scheme: s.Name, Subjects: string(w.Kind), Region: q.Region, Level: w.Level, Tree: q.Tree, Sector: q.Sector, Class: q.Class, Peers: w.Peers, Period: q.Period,
		},
		SchemeTitle: s.Title, SchemeVersion: s.EffectiveFrom, SchemeDigest: state.Digest(w.Text), SchemeSource: s.Document, FullMarks: s.FullMarks,
		DataVersion: q.Version, AsOf: q.AsOf, Catalogue: w.Catalogue, Program: r.program, Facts: w.Facts, Subjects: []Subject{},
	}
	for i, subject := range w.Subjects {
		one := subjectOf(subject, w.Sheets[i])
		one.Area = w.Areas[subject.Key]
		if at := slices.Index(one.Area, q.Region); w.Kind != scheme.Regions && at >= 0 {
			one.Area = one.Area[at:]
		}
		d.Subjects = append(d.Subjects, one)
	}
	inOrder(d.Subjects)
	return d
}
