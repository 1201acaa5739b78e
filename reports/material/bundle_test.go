package material_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"anlan/access"
	"anlan/reports/material"
	"anlan/reports/prose"
	"anlan/safety"
	"anlan/warehouse"
)

// bundle is a warehouse of Zibo's counties on the morning of 20 May 2026.
type bundle struct {
	*material.Gatherer
	t *testing.T
	w *warehouse.Warehouse
}

func opened(t *testing.T) *bundle {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 5, 20, 2, 0, 0, 0, time.UTC) }
	w, err := warehouse.Open(t.Context(), warehouse.Config{Dir: t.TempDir(), Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return &bundle{material.New(material.Sources{Warehouse: w}), t, w}
}

// load merges rows under a header; their system is "s".
func (b *bundle) load(name, header string, lines ...string) {
	b.t.Helper()
	fact, _ := warehouse.FactNamed(name)
	work, err := b.w.CreateWork(b.t.Context(), fact, "t")
	if err != nil {
		b.t.Fatal(err)
	}
	csv := "system," + header + "\ns," + strings.Join(lines, "\ns,") + "\n"
	if err := b.w.Conn().InsertFormat(b.t.Context(), "CSVWithNames", "INSERT INTO "+work+" (system,"+header+") SETTINGS max_partitions_per_insert_block = 0", strings.NewReader(csv)); err != nil {
		b.t.Fatal(err)
	}
	if _, _, err := b.w.Update(b.t.Context(), "run", "test", func(ctx context.Context, u *warehouse.Update) error {
		_, err := u.Merge(ctx, fact, work)
		return err
	}); err != nil {
		b.t.Fatal(err)
	}
	if err := b.w.DropWork(b.t.Context(), work); err != nil {
		b.t.Fatal(err)
	}
}

// gather answers a plan about Zibo unless it names another region.
func (b *bundle) gather(caller access.Caller, p material.Plan) *material.Material {
	b.t.Helper()
	if p.Region == "" {
		p.Region = "370300"
	}
	m, err := b.Gather(b.t.Context(), caller, p)
	if err != nil {
		b.t.Fatal(err)
	}
	return m
}

func period(t *testing.T, code string) safety.Period {
	t.Helper()
	p, err := safety.ParsePeriod(code)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// told is a value as a person reads it: the number, or why there is none.
func told(v prose.Value) string {
	if v.Exact == nil {
		return string(v.State)
	}
	return v.Exact.Round(6).String()
}
