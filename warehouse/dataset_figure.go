package warehouse

import (
	"slices"
	"strings"

	"anlan/safety"
)

// figureSource is the monthly rollup: a row for every month, recorded region and sector of which any figure is known.
func figureSource() *dataSource {
	const first = "YYYYMMDDToDate(month * 100 + 1)"
	s := &dataSource{table: rollupTable, of: &Fact{Name: rollupTable, Date: first}, DataSet: DataSet{
		Name: "figure_monthly", Kind: FigureSet, Title: Text{ZH: "月度指标", EN: "Monthly figures"}, Date: "month", Key: []string{"month", "region", "sector"},
		Doc: Text{
			ZH: "各月、各登记区划、各行业领域的可加总指标；未知为空，不是 0；没有的行即当月该区划该行业没有任何记录",
			EN: "Every figure that adds up, by month, region as recorded, and sector: their sums over months, regions and sectors are the figures of the whole. " +
				"What is not known is empty, never 0: a figure is 0 only where records are known to come from by that month. A row that is not there has no records at all.",
		},
	}}
	s.add(DataColumn{Name: "month", Type: "Date32", Title: Text{ZH: "月份", EN: "Month"}, Doc: "Its first day. Months that still run, or are to come, hold what records say of the whole of them: deadlines yet to come too."},
		columnRead{raw: []string{"month"}, sql: "toDate32(YYYYMMDDToDate(t.month * 100 + 1))"})
	for _, c := range []DataColumn{
		{Name: "region", Type: "String", Title: Text{ZH: "行政区划", EN: "Region"}, Doc: "As recorded at the event.", Source: "GB/T 2260 and the regions of the installation (data set region)"},
		{Name: "sector", Type: "Nullable(String)", Title: Text{ZH: "行业领域", EN: "Sector"}, Doc: "At the event; empty where the source does not say.", Source: "data set sector"},
	} {
		_, sql := leaving(lowText, c.Name == "region", "t."+c.Name)
		s.add(c, columnRead{raw: []string{c.Name}, sql: sql})
	}
	for _, m := range rollupMeasures() {
		s.add(DataColumn{Name: m.Name, Type: figureType(m), Title: m.Title, Unit: m.Unit, Doc: m.Doc, Source: m.Document}, figureRead(m))
	}
	return s
}

// figureType is that of a figure as it leaves: any can be unknown.
func figureType(m *Metric) string {
	if typ := rollupType(m); strings.HasPrefix(typ, "Nullable(") {
		return typ
	}
	return "Nullable(" + rollupType(m) + ")"
}

// figureRead judges a figure of the rollup as plan.judge judges those of answers, a test holds that: it is unknown where records exist and none tells it, and
// where there are none and none are known to come.
func figureRead(m *Metric) columnRead {
	fact, of := m.Measure.Fact, "t."+m.Name
	f, _ := FactNamed(fact)
	read := columnRead{raw: []string{m.Name, "region", "month"}, join: evidenceJoin, fact: fact}
	records := "0"
	if f.Records != "" {
		records = "t." + f.Records
		read.raw = append(read.raw, f.Records)
	}
	untold := "false"
	if m.Measure.mayBeUnknown() && m.Measure.Date == f.Date {
		untold = records + " > 0"
		if number, ok := shippedCatalogue.byName[m.Measure.Of]; ok && number.Measure.Rollup {
			untold += " AND ifNull(t." + number.Name + " > 0, true)"
			read.raw = append(read.raw, number.Name)
		}
	}
	known := "t.month BETWEEN {" + fact + "_from:UInt32} AND {" + fact + "_to:UInt32}"
	if slices.Contains([]string{"inspection", "hazard", "training", "accident", "obligation"}, fact) {
		known += " AND k." + fact + " BETWEEN 1 AND t.month"
	} else {
		known = "false" // nothing tells from where they come
	}
	read.reach = fact
	read.sql = "multiIf(ifNull(" + of + " != 0, false), " + of + ", isNull(" + of + ") AND " + untold + ", NULL, " + records + " = 0 AND NOT (" + known + "), NULL, toNullable(ifNull(" + of + ", 0)))"
	return read
}

// reachArgs are the months between which records of a fact tell what happened, and what did not.
func (p *dataPlan) reachArgs(fact string) {
	from, to := safety.Month(1), safety.Month(0)
	if parts := p.version.Partitions(fact); len(parts) > 0 {
		if until, ok := p.version.Reach(fact, openEnd()); ok {
			from, to = firstMonth(parts), until.YearMonth()
		}
	}
	p.args[fact+"_from"], p.args[fact+"_to"] = uint32(from), uint32(to)
}
