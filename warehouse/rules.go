package warehouse

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Rules says what a load from version v goes by: the fields and checks of records (facts), the definitions of measures (catalogue),
// and the reference data of that version by the generation that brought each table (reference). Where two runs say the same, the
// same rules were in force.
func (w *Warehouse) Rules(v *Version) map[string]string {
	facts := sha256.Sum256(factsYAML)
	tables := []string{"region", "region_closure", "sector", "department"}
	reference := make([]string, 0, len(tables))
	for _, table := range tables {
		generations := make([]string, 0, 1)
		for _, id := range v.Partitions(table) {
			_, generation, _ := strings.Cut(id, "-")
			generations = append(generations, generation)
		}
		reference = append(reference, table+" "+strings.Join(generations, "+"))
	}
	return map[string]string{"facts": hex.EncodeToString(facts[:8]), "catalogue": w.catalogue.Hash(), "reference": strings.Join(reference, ", ")}
}
