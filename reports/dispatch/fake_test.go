package dispatch

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/reports/bulletin"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
	"anlan/state"
	"anlan/warehouse"
)

// desk composes the monthly bulletin of 桓台县 from two figures by period and data version: accidents of the month and of the same
// month of the year before. It says one sentence of them, and people write what is required.
type desk struct {
	mu       sync.Mutex
	now, was map[string]int // by period/version
	version  uint64         // the newest
	held     []bulletin.Hold
	series   bulletin.Series
	asked    int // how often it composed

	nothingRequired bool
}

func newDesk() *desk {
	return &desk{version: 7, now: map[string]int{"2026-05/7": 12, "2026-05/8": 10}, was: map[string]int{"2026-05/7": 15, "2026-05/8": 15}, series: bulletin.Kept}
}

var figurePattern = regexp.MustCompile(`\[\[([^|\]]+)\|([^\]]*)\]\]`)

func (d *desk) Compose(_ context.Context, _ access.Caller, r bulletin.Request) (*bulletin.Composition, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.asked++
	if r.Version == 0 {
		r.Version = d.version
	}
	if r.Kind != "monthly" {
		return nil, warehouse.Fault(warehouse.NotFound, "there is no kind of bulletin %q", r.Kind)
	}
	key := r.Period.String() + "/" + strconv.FormatUint(r.Version, 10)
	value, base := d.now[key], d.was[key]
	figures := map[string]document.Figure{}
	for id, n := range map[string]int{"overall//accidents/value": value, "overall//accidents/change/previous_year": value - base} {
		exact := decimal.NewFromInt(int64(n))
		f := document.Figure{ID: id, Query: "overall", Label: "桓台县 事故起数", Metric: "accidents", Unit: "起", Role: document.Value, State: warehouse.Present, Exact: &exact, Text: exact.Abs().String()}
		if strings.Contains(id, "change") {
			f.Role, f.Against, f.Label = document.Change, "previous_year", "桓台县 事故起数同比增减"
		}
		figures[id] = f
	}
	c := &bulletin.Composition{
		Kind: r.Kind, KindTitle: warehouse.Text{ZH: "月度调度通报", EN: "Monthly bulletin"}, Region: r.Region, RegionTitle: warehouse.Text{ZH: "桓台县", EN: "Huantai"}, Sector: r.Sector,
		Period: r.Period, DataVersion: r.Version, AsOf: r.AsOf, Held: d.held, Documents: map[document.Language]*document.Document{},
		Office: bulletin.Office{Name: "huantai", NumberPrefix: "桓安办通报", Series: d.series, Signers: []string{"李四", "王五"}},
	}
	if c.AsOf.IsZero() {
		c.AsOf = r.Period.To
	}
	direction := map[bool]string{true: "增加", false: "减少"}[value > base]
	generated := map[document.Language]string{
		document.Chinese: fmt.Sprintf("全县发生事故[[overall//accidents/value|%d]]起，同比%s[[overall//accidents/change/previous_year|%d]]起。", value, direction, max(value-base, base-value)),
		document.English: fmt.Sprintf("There were [[overall//accidents/value|%d]] accidents.", value),
	}
	overall := bulletin.SectionSource{Name: "overall", Title: warehouse.Text{ZH: "总体情况", EN: "Overall"}, Generated: generated, Text: map[document.Language]string{}, ByHand: map[document.Language]bool{}, Stale: map[document.Language][]bulletin.FigureChange{}}
	required := bulletin.SectionSource{Name: "requirements", Title: warehouse.Text{ZH: "工作要求", EN: "Requirements"}, Written: true, Required: !d.nothingRequired, Text: map[document.Language]string{}, ByHand: map[document.Language]bool{}}
	for _, language := range []document.Language{document.Chinese, document.English} {
		doc := &document.Document{Language: language, Agency: "桓台县安全生产委员会办公室文件", Title: r.Period.String() + "安全生产情况通报", Data: document.Data{Version: r.Version, AsOf: c.AsOf}, Queries: []document.Query{{Name: "overall", Other: "事故"}}}
		for _, s := range []*bulletin.SectionSource{&overall, &required} {
			text := s.Generated[language]
			if own, there := r.Texts[s.Name][language]; there {
				text, s.ByHand[language] = own.Text, true
				for _, cited := range figurePattern.FindAllStringSubmatch(own.Text, -1) {
					if _, there := figures[cited[1]]; !there {
						s.Stale[language] = append(s.Stale[language], bulletin.FigureChange{Figure: cited[1], Before: cited[2], Lost: true})
					}
				}
				for _, cited := range figurePattern.FindAllStringSubmatch(own.Seen, -1) {
					if f := figures[cited[1]]; f.Text != cited[2] {
						s.Stale[language] = append(s.Stale[language], bulletin.FigureChange{Figure: f.ID, Before: cited[2], After: f.Text})
					}
				}
			}
			text = figurePattern.ReplaceAllStringFunc(text, func(cited string) string {
				id := figurePattern.FindStringSubmatch(cited)[1]
				return "[[" + id + "|" + figures[id].Text + "]]"
			})
			s.Text[language] = text
			var runs []document.Run
			for text != "" {
				at := figurePattern.FindStringSubmatchIndex(text)
				if at == nil {
					runs = append(runs, document.Run{Text: text})
					break
				}
				f := figures[text[at[2]:at[3]]]
				if runs = append(runs, document.Run{Text: text[:at[0]]}, document.Run{Text: f.Text, Figure: f.ID}); doc.Figure(f.ID) == nil {
					doc.Figures = append(doc.Figures, f)
				}
				text = text[at[1]:]
			}
			doc.Sections = append(doc.Sections, document.Section{Name: s.Name, Blocks: []document.Block{{Paragraph: &document.Paragraph{Runs: runs}}}})
		}
		c.Documents[language] = doc
	}
	c.Sections = []bulletin.SectionSource{overall, required}
	return c, nil
}

