package warehouse

import (
	_ "embed"
	"strings"

	"anlan/safety"
)

//go:embed sql/dataset_evidence.sql
var dataEvidenceSQL string

// figureSource is the monthly rollup: a row for every month, recorded region and sector of which any figure is known.
func figureSource() *dataSource {
	const first = "YYYYMMDDToDate(month * 100 + 1)"
	s := &dataSource{table: rollupTable, of: &Fact{Name: rollupTable, Date: first}, DataSet: DataSet{
		Name: "figure_monthly", Kind: FigureSet, Title: Text{ZH: "月度指标", EN: "Monthly figures"}, Date: "month", Key: []string{"month", "region", "sector"},
		Doc: Text{
			ZH: "各月、各登记区划、各行业领域的可加总指标，按月、区划、行业相加即为整体指标；未知为空，不是 0：计数为 0 时，该区划须已有此类记录报来；金额等合计及按登记内容的计数，无记录登记即为空；没有的行即当月该区划该行业没有您可见的任何记录",
			EN: "Every figure that adds up, by month, region as recorded, and sector: their sums over months, regions and sectors are the figures of the whole. " +
				"What is not known is empty, never 0. A number of records is 0 only where such records are known to come from by that month. Sums, and numbers of records that state something " +
				"(deaths, penalties, cases opened), are empty unless a record states them, also where there are no records. A row that is not there has no records of any kind that you may see.",
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
		s.add(DataColumn{Name: m.Name, Type: figureType(m), Title: m.Title, Unit: m.Unit, Doc: figureDoc(m), Source: m.Document}, figureRead(m))
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

// figureDoc says what is counted, and when the figure is empty.
func figureDoc(m *Metric) string {
	empty := "Empty where no such records are known to come from."
	if strings.HasPrefix(rollupType(m), "Nullable(") {
		empty = "Empty where no record states it."
	}
	return strings.TrimSpace(m.Doc + " " + empty)
}

// figureRead keeps what is unknown unknown. A sum, or a number of records that tell something, is empty unless a record tells it, as the rollup has it: were it 0
// where there are no records, its sum would read 0 where others do not tell. A number of records is empty where it is 0 and the planner would not know it: see
// plan.judge, which a test holds this to.
func figureRead(m *Metric) columnRead {
	f, _ := FactNamed(m.Measure.Fact)
	figure := "t." + m.Name
	if strings.HasPrefix(rollupType(m), "Nullable(") {
		return columnRead{raw: []string{m.Name}, sql: figure, fact: f.Name}
	}
	records, unknown := "t."+f.Records, "no_"+f.Name
	known := "t.month BETWEEN {" + f.Name + "_from:UInt32} AND {" + f.Name + "_to:UInt32} AND transform(t.region, evidence.code, evidence." + f.Name + ", toUInt32(0)) BETWEEN 1 AND t.month"
	return columnRead{
		raw: []string{m.Name, f.Records, "region", "month"}, fact: f.Name, evidence: f.Name,
		first: records + " = 0 AND NOT (" + known + ") AS " + unknown,
		sql:   "if(" + unknown + ", nullIf(" + figure + ", 0), " + figure + ")",
	}
}

// figured leaves, where the scope does not show every fact, the rows in which a fact that it shows has a figure: what else is there hides in the others.
func (p *dataPlan) figured() []string {
	var told []string
	hidden := false
	for _, m := range rollupMeasures() {
		switch {
		case !p.scope.SeesFact(m.Measure.Fact):
			hidden = true
		case strings.HasPrefix(rollupType(m), "Nullable("):
			told = append(told, m.Name+" IS NOT NULL")
		default:
			told = append(told, m.Name+" > 0")
		}
	}
	if p.source.Kind != FigureSet || !hidden {
		return nil
	}
	return []string{"(" + strings.Join(told, " OR ") + ")"}
}

// evidence says what tells a figure of a fact from an unknown one: since which month the recorded regions send records, and between
// which months the records tell what happened and what did not. It is the beginning of a statement.
func (p *dataPlan) evidence(facts []string) string {
	for _, fact := range facts {
		from, to := safety.Month(1), safety.Month(0)
		if until, ok := p.version.Reach(fact, openEnd()); ok && len(p.version.Partitions(fact)) > 0 {
			from, to = firstMonth(p.version.Partitions(fact)), until.YearMonth()
		}
		p.args[fact+"_from"], p.args[fact+"_to"] = uint32(from), uint32(to)
	}
	p.treeArgs()
	p.args["rollup"] = p.version.Partitions(rollupTable)
	return "WITH (" + strings.NewReplacer("/*coverage*/", strings.ReplaceAll(coverageSQL, "{parts:", "{rollup:"), "/*closure*/", closureAt).Replace(dataEvidenceSQL) + ") AS evidence\n"
}
