package state_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"anlan/state"
)

var may = []byte("{\"format\":1,\"accidents\":12}")

// addBulletin adds the next bulletin of a case.
func addBulletin(t *testing.T, s *state.Store, period string, number int) state.Bulletin {
	t.Helper()
	b, err := s.AddBulletin(t.Context(), state.Bulletin{Case: "monthly/370321//" + period, Number: number, Kind: "monthly", Region: "370321", Period: period, Head: "{}"},
		state.Act{Kind: "draft", Stage: "draft", Who: "张三", Remark: "五月", Detail: "{}", Document: state.Digest(may)}, may)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// issue is the act that issues a bulletin with one file.
func issue(b state.Bulletin) (state.Act, []byte) {
	file := []byte("PK " + b.ID)
	return state.Act{Of: b.ID, Number: b.Acts + 1, Kind: "issue", Stage: state.BulletinIssued, Who: "李四", Remark: "签发", Detail: "{\"n\":1}", Document: state.Digest(may)}, file
}

func number(n int, b state.Bulletin) state.BulletinNumber {
	return state.BulletinNumber{Series: "桓安办通报", Year: 2026, Number: n, Kept: true, Bulletin: b.ID}
}

// A bulletin, its acts, its files and its number are there after the program began again.
func testBulletin(t *testing.T, c state.Config) {
	s := open(t, c)
	b := addBulletin(t, s, "2026-05", 1)
	if b.Number != 1 || b.Acts != 1 || b.Stage != "draft" || b.AddedBy != "张三" || !b.IssuedAt.IsZero() {
		t.Errorf("the draft is %+v", b)
	}
	if _, err := s.AddBulletin(t.Context(), state.Bulletin{Case: b.Case, Number: 1}, state.Act{Document: state.Digest(may)}, may); !errors.Is(err, state.ErrConflict) {
		t.Errorf("the first of its case twice: %v", err)
	}
	act, file := issue(b)
	if err := s.IssueBulletin(t.Context(), number(1, b), act, nil, file); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, c)
	correction := addBulletin(t, s, "2026-05", 2)
	b, err := s.Bulletin(t.Context(), b.ID)
	if err != nil || b.Stage != "issued" || b.IssuedAt.IsZero() || b.IssuedDetail != "{\"n\":1}" || b.Acts != 2 {
		t.Errorf("the issued one is %+v (%v)", b, err)
	}
	if body, err := s.Document(t.Context(), state.Bulletins, state.Digest(file)); err != nil || !bytes.Equal(body, file) {
		t.Errorf("the file is %q (%v)", body, err)
	}
	// The correction supersedes it in the same moment.
	act, file = issue(correction)
	supersede := state.Act{Of: b.ID, Number: 3, Kind: "supersede", Stage: state.BulletinSuperseded, Detail: "{}", Document: b.Document}
	if err := s.IssueBulletin(t.Context(), number(2, correction), act, &supersede, file); err != nil {
		t.Fatal(err)
	}
	for filter, want := range map[*state.BulletinFilter][]string{
		{First: 10}:                                        {correction.ID, b.ID},
		{First: 1, Stage: "superseded"}:                    {b.ID},
		{First: 10, Case: b.Case, Stage: "issued"}:         {correction.ID},
		{First: 10, After: correction}:                     {b.ID},
		{First: 10, Kind: "monthly", Region: "370300"}:     nil,
		{First: 10, Period: "2026-05", Region: b.Region}:   {correction.ID, b.ID},
		{First: 10, ID: b.ID, Kind: "monthly", Period: ""}: {b.ID},
	} {
		found, err := s.Bulletins(t.Context(), *filter)
		var ids []string
		for _, one := range found {
			ids = append(ids, one.ID)
		}
		if err != nil || !slices.Equal(ids, want) {
			t.Errorf("%+v gives %v (%v), expected %v", *filter, ids, err, want)
		}
	}
	numbers, err := s.BulletinNumbers(t.Context(), "桓安办通报", 0)
	if err != nil || len(numbers) != 2 || numbers[0] != number(1, b) || numbers[1] != number(2, correction) {
		t.Errorf("taken are %+v (%v)", numbers, err)
	}
	if missing, err := s.MissingGuards(t.Context(), state.Bulletins); err != nil || len(missing) != 0 {
		t.Errorf("missing are %v (%v)", missing, err)
	}
	if known, err := s.Audited(t.Context(), state.Bulletins); err != nil || len(known) != 2 {
		t.Errorf("the audit knows of %v (%v)", known, err)
	}
	// Whatever the bytes are they are the same again: long ones, none, and those that look as if they had been made smaller.
	bodies := [][]byte{bytes.Repeat([]byte("未报送"), 1000), {}, {0x1f, 0x8b}, []byte("\x1f\x8b\x08 no archive")}
	if err := s.AddAct(t.Context(), state.Bulletins, state.Act{Of: addBulletin(t, s, "2026-04", 1).ID, Number: 2, Kind: "edit", Stage: "draft", Detail: "{}", Document: state.Digest(may)}, bodies...); err != nil {
		t.Fatal(err)
	}
	for _, want := range bodies {
		if body, err := s.Document(t.Context(), state.Bulletins, state.Digest(want)); err != nil || !bytes.Equal(body, want) {
			t.Errorf("%q came back as %q (%v)", want, body, err)
		}
	}
}

