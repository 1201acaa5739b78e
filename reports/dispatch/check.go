package dispatch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"anlan/state"
)

// Check reads a bulletin whole and says all that is not as it was stored: its acts have their seals and follow one from the other,
// each that the audit knows is there, what it said after every act and every file that was issued has its SHA-256, and its number is
// the one that is taken for it. It gives the digests of the documents that it read.
func Check(ctx context.Context, store *state.Store, stored state.Bulletin) (documents []string, err error) {
	written, err := store.Acts(ctx, state.Bulletins, stored.ID)
	if err != nil {
		return nil, err
	}
	acts, err := actsOf(written)
	if err != nil {
		return nil, err
	}
	var h head
	if err := json.Unmarshal([]byte(stored.Head), &h); err != nil {
		return nil, err
	}
	faults := []error{followed(acts), store.AuditsAgree(ctx, state.Bulletins, stored.ID, written)}
	read := func(digest string) ([]byte, error) {
		documents = append(documents, digest)
		return store.Document(ctx, state.Bulletins, digest)
	}
	for _, act := range acts {
		if !slices.Contains(documents, act.Digest) {
			body, err := read(act.Digest)
			var r *record
			if err == nil {
				r, err = decode(body)
			}
			if err == nil {
				err = errors.Join(belongs(stored, h, r), act.agrees(r))
			}
			if err != nil {
				faults = append(faults, fmt.Errorf("act %d: %w", act.Number, err))
			}
		}
		for _, file := range act.Files {
			if _, err := read(file.SHA256); err != nil {
				faults = append(faults, fmt.Errorf("the file %s that was issued: %w", file.Name, err))
			}
		}
	}
	return documents, errors.Join(append(faults, numbered(ctx, store, stored.ID, acts))...)
}

// agrees says whether an act says of a bulletin what the bulletin says itself.
func (a Act) agrees(r *record) error {
	if a.DataVersion != r.Composition.DataVersion || a.AsOf != r.Composition.AsOf {
		return errors.New("the data that it rests on are not those that the act says")
	}
	if a.Kind != Sign {
		return nil
	}
	if r.Issued == nil || r.Issued.DocumentNumber != a.DocumentNumber || r.Issued.Signer != a.Signer || !slices.Equal(r.Issued.Files, a.Files) {
		return errors.New("what was issued is not what the act says")
	}
	return nil
}

// numbered says whether the number that a bulletin was issued under is the one that is taken for it.
func numbered(ctx context.Context, store *state.Store, id string, acts []Act) error {
	i := slices.IndexFunc(acts, func(a Act) bool { return a.Kind == Sign })
	if i < 0 {
		return nil
	}
	number, err := parseNumber(acts[i].DocumentNumber)
	if err != nil {
		return err
	}
	taken, err := store.BulletinNumbers(ctx, number.series, number.year)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(taken, func(n state.BulletinNumber) bool { return n.Number == number.number && n.Bulletin == id }) {
		return fmt.Errorf("its number %s is not taken for it", number)
	}
	return nil
}

// CheckNumbers says which numbers are not right: taken by a bulletin that was never issued, or left out in a series that is kept here.
func CheckNumbers(ctx context.Context, store *state.Store) (taken int, err error) {
	numbers, err := store.BulletinNumbers(ctx, "", 0)
	if err != nil {
		return 0, err
	}
	var faults []error
	for i, n := range numbers {
		own := documentNumber{n.Series, n.Year, n.Number}
		stored, err := store.Bulletin(ctx, n.Bulletin)
		switch {
		case err != nil:
			faults = append(faults, fmt.Errorf("%s: %w", own, err))
		case stored.IssuedAt.IsZero():
			faults = append(faults, fmt.Errorf("%s is taken by %s, which was never issued", own, n.Bulletin))
		}
		first := i == 0 || numbers[i-1].Series != n.Series || numbers[i-1].Year != n.Year
		if n.Kept && (first && n.Number != 1 || !first && numbers[i-1].Number != n.Number-1) {
			faults = append(faults, fmt.Errorf("%s is of a series that is kept here, and the number before it is not taken", own))
		}
	}
	return len(numbers), errors.Join(faults...)
}
