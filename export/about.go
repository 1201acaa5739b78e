package export

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"anlan/export/sheet"
	"anlan/safety"
	"anlan/warehouse"
)

// places knows the names of regions and sectors; *warehouse.Warehouse does.
type places interface {
	Regions(ctx context.Context, v *warehouse.Version) (*warehouse.Regions, error)
	Sectors(ctx context.Context, v *warehouse.Version) (warehouse.Sectors, error)
}

// about says what a workbook is of, with the names that its data version has for the codes of what was asked and may be seen.
func (x *Export) about(ctx context.Context, m Manifest) ([]sheet.Line, error) {
	known, ok := x.exporter.data.(places)
	if !ok {
		return aboutLines(m), nil
	}
	regions, err := known.Regions(ctx, x.reading.Version())
	if err != nil {
		return nil, fmt.Errorf("name the regions of a workbook: %w", err)
	}
	sectors, err := known.Sectors(ctx, x.reading.Version())
	if err != nil {
		return nil, fmt.Errorf("name the sectors of a workbook: %w", err)
	}
	on := safety.DateOf(m.PublishedAt) // not today: equal workbooks are equal bytes
	region := func(code string) string {
		if r, ok := regions.Get(safety.RegionCode(code), on); ok && code != "" {
			return r.FullName + " " + code
		}
		return code
	}
	sector := func(code string) string {
		if s, ok := sectors.Get(code); ok {
			return s.Name + " " + code
		}
		return code
	}
	f := &m.Filter
	f.Region, f.Sector, f.Scope, f.Sectors = region(f.Region), sector(f.Sector), each(f.Scope, region), each(f.Sectors, sector)
	return aboutLines(m), nil
}

func each(codes []string, name func(string) string) []string {
	named := make([]string, len(codes))
	for i, c := range codes {
		named[i] = name(c)
	}
	return named
}

// aboutLines say what a workbook is of, in words for people.
func aboutLines(m Manifest) []sheet.Line {
	lines := []sheet.Line{
		{Label: "数据集 Data set", Text: m.Title.ZH + " " + m.Title.EN + " (" + m.DataSet + ")"},
		{Label: "数据版本 Data version", Text: strconv.FormatUint(m.DataVersion, 10)},
		{Label: "发布时间 Published", Text: m.PublishedAt.Format(time.DateTime) + "（北京时间 Beijing time）"},
	}
	for _, w := range m.Watermarks {
		lines = append(lines, sheet.Line{Label: "来源 Source", Text: w.System + " · " + w.Fact + "：截至 until " + w.LastRecord})
	}
	f := m.Filter
	if slices.Equal(f.Scope, []string{"*"}) {
		f.Scope = []string{"全部 all"}
	}
	for _, l := range []sheet.Line{
		{Label: "地区 Region", Text: f.Region}, {Label: "区划树 Tree", Text: strings.TrimSpace(f.Tree + " " + f.TreeDate)}, {Label: "行业 Sector", Text: f.Sector},
		{Label: "期间 Period", Text: strings.Trim(f.From+" – "+f.To, " –")}, {Label: "条件 Where", Text: f.Where}, {Label: "分组 Group by", Text: strings.Join(f.GroupBy, ", ")},
		{Label: "条件 Having", Text: f.Having}, {Label: "排序 Order", Text: strings.Join(f.Order, ", ")}, {Label: "可见地区 Scope", Text: strings.Join(f.Scope, "、")},
		{Label: "可见行业 Sectors", Text: strings.Join(f.Sectors, "、")},
	} {
		if l.Text != "" {
			lines = append(lines, l)
		}
	}
	if f.Limit != nil {
		lines = append(lines, sheet.Line{Label: "最多行数 Limit", Text: strconv.FormatUint(*f.Limit, 10)})
	}
	return lines
}