// A number of the kept series is the next or none; what cannot be stored whole leaves no number, no file and no act.
func testBulletinNumbers(t *testing.T, c state.Config) {
	s := open(t, c)
	a, b := addBulletin(t, s, "2026-05", 1), addBulletin(t, s, "2026-06", 1)
	act, file := issue(a)
	for what, n := range map[string]state.BulletinNumber{"a gap": number(2, a), "none": number(0, a)} {
		if err := s.IssueBulletin(t.Context(), n, act, nil, file); !errors.Is(err, state.ErrConflict) {
			t.Errorf("%s: %v", what, err)
		}
	}
	stale := act
	stale.Number = 1
	if err := s.IssueBulletin(t.Context(), number(1, a), stale, nil, file); !errors.Is(err, state.ErrConflict) {
		t.Errorf("somebody acted meanwhile: %v", err)
	}
	gone := state.Act{Of: b.ID, Number: 2, Kind: "supersede", Stage: state.BulletinSuperseded, Detail: "{}", Document: b.Document} // b was never issued
	if err := s.IssueBulletin(t.Context(), number(1, a), act, &gone, file); err == nil {
		t.Error("a draft is superseded")
	}
	if last, taken, err := s.LastBulletinNumber(t.Context(), "桓安办通报", 2026); err != nil || last != 0 || taken != 0 {
		t.Errorf("%d numbers are taken, the last is %d (%v)", taken, last, err)
	}
	if _, err := s.Document(t.Context(), state.Bulletins, state.Digest(file)); !errors.Is(err, state.ErrNotFound) {
		t.Errorf("the file stayed: %v", err)
	}
	if err := s.IssueBulletin(t.Context(), number(1, a), act, nil, file); err != nil {
		t.Fatal(err)
	}
	act, file = issue(b)
	if err := s.IssueBulletin(t.Context(), number(1, b), act, nil, file); !errors.Is(err, state.ErrConflict) {
		t.Errorf("number 1 twice: %v", err)
	}
	// Of a registry any number that is free may be entered; the series goes on after the highest.
	entered := number(9, b)
	entered.Kept = false
	if err := s.IssueBulletin(t.Context(), entered, act, nil, file); err != nil {
		t.Error(err)
	}
	if last, taken, err := s.LastBulletinNumber(t.Context(), "桓安办通报", 2026); err != nil || last != 9 || taken != 2 {
		t.Errorf("%d numbers are taken, the last is %d (%v)", taken, last, err)
	}
}

// Two servers take the next number at once, eight times: one of the two is told to try again, and nothing is left out.
func testBulletinNumbersAtOnce(t *testing.T, c state.Config) {
	servers := []*state.Store{open(t, c), open(t, c)}
	for n := range 8 {
		drafts := []state.Bulletin{addBulletin(t, servers[0], "2026-05", 2*n+1), addBulletin(t, servers[1], "2026-05", 2*n+2)}
		errs := make([]error, 2)
		var wait sync.WaitGroup
		for i, s := range servers {
			wait.Go(func() {
				act, file := issue(drafts[i])
				errs[i] = s.IssueBulletin(context.Background(), number(n+1, drafts[i]), act, nil, file)
			})
		}
		wait.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs...), state.ErrConflict) {
			t.Errorf("the two were told %v, expected one number and one conflict", errs)
		}
	}
	if last, taken, err := servers[0].LastBulletinNumber(t.Context(), "桓安办通报", 2026); err != nil || last != 8 || taken != 8 {
		t.Errorf("%d numbers are taken, the last is %d (%v)", taken, last, err)
	}
}

