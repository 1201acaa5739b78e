package dispatch

import (
	"context"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"anlan/access"
	"anlan/state"
	"anlan/warehouse"
)

// documentNumber is a 发文字号 in its parts: 桓安办通报, 2023, 1.
type documentNumber struct {
	series string
	year   int
	number int
}

// String writes it in the form of GB/T 9704-2012, 7.2.5: the year whole, in hexagonal brackets, the number without 第 and zeros.
func (n documentNumber) String() string {
	return n.series + "〔" + strconv.Itoa(n.year) + "〕" + strconv.Itoa(n.number) + "号"
}

var (
	rightNumber = regexp.MustCompile(`^(\S+)〔(\d{4})〕([1-9]\d{0,5})号$`)
	nearNumber  = regexp.MustCompile(`^(.+?)\s*[〔\[［【(（〈<《]\s*(\d{4})\s*[〕\]］】)）〉>》]\s*第?\s*0*(\d+)\s*号?$`)
)

// parseNumber reads a document number. Errors are faults that say what would be right.
func parseNumber(text string) (documentNumber, error) {
	text = strings.TrimSpace(text)
	parts := rightNumber.FindStringSubmatch(text)
	if parts == nil {
		would := documentNumber{"桓安办通报", 2023, 1}.String()
		if near := nearNumber.FindStringSubmatch(text); near != nil {
			would = near[1] + "〔" + near[2] + "〕" + near[3] + "号"
		}
		return documentNumber{}, warehouse.Fault(warehouse.BadRequest, "%q is no document number (发文字号): expected %s, with 〔〕, without 第 and without zeros before the number", text, would)
	}
	year, _ := strconv.Atoi(parts[2]) // digits
	number, _ := strconv.Atoi(parts[3])
	return documentNumber{parts[1], year, number}, nil
}

// Numbered is a number of a series that is taken.
type Numbered struct {
	Series   string // 桓安办通报
	Year     int
	Number   int
	Text     string // 桓安办通报〔2023〕1号
	Bulletin string // empty where the caller may not see it
	Stage    Stage  // of the bulletin: void ones are listed as 作废
	Kept     bool   // taken from the series kept here; otherwise entered from the registry
	IssuedAt time.Time
}

// Numbers lists the numbers of a series and year that are taken, in order; empty and 0 mean any. Of bulletins that the caller may
// not see none is listed.
func (b *Bulletins) Numbers(ctx context.Context, caller access.Caller, series string, year int) ([]Numbered, error) {
	taken, err := b.store.BulletinNumbers(ctx, series, year)
	if err != nil {
		return nil, err
	}
	var list []Numbered
	for _, n := range taken {
		stored, err := b.store.Bulletin(ctx, n.Bulletin)
		if err != nil {
			return nil, err
		}
		var h head
		if err := json.Unmarshal([]byte(stored.Head), &h); err != nil {
			return nil, damaged(stored.ID, err)
		}
		if !look(caller, h).any(!stored.IssuedAt.IsZero()) {
			continue
		}
		list = append(list, Numbered{
			Series: n.Series, Year: n.Year, Number: n.Number, Text: documentNumber{n.Series, n.Year, n.Number}.String(), Bulletin: n.Bulletin, Stage: Stage(stored.Stage),
			Kept: n.Kept, IssuedAt: stored.IssuedAt,
		})
	}
	return list, nil
}

// choice is a number that a bulletin may take.
type choice struct {
	documentNumber
	kept bool // the next of the series kept here
}

// choose decides the number of a bulletin: the one that was entered, or the next of a series that is kept here. In such a series one
// may be entered as the first of its year, to go on after a registry on paper; after that it must be the next.
func (b *Bulletins) choose(ctx context.Context, series string, year int, ownSeries bool, entered *documentNumber) (choice, error) {
	last, taken, err := b.store.LastBulletinNumber(ctx, series, year)
	if err != nil {
		return choice{}, err
	}
	next := documentNumber{series, year, last + 1}
	switch {
	case entered == nil:
		return choice{next, true}, nil
	case !ownSeries, taken == 0:
		return choice{*entered, ownSeries && *entered == next}, nil
	case *entered != next:
		return choice{}, warehouse.Fault(warehouse.BadRequest, "the series %s is kept here without gap: after %d the next number is %s; enter none to take it", series, last, next)
	}
	return choice{next, true}, nil
}

func (c choice) stored(id string) state.BulletinNumber {
	return state.BulletinNumber{Series: c.series, Year: c.year, Number: c.number, Kept: c.kept, Bulletin: id}
}
