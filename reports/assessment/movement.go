package assessment

import (
	"context"

	"anlan/reports/scheme"
)

// movements explains every subject's change since the ranking that it moves against, by the key of the subject; nil without
// one. Under another version of the scheme the earlier period's figures are marked by the present one as well, asked as that
// version asks.
func (r *Reports) movements(ctx context.Context, b *opened, now, before *ranking) (map[string]*scheme.Movement, error) {
	if before == nil {
		return nil, nil
	}
	var remarked []scheme.Sheet
	if before.scheme != now.scheme {
		earlier := b.query
		earlier.Period, earlier.AsOf, earlier.sheets = before.period, before.period.To, wholePrevious(b.query.Period)
		again, err := r.ranking(ctx, b.group, now.scheme, earlier)
		if err != nil {
			return nil, err
		}
		remarked = again.run.Sheets
	}
	return movementsByKey(scheme.Movements(before.run, remarked, now.run)), nil
}

func movementsByKey(list []scheme.Movement) map[string]*scheme.Movement {
	index := make(map[string]*scheme.Movement, len(list))
	for i := range list {
		index[list[i].Key] = &list[i]
	}
	return index
}