// Whoever has the database in his hands cannot change a bulletin by a statement; who takes the locks away and changes it is found out.
func testBulletinStays(t *testing.T, c state.Config) {
	s := open(t, c)
	b, draft := addBulletin(t, s, "2026-05", 1), addBulletin(t, s, "2026-06", 1)
	act, file := issue(b)
	if err := s.IssueBulletin(t.Context(), number(1, b), act, nil, file); err != nil {
		t.Fatal(err)
	}
	db := directly(t, c)
	const columns = "INSERT INTO bulletin_act (bulletin, number, kind, stage, who, at, remark, detail, document, seal) SELECT bulletin, "
	statements := []string{
		"UPDATE bulletin_document SET body = ''", "DELETE FROM bulletin_document", "UPDATE bulletin SET number = 7", "DELETE FROM bulletin", "UPDATE bulletin_act SET stage = 'void'",
		"DELETE FROM bulletin_act", "UPDATE bulletin_number SET number = 7", "DELETE FROM bulletin_number",
		columns + "3, 'send_back', 'draft', who, at, remark, detail, document, seal FROM bulletin_act WHERE number = 2",
		columns + "3, kind, stage, who, at, remark, detail, document, seal FROM bulletin_act WHERE number = 2",
		columns + "3, 'void', 'void', who, at, remark, detail, '" + state.Digest(file) + "', seal FROM bulletin_act WHERE number = 2",
		columns + "5, 'void', 'void', who, at, remark, detail, document, seal FROM bulletin_act WHERE number = 2",
		columns + "2, 'issue', 'issued', who, at, remark, detail, document, seal FROM bulletin_act WHERE number = 1 AND bulletin = '" + draft.ID + "'", // without a number
		"INSERT INTO bulletin_number (series, year, number, kept, bulletin) VALUES ('桓安办通报', 2026, 3, 1, '" + draft.ID + "')",                          // with a gap
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "never changed") {
			t.Errorf("%s: %v, expected it to be refused", statement, err)
		}
	}
	if c.URL == "" { // the other database has no such statement
		for _, statement := range []string{
			"REPLACE INTO bulletin_number SELECT series, year, number, kept, '" + draft.ID + "' FROM bulletin_number", "REPLACE INTO bulletin_document SELECT sha256, 'x' FROM bulletin_document",
			"REPLACE INTO bulletin SELECT id, case_key, number, kind, region, '2027-01', head, added FROM bulletin",
		} {
			if _, err := db.ExecContext(t.Context(), statement); err != nil {
				t.Errorf("%s: %v", statement, err)
			}
		}
	}
	if now, err := s.Bulletin(t.Context(), b.ID); err != nil || now.Stage != "issued" || now.Period != "2026-05" || now.Acts != 2 {
		t.Errorf("%+v (%v), expected it as it was", now, err)
	}
	if numbers, err := s.BulletinNumbers(t.Context(), "", 2026); err != nil || len(numbers) != 1 || numbers[0] != number(1, b) {
		t.Errorf("the numbers are %+v (%v)", numbers, err)
	}
	for _, table := range []string{"bulletin_document", "bulletin", "bulletin_act", "bulletin_number"} {
		unguard(t, db, c, table)
	}
	if missing, err := s.MissingGuards(t.Context(), state.Bulletins); err != nil || len(missing) != map[bool]int{true: 14, false: 6}[c.URL == ""] {
		t.Errorf("missing are %v (%v)", missing, err)
	}
	for _, statement := range []string{"UPDATE bulletin_act SET who = 'mallory' WHERE number = 2", "UPDATE bulletin_document SET body = 'x' WHERE sha256 = '" + state.Digest(file) + "'", "UPDATE bulletin SET head = '{ }' WHERE period = '2026-06'"} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{b.ID, draft.ID} {
		if acts, err := s.Acts(t.Context(), state.Bulletins, id); !errors.Is(err, state.ErrDamaged) {
			t.Errorf("told are %+v (%v)", acts, err)
		}
	}
	if _, err := s.Document(t.Context(), state.Bulletins, state.Digest(file)); !errors.Is(err, state.ErrDamaged) {
		t.Errorf("the changed file is given out: %v", err)
	}
}
