package assessment

import (
	"context"
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"anlan/safety"
	"anlan/warehouse"
)

// Open reads the schemes and checks them against the warehouse's catalogue. The error names every fault of every file.
func Open(w *warehouse.Warehouse, options Options) (*Reports, error) {
	return open(warehouseData{w}, options)
}

// warehouseData is the warehouse as reports ask it.
type warehouseData struct{ *warehouse.Warehouse }

// Metric gives a metric of the catalogue.
func (w warehouseData) Metric(name string) (metric, bool) { return metricOf(w.Catalogue(), name) }

func metricOf(c *warehouse.Catalogue, name string) (metric, bool) {
	m, err := c.Metric(name)
	if err != nil {
		return metric{}, false
	}
	out := metric{Name: m.Name, Fact: m.Fact(), Unit: m.Unit, Decimals: m.Decimals}
	if m.Ratio != nil {
		out.Numerator, out.Denominator = m.Ratio.Numerator.Name, m.Ratio.Denominator.Name
		out.Scale = decimal.NewFromFloat(m.Ratio.Scale)
	}
	return out, true
}

// Pin resolves a version and its regions, and holds its data until it is released.
func (w warehouseData) Pin(ctx context.Context, version uint64) (pinned, error) {
	if version == 0 {
		current, err := w.Current(ctx)
		if err != nil {
			return pinned{}, err
		}
		version = current.Number
	}
	release := w.Hold(version) // before reading it: a collection cannot come between
	v, err := w.Version(ctx, version)
	if err != nil {
		release()
		return pinned{}, err
	}
	regions, err := w.Regions(ctx, v)
	if err != nil {
		release()
		return pinned{}, err
	}
	newest, err := w.newest(ctx, v.Number)
	if err != nil {
		release()
		return pinned{}, err
	}
	return pinned{version: v.Number, newest: newest, today: w.Today(), regions: regionsOf{regions}, release: release}, nil
}

// underWay is how long after a publication questions may still arrive that began on the version before.
const underWay = time.Minute

// newest says whether a version is the newest, or was when a question began that is under way.
func (w warehouseData) newest(ctx context.Context, version uint64) (bool, error) {
	current, err := w.Current(ctx)
	if err != nil || current.Number <= version {
		return err == nil, err
	}
	next, err := w.Version(ctx, version+1)
	var fault *warehouse.Error
	if errors.As(err, &fault) && fault.Code == warehouse.NotFound {
		return false, nil
	}
	return err == nil && w.Now().Sub(next.PublishedAt) < underWay, err
}

// regionsOf finds subjects in a version's regions.
type regionsOf struct{ *warehouse.Regions }

// Peers leaves out what the level above runs itself or has not assigned (市直, 未分配): it is nobody's to answer for.
func (r regionsOf) Peers(tree warehouse.Tree, parent safety.RegionCode, level safety.RegionLevel, on safety.Date) []peer {
	list := r.Children(tree, parent, on)
	if level != safety.LevelUnknown {
		list = r.Below(tree, parent, level, on)
	}
	var peers []peer
	for _, region := range list {
		if region.Kind != warehouse.DirectRegion {
			peers = append(peers, peer{code: region.Code, name: region.Name, level: region.Level})
		}
	}
	return peers
}
