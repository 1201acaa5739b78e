package assessment

import (
	"context"

	"anlan/access"
	"anlan/reports/scheme"
	"anlan/safety"
	"anlan/warehouse"
)

// Whole is an assessment with nothing left out, as results keep it: what was marked, by what, and who lies where.
type Whole struct {
	Query  Query              // resolved: scheme, version, tree and day are set
	Kind   scheme.SubjectKind // what the subjects are
	Level  string             // of regions: city, county …; empty for others
	Peers  string             // the named peer group; empty for all
	Scheme *scheme.Scheme
	Text   []byte // of the scheme's file
	// Subjects and their Sheets stand in the same order.
	Subjects []scheme.Subject
	Sheets   []scheme.Sheet
	// Areas gives for each subject the region that it is or lies in, and every region above it, in the tree that is assessed.
	Areas map[string][]safety.RegionCode
	Facts []string // the data sets that the figures rest on
	// Catalogue is the hash of the metrics' definitions.
	Catalogue string
}

// Whole computes an assessment with nothing left out, for who may see all of it; everybody else is refused as by Assess.
func (r *Reports) Whole(context.Context, access.Scope, Query) (*Whole, error) {
	return nil, warehouse.Fault(warehouse.Unavailable, "results are not computed here yet")
}

// Mark marks subjects by the text of a scheme, whatever the schemes are by now.
func (r *Reports) Mark([]byte, []scheme.Subject) ([]scheme.Sheet, error) {
	return nil, warehouse.Fault(warehouse.Unavailable, "results are not computed here yet")
}
