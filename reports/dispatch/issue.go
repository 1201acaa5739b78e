package dispatch

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"anlan/reports/bulletin"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// Issuing is what issuing adds.
type Issuing struct {
	// Number is the 发文字号 as the office's registry gave it out: 桓安办通报〔2023〕1号. Empty takes the next of the series kept here.
	Number    string
	Signer    string
	Date      safety.Date // 成文日期; its year is that of the number
	PrintedOn safety.Date // 印发日期; zero means Date
}

// printedWithin is in how many days a document is printed after it was signed, at the latest: a longer time is an error of typing, and
// what was issued cannot be mended.
const printedWithin = 15

// leaseTime is how long others wait for a program that was killed while it issued.
const leaseTime = 15 * time.Second

// Issue gives a reviewed bulletin its number, renders it in every format and language, and keeps figures, texts and files for
// good: all of it, or nothing. A correction supersedes the bulletin that it corrects in the same moment. Errors are
// [*warehouse.Error]: conflict when the number is taken or somebody acted meanwhile.
func (b *Bulletins) Issue(ctx context.Context, doing Doing, issuing Issuing) (*Bulletin, error) {
	o, err := b.open(ctx, doing.Caller, doing.Bulletin)
	if err != nil {
		return nil, err
	}
	if doing.Seen == 0 {
		doing.Seen = o.stored.Acts
	}
	today, err := b.today(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := o.issuable(doing, &issuing, today); err != nil { // before it waits for others
		return nil, err
	}
	office := o.record.Composition.Office
	// The lease lets one issue after the other, so that none renders for a number that another takes. What keeps numbers right is
	// the transaction.
	series := "bulletin/" + office.NumberPrefix + "/" + strconv.Itoa(issuing.Date.Year())
	held, err := b.store.HoldWhenFree(ctx, series, doing.Caller.Name+" "+rand.Text(), b.lease)
	if err != nil {
		return nil, err
	}
	defer held.Release() //nolint:contextcheck // it is given back also when the request is over
	for range tries {
		if o, err = b.open(ctx, doing.Caller, doing.Bulletin); err != nil {
			return nil, err
		}
		entered, err := o.issuable(doing, &issuing, today)
		if err != nil {
			return nil, err
		}
		number, err := b.choose(ctx, office.NumberPrefix, issuing.Date.Year(), office.Series == bulletin.Kept, entered)
		if err != nil {
			return nil, err
		}
		err = b.issue(ctx, o, doing, issuing, number)
		if err == nil {
			return b.Bulletin(ctx, doing.Caller, doing.Bulletin)
		}
		if !errors.Is(err, state.ErrConflict) {
			return nil, err
		}
		if err := b.taken(ctx, number, entered); err != nil {
			return nil, err
		}
	}
	return nil, moved()
}

// issuable says why a bulletin cannot be issued so, and completes what is to be added; it reads the number that was entered.
func (o *opened) issuable(doing Doing, issuing *Issuing, today safety.Date) (entered *documentNumber, err error) {
	office := o.record.Composition.Office
	issuing.Signer = strings.TrimSpace(issuing.Signer)
	if issuing.PrintedOn.IsZero() {
		issuing.PrintedOn = issuing.Date
	}
	switch {
	case o.may(doing.Caller, Sign) != nil:
		return nil, o.may(doing.Caller, Sign)
	case doing.Seen != o.stored.Acts:
		return nil, moved()
	case o.stands(Sign) != nil:
		return nil, o.stands(Sign)
	case issuing.Signer == "":
		return nil, warehouse.Fault(warehouse.BadRequest, "say who signed the bulletin (签发人)")
	case legible("the signer", issuing.Signer) != nil:
		return nil, legible("the signer", issuing.Signer)
	case len(office.Signers) > 0 && !slices.Contains(office.Signers, issuing.Signer):
		return nil, warehouse.Fault(warehouse.BadRequest, "%s does not sign for this office: expected %s", issuing.Signer, strings.Join(office.Signers, ", "))
	case issuing.Date.IsZero():
		return nil, warehouse.Fault(warehouse.BadRequest, "say the date of the document (成文日期)")
	case issuing.Date.Before(o.record.Composition.AsOf):
		return nil, warehouse.Fault(warehouse.BadRequest, "the bulletin tells of data up to %s: it cannot be of %s", o.record.Composition.AsOf, issuing.Date)
	case issuing.Date.After(today):
		return nil, warehouse.Fault(warehouse.BadRequest, "the date of the document (成文日期) is the day of its signing: %s is not there yet, today is %s", issuing.Date, today)
	case issuing.PrintedOn.After(today.AddDays(printedWithin)):
		return nil, warehouse.Fault(warehouse.BadRequest, "it cannot be printed (印发) on %s: expected a day within %d days from today, %s", issuing.PrintedOn, printedWithin, today)
	case issuing.PrintedOn.Before(issuing.Date):
		return nil, warehouse.Fault(warehouse.BadRequest, "it cannot be printed (印发) on %s, before its date %s", issuing.PrintedOn, issuing.Date)
	case issuing.Number == "" && office.Series != bulletin.Kept:
		return nil, warehouse.Fault(warehouse.BadRequest, "numbers of %s are given out by the office's registry: enter the one that it gave", office.NumberPrefix)
	case issuing.Number == "":
		return nil, nil //nolint:nilnil // none was entered: the next of the series
	}
	number, err := parseNumber(issuing.Number)
	switch {
	case err != nil:
		return nil, err
	case number.series != office.NumberPrefix:
		return nil, warehouse.Fault(warehouse.BadRequest, "%s is of another series: expected %s", number, documentNumber{office.NumberPrefix, number.year, number.number})
	case number.year != issuing.Date.Year():
		return nil, warehouse.Fault(warehouse.BadRequest, "%s is of another year than the date of the document, %s", number, issuing.Date)
	}
	return &number, nil
}

// issue renders a bulletin under a number and stores everything at once.
func (b *Bulletins) issue(ctx context.Context, o *opened, doing Doing, issuing Issuing, number choice) error {
	final := *o.record
	final.Composition = bulletin.Finish(o.record.Composition, bulletin.Finishing{
		Number: number.String(), Signer: issuing.Signer, Date: issuing.Date, PrintedOn: issuing.PrintedOn,
	})
	files, bodies, err := b.renderAll(ctx, o.stored.ID, final.Composition)
	if err != nil {
		return err
	}
	final.Issued = &issued{DocumentNumber: number.String(), Signer: issuing.Signer, Date: issuing.Date, PrintedOn: issuing.PrintedOn, Files: files}
	body, err := encode(&final)
	if err != nil {
		return err
	}
	act, err := o.next(doing, Act{Kind: Sign, Digest: state.Digest(body), Detail: Detail{
		DocumentNumber: number.String(), Signer: issuing.Signer, Date: issuing.Date, PrintedOn: issuing.PrintedOn, Files: files,
	}}, &final)
	if err != nil {
		return err
	}
	supersede, err := b.superseding(ctx, o, doing)
	if err != nil {
		return err
	}
	return b.store.IssueBulletin(ctx, number.stored(o.stored.ID), act, supersede, append(bodies, body)...)
}

// taken says that a number which was entered is another bulletin's; nil when there is another reason to try again.
func (b *Bulletins) taken(ctx context.Context, number choice, entered *documentNumber) error {
	if entered == nil {
		return nil
	}
	numbers, err := b.store.BulletinNumbers(ctx, number.series, number.year)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if n.Number != number.number {
			continue
		}
		other, err := b.store.Bulletin(ctx, n.Bulletin)
		if err != nil {
			return err
		}
		return warehouse.Fault(warehouse.Conflict, "%s is taken already, by a bulletin that is %s", number.documentNumber, other.Stage)
	}
	return nil
}