// press prints a document as its JSON, with the format before it.
type press struct {
	edition string // of the program: other bytes
	after   func() // done with every file; nil: nothing
}

func (p press) Render(_ context.Context, d *document.Document, format render.Format, o render.Options) ([]byte, error) {
	if p.after != nil {
		p.after()
	}
	body, err := encode(d)
	return bytes.Join([][]byte{[]byte(p.edition + string(format) + strconv.FormatBool(o.Appendix)), body}, []byte("\n")), err
}

// shandong is where the regions lie.
type shandong struct{}

func (shandong) Above(_ context.Context, region safety.RegionCode, _ safety.Date) ([]safety.RegionCode, error) {
	return []safety.RegionCode{region, "370300", "370000"}, nil
}

// The people: who writes, who signs, and others.
var (
	writer   = access.Caller{Name: "桓台县安委办", Role: access.Office, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}
	second   = access.Caller{Name: "桓台县安委办副主任", Role: access.Office, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}
	signer   = access.Caller{Name: "桓台县安委会主任", Role: access.Leader, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}
	city     = access.Caller{Name: "淄博市分析员", Role: access.Analyst, Scope: access.Scope{Regions: []safety.RegionCode{"370300"}}}
	screen   = access.Caller{Name: "大屏", Role: access.Reader, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}}}
	mines    = access.Caller{Name: "矿山科", Role: access.Office, Scope: access.Scope{Regions: []safety.RegionCode{"370321"}, Sectors: []string{"mine"}}}
	neighbor = access.Caller{Name: "张店区安委办", Role: access.Office, Scope: access.Scope{Regions: []safety.RegionCode{"370303"}}}
)

func day(text string) safety.Date {
	d, err := safety.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func month(code string) Case {
	p, err := safety.ParsePeriod(code)
	if err != nil {
		panic(err)
	}
	return Case{Kind: "monthly", Region: "370321", Period: p}
}

// office is the bulletins of a county with their state.
type office struct {
	*Bulletins
	t     *testing.T
	desk  *desk
	file  string
	state *state.Store
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, desk: newDesk(), file: filepath.Join(t.TempDir(), "state.db")}
	store, err := state.Open(t.Context(), state.Config{File: o.file})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	o.state = store
	o.Bulletins = New(store, o.desk, press{edition: "1.0 "}, shandong{}, Options{Root: "https://anlan.example", Today: func() safety.Date { return day("2027-12-31") }})
	return o
}

func do[T any](t *testing.T) func(got T, err error) T {
	t.Helper()
	return func(got T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
}

// drafted drafts the bulletin of a month, and writes what is required.
func (o *office) drafted(period string) *Bulletin {
	o.t.Helper()
	b := do[*Bulletin](o.t)(o.Draft(o.t.Context(), writer, Request{Case: month(period)}))
	for _, language := range []document.Language{document.Chinese, document.English} {
		b = do[*Bulletin](o.t)(o.Edit(o.t.Context(), Doing{Caller: writer, Bulletin: b.ID}, Text{"requirements", language, "各镇要严格落实责任。"}))
	}
	return b
}

// reviewed is a drafted bulletin that was reviewed.
func (o *office) reviewed(period string) *Bulletin {
	o.t.Helper()
	return do[*Bulletin](o.t)(o.Review(o.t.Context(), Doing{Caller: second, Bulletin: o.drafted(period).ID, Remark: "同意"}))
}

func (o *office) issued(period, on string) *Bulletin {
	o.t.Helper()
	return do[*Bulletin](o.t)(o.Issue(o.t.Context(), Doing{Caller: signer, Bulletin: o.reviewed(period).ID, Remark: "签发"}, Issuing{Signer: "李四", Date: day(on)}))
}

func codeOf(err error) string {
	if fault, ok := err.(*warehouse.Error); ok { //nolint:errorlint // as callers are given it
		return fault.Code
	}
	if err != nil {
		return "another error: " + err.Error()
	}
	return ""
}

// refused says what an act that must be refused was told.
func refused(t *testing.T, err error, code, words string) {
	t.Helper()
	if codeOf(err) != code || !strings.Contains(err.Error(), words) {
		t.Errorf("told %q (%v), expected %s with %q", codeOf(err), err, code, words)
	}
}
