package warehouse

import "context"

// Substitution is a text of a source that its records hold in another form.
type Substitution struct {
	Field string `ch:"field"` // the column of the record
	How   string `ch:"how"`   // repaired: another code of the same place; kept: not known, the nearest that is, or nothing; created: a provisional entry
	Text  string `ch:"text"`  // what the source said
	Value string `ch:"value"` // what the records hold; empty is unknown
	Rows  uint64 `ch:"rows"`
}

// Substitutions lists what a run read as something other than it was, the most frequent first: each different text once.
func (w *Warehouse) Substitutions(ctx context.Context, run string) ([]Substitution, error) {
	var list []Substitution
	err := w.conn.Select(ctx, &list, "SELECT field, how, text, value, count() AS rows FROM substitution WHERE run = {run:String} GROUP BY ALL ORDER BY rows DESC, field, text", named("run", run))
	return list, faultOf(ctx, "list what was read as something else", err)
}
