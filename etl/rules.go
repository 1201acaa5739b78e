package etl

import (
	"cmp"
	"runtime/debug"

	"anlan/warehouse"
)

// keepRules writes into the ledger what the run goes by.
func (r *run) keepRules(current *warehouse.Version) {
	r.ledger.Rules = r.warehouse.Rules(current)
	r.ledger.Rules["pipeline"] = r.pipeline.Hash
	r.ledger.Rules["program"] = cmp.Or(r.loader.options.Program, program())
}

// program is the version of this program, and the commit that it was built from where that is known.
func program() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	name := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			name += " " + s.Value[:12]
		}
	}
	return name
}
