package etl

import (
	"maps"
	"slices"
	"strings"

	"anlan/warehouse"
)

// UnknownItem is the code of an assessment entry for a scheme or an item that there is not: it would count for nobody.
const UnknownItem = "unknown_item"

// checkItems rejects assessment entries that no scheme asks for, where the schemes are known.
func (b *plan) checkItems() {
	if b.pipeline.Fact.Name != warehouse.EntryFact || b.dims.items == nil {
		return
	}
	var pairs, schemes, lists []string
	for _, scheme := range slices.Sorted(maps.Keys(b.dims.items)) {
		items := b.dims.items[scheme]
		for _, item := range items {
			pairs = append(pairs, scheme+" "+item)
		}
		schemes, lists = append(schemes, scheme), append(lists, "the scheme asks people for "+few(items))
	}
	known := b.text("there is no such scheme that people enter figures for; expected " + few(schemes))
	if len(schemes) > 0 {
		known = "transform(toString(scheme), " + b.args.add(schemes, "Array(String)") + ", " + b.args.add(lists, "Array(String)") + ", " + known + ")"
	}
	b.checks = append(b.checks, fault{
		code:      UnknownItem,
		condition: "NOT has(" + b.args.add(pairs, "Array(String)") + ", concat(toString(scheme), ' ', toString(item)))",
		message:   "concat(" + strings.Join([]string{"'item (考核项目): “'", "toString(item)", "'” of scheme “'", "toString(scheme)", "'” is not known: '", known}, ", ") + ")",
	})
}
