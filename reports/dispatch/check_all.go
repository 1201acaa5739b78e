package dispatch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"anlan/state"
)

// Kept counts what a state keeps of bulletins.
type Kept struct {
	Bulletins int
	Documents int // files, and what bulletins said after each act
	Numbers   int
}

// CheckAll reads every bulletin of a state. Its error names each that is not whole, those that are not there though others know of
// them, numbers that are not right, and what should keep bulletins from being changed and is not there.
func CheckAll(ctx context.Context, store *state.Store) (Kept, error) {
	var known []string
	var faults []error
	documents := map[string]bool{}
	counted, last := map[string]int{}, map[string]int{} // of each case: the bulletins that are there, and the highest number
	for page := (state.BulletinFilter{First: 200}); ; {
		found, err := store.Bulletins(ctx, page)
		if err != nil {
			return Kept{}, err
		}
		for _, one := range found {
			known = append(known, one.ID)
			counted[one.Case]++
			last[one.Case] = max(last[one.Case], one.Number)
			read, err := Check(ctx, store, one)
			if err != nil {
				faults = append(faults, fmt.Errorf("bulletin %s: %w", one.ID, err))
			}
			for _, digest := range read {
				documents[digest] = true
			}
		}
		if len(found) < page.First {
			break
		}
		page.After = found[len(found)-1]
	}
	for of, there := range counted {
		if there != last[of] {
			faults = append(faults, fmt.Errorf("of %s there are %d bulletins, the last of which is number %d", of, there, last[of]))
		}
	}
	audited, err := store.Audited(ctx, state.Bulletins)
	faults = append(faults, err)
	for _, id := range audited {
		if !slices.Contains(known, id) {
			faults = append(faults, fmt.Errorf("the audit or an act knows of bulletin %s, which is not there", id))
		}
	}
	numbers, err := CheckNumbers(ctx, store)
	faults = append(faults, err)
	missing, err := store.MissingGuards(ctx, state.Bulletins)
	if faults = append(faults, err); len(missing) > 0 {
		faults = append(faults, fmt.Errorf("the triggers that keep bulletins from being changed are gone: %s", strings.Join(missing, ", ")))
	}
	return Kept{len(known), len(documents), numbers}, errors.Join(faults...)
}
