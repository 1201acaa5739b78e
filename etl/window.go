package etl

// Incremental reports that a run reads what changed since the one before; only then a run in full is another one.
func (p *Pipeline) Incremental() bool { return p.Source.incremental() }

// Windowed reports whether the pipeline's source can be asked for a span of days, as a backfill does window by window. Files
// cannot: they hold what they hold.
func (p *Pipeline) Windowed() bool {
	switch source := p.Source.Opener.(type) {
	case *databaseSource:
		return source.spec.Window != ""
	case *httpSource:
		return source.windowed()
	}
	return false
}
