package assessment

import "anlan/warehouse"

// Records asks for the records behind the line, as Drill does; nil for a line that no records stand behind: what a cap took, what
// is computed from other figures.
func (s IndicatorScore) Records() *warehouse.RecordQuery { return someRecords(s.Drill) }

// Records asks for the records behind the veto, as Drill does; nil where none stand behind it.
func (v Veto) Records() *warehouse.RecordQuery { return someRecords(v.Drill) }

func someRecords(q warehouse.RecordQuery) *warehouse.RecordQuery {
	if q.Fact == "" {
		return nil
	}
	return &q
}
