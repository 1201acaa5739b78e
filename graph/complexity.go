package graph

import (
	"context"
	"math"
	"strings"

	"github.com/99designs/gqlgen/complexity"
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"anlan/graph/scalar"
)

// weight says what a field costs: cost once, and its selection times the length of the list that it gives. That length is
// the argument named by list where there is one, else many.
type weight struct {
	cost int
	list string
	many int
}

// question is the cost of asking the engine.
const question = 50

// weights names the fields that give lists or ask the engine; all others cost 1 and their selection. Lengths that no
// argument bounds are guessed on the safe side for a city: its counties and zones, the indicators of a scheme.
var weights = map[string]weight{
	"Query.metrics":                 {cost: question, many: 1},
	"Query.assessment":              {cost: 4 * question, many: 1},
	"Viewer.home":                   {cost: 4 * question, many: 1},
	"Query.inspections":             {cost: question, list: "first"},
	"Query.hazards":                 {cost: question, list: "first"},
	"Query.trainings":               {cost: question, list: "first"},
	"Query.accidents":               {cost: question, list: "first"},
	"Query.obligations":             {cost: question, list: "first"},
	"Query.enterprises":             {cost: question, list: "first"},
	"Query.inspection":              {cost: question, many: 1},
	"Query.hazard":                  {cost: question, many: 1},
	"Query.training":                {cost: question, many: 1},
	"Query.accident":                {cost: question, many: 1},
	"Query.obligation":              {cost: question, many: 1},
	"Query.enterprise":              {cost: question, many: 1},
	"Query.versions":                {cost: question, list: "first"},
	"Query.runs":                    {cost: question, list: "first"},
	"Query.run":                     {cost: question, many: 1},
	"Query.quarantine":              {cost: question, list: "first"},
	"Query.quarantineReasons":       {cost: question, many: 50},
	"Query.jobs":                    {cost: question, many: 20},
	"Query.jobTasks":                {cost: question, list: "first"},
	"Query.backfills":               {cost: question, many: 100},
	"Query.backfillWindows":         {cost: question, many: 200},
	"Query.outages":                 {cost: question, many: 20},
	"Query.notices":                 {cost: question, list: "first"},
	"Query.audits":                  {cost: question, list: "first"},
	"Query.checkResults":            {cost: question, list: "first"},
	"Query.quality":                 {cost: 10 * question, many: 1},
	"Query.corrections":             {cost: 2 * question, list: "first"},
	"Query.versionDifferences":      {cost: 2 * question, many: 1},
	"Query.recordKinds":             {cost: 1, many: 15},
	"Query.recordTable":             {cost: question, many: 1}, // times rows
	"RecordKind.columns":            {cost: 1, many: 30},
	"RecordTable.columns":           {cost: 1, many: 30},
	"Scheme.figures":                {cost: 1, many: 20},
	"Scheme.groups":                 {cost: 1, many: 6},
	"Scheme.lines":                  {cost: 1, many: 20},
	"Scheme.numbers":                {cost: 1, many: 60},
	"Scheme.bands":                  {cost: 1, many: 4},
	"Query.assessmentWhatIf":        {cost: 20 * question, many: 1},
	"Query.assessmentCertainty":     {cost: 40 * question, many: 1},
	"Movement.steps":                {cost: 1, many: 10},
	"Movement.passed":               {cost: 1, many: 3},
	"Movement.passedBy":             {cost: 1, many: 3},
	"MovementStep.parts":            {cost: 1, many: 5},
	"Certainty.intervals":           {cost: 1, many: 30},
	"Certainty.neighbours":          {cost: 1, many: 30},
	"Query.assessmentResults":       {cost: question, list: "first"},
	"Query.assessmentResult":        {cost: question, many: 1},
	"Query.officialResult":          {cost: question, many: 1},
	"IndicatorScore.figures":        {cost: 1, many: 2},
	"IndicatorScore.drills":         {cost: 1, many: 2},
	"ScoreLine.figures":             {cost: 1, many: 2},
	"Query.resultActs":              {cost: question, many: 30},
	"Query.resultBytes":             {cost: 4 * question, many: 1},
	"Query.resultSchemeText":        {cost: question, many: 1},
	"Query.resultDifferences":       {cost: 2 * question, many: 1},
	"ResultDifferences.list":        {cost: 1, many: 200},
	"ResultDocument.subjects":       {cost: 1, many: 30},
	"ResultSubject.lines":           {cost: 1, many: 20},
	"Query.bulletins":               {cost: question, list: "first"},
	"Query.bulletin":                {cost: 2 * question, many: 1},
	"Query.bulletinActs":            {cost: question, many: 30},
	"Query.bulletinFigure":          {cost: 2 * question, many: 1},
	"Query.bulletinDifferences":     {cost: 4 * question, many: 1},
	"Query.bulletinNumbers":         {cost: question, many: 100},
	"Query.bulletinKinds":           {cost: 1, many: 15},
	"Mutation.draftBulletin":        {cost: 20 * question, many: 1},
	"Mutation.refreshBulletin":      {cost: 20 * question, many: 1},
	"Mutation.correctBulletin":      {cost: 20 * question, many: 1},
	"Mutation.issueBulletin":        {cost: 20 * question, many: 1},
	"Query.bulletinDeliveries":      {cost: 2, many: 50},
	"BulletinDelivery.receipts":     {cost: 1, many: 10},
	"Bulletin.files":                {cost: 1, many: 12},
	"BulletinContent.sections":      {cost: 1, many: 15},
	"BulletinContent.texts":         {cost: 1, many: 30},
	"BulletinContent.figures":       {cost: 1, many: 300},
	"BulletinContent.corrected":     {cost: 1, many: 50},
	"BulletinContent.bases":         {cost: 1, many: 50},
	"BulletinChanges.figures":       {cost: 1, many: 300},
	"BulletinDifferences.texts":     {cost: 1, many: 30},
	"BulletinText.stale":            {cost: 1, many: 10},
	"BulletinFigure.records":        {cost: 1, many: 2},
	"Query.hexagons":                {cost: 10 * question, many: 1},
	"HexagonTable.figures":          {cost: 1, many: 20},
	"Query.riskModels":              {cost: 1, many: 4},
	"Query.riskMap":                 {cost: 4 * question, many: 1},
	"Query.riskMatrix":              {cost: 4 * question, many: 1},
	"Query.riskContributors":        {cost: 10 * question, many: 1},
	"Query.riskEnterprises":         {cost: 10 * question, many: 1},
	"Query.enterprisePortrait":      {cost: 10 * question, many: 1},
	"RiskMap.cells":                 {cost: 1, many: fewCells},
	"RiskModel.inherent":            {cost: 1, many: 10},
	"RiskModel.dynamic":             {cost: 1, many: 10},
	"RiskMatrix.cells":              {cost: 1, many: 300},
	"RiskMatrix.areas":              {cost: 1, many: 20},
	"RiskCell.factors":              {cost: 1, many: 10},
	"RiskContributors.sectors":      {cost: 1, many: 10},
	"RiskContributors.enterprises":  {cost: 1, many: 10},
	"RiskContributor.parts":         {cost: 1, many: 5},
	"EnterprisePortrait.history":    {cost: 1, many: 12},
	"EnterprisePortrait.figures":    {cost: 1, many: 120},
	"EnterprisePortrait.records":    {cost: 1, many: 6},
	"Query.alertRules":              {cost: 1, many: 30},
	"Query.alerts":                  {cost: question, list: "first"},
	"Query.alertJudgement":          {cost: 1, many: 1},
	"Query.alertCounts":             {cost: question, many: 4},
	"Query.alert":                   {cost: question, many: 1},
	"Query.alertEvents":             {cost: question, many: 50},
	"Alert.figures":                 {cost: 1, many: 4},
	"Query.dataSets":                {cost: 1, many: 30},
	"DataSet.columns":               {cost: 1, many: 40},
	"Query.exportEstimate":          {cost: 2 * question, many: 1},
	"Query.exports":                 {cost: question, list: "first"},
	"Query.export":                  {cost: question, many: 1},
	"Mutation.createExport":         {cost: 4 * question, many: 1},
	"Export.parts":                  {cost: 2, many: 50},
	"Export.columns":                {cost: 1, many: 40},
	"Export.askedBy":                {cost: 2, many: 2},
	"BulletinKind.sections":         {cost: 1, many: 15},
	"Run.substitutions":             {cost: question, many: 50},
	"Query.lineage":                 {cost: 4 * question, many: 1},
	"Query.searchRegions":           {cost: 10, list: "first"},
	"Query.regions":                 {cost: 10, many: 150},
	"Query.sectors":                 {cost: 10, many: 50},
	"Query.departments":             {cost: 10, many: 50},
	"Query.schemes":                 {cost: 1, many: 10},
	"Query.vocabularies":            {cost: 1, many: 30},
	"Query.pipelines":               {cost: question, many: 20},
	"Freshness.pipelines":           {cost: question, many: 20},
	"Catalogue.metrics":             {cost: 1, many: 150},
	"Catalogue.dimensions":          {cost: 1, many: 30},
	"Vocabulary.terms":              {cost: 1, many: 30},
	"Region.children":               {cost: 10, many: 30},
	"Region.ancestors":              {cost: 2, many: 6},
	"MetricTable.columns":           {cost: 1, many: 20},
	"Assessment.subjects":           {cost: 1, many: fewSubjects}, // see bounded
	"Subject.indicators":            {cost: 1, many: 20},
	"Version.watermarks":            {cost: 1, many: 20},
	"Source.watermarks":             {cost: 1, many: 20},
	"Run.files":                     {cost: 1, many: 20},
	"Run.checks":                    {cost: question, many: 20},
	"Run.report":                    {cost: 4 * question, many: 1},
	"RunChanges.figures":            {cost: 1, list: "first"},
	"Job.waiting":                   {cost: 1, many: 5},
	"WaitingTask.holds":             {cost: 1, many: 3},
	"QuarantinedRow.events":         {cost: 1, many: 3},
	"QualityReport.scores":          {cost: 1, many: 100},
	"QualityScore.parts":            {cost: 1, many: 4},
	"QualityPart.columns":           {cost: 1, many: 10},
	"LineageSide.runs":              {cost: 1, many: 50},
	"VersionComparison.differences": {cost: 1, many: 200},
	"LineageSide.files":             {cost: 1, many: 50},
	"Inspection.origin":             {cost: question, many: 1},
	"Hazard.origin":                 {cost: question, many: 1},
	"Training.origin":               {cost: question, many: 1},
	"Accident.origin":               {cost: question, many: 1},
	"Obligation.origin":             {cost: question, many: 1},
	"Enterprise.origin":             {cost: question, many: 1},
	"Inspection.enterpriseRecord":   {cost: 2, many: 1},
	"Hazard.enterpriseRecord":       {cost: 2, many: 1},
	"Training.enterpriseRecord":     {cost: 2, many: 1},
	"Accident.enterpriseRecord":     {cost: 2, many: 1},
	"Obligation.enterpriseRecord":   {cost: 2, many: 1},
}

// complexityLimit refuses operations whose weight passes the limit. Introspection weighs nothing: shapeLimit bounds it.
type complexityLimit struct {
	limit  int
	schema graphql.ExecutableSchema
}

func (*complexityLimit) ExtensionName() string { return "ComplexityLimit" }

func (l *complexityLimit) Validate(schema graphql.ExecutableSchema) error {
	l.schema = weighed{ExecutableSchema: schema}
	return nil
}

func (l *complexityLimit) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if got := complexity.Calculate(ctx, l.schema, op.Operation, op.Variables); got > l.limit {
		return refusal("the operation weighs %d, the limit is %d: ask for fewer fields or shorter lists", got, l.limit)
	}
	op.Stats.SetExtension(scales, l)
	return nil
}

// weighed is a schema whose fields weigh what the table says.
type weighed struct {
	graphql.ExecutableSchema
	subjects int // of the ranking that is asked about; 0 while they are not counted
}

func (s weighed) Complexity(_ context.Context, typeName, field string, selection int, args map[string]any) (int, bool) {
	w, ok := weights[typeName+"."+field]
	if !ok {
		return 0, false
	}
	length := w.many
	if name := typeName + "." + field; name == "Query.metrics" || name == "Query.versionDifferences" {
		w.cost *= figures(args["query"])
	}
	switch typeName + "." + field {
	case "Assessment.subjects":
		if only, chosen := args["only"].([]any); chosen {
			length = max(len(only), 1)
		} else if s.subjects > 0 {
			length = s.subjects
		}
	case "Query.riskMap":
		length = cells(args["query"])
	case "Query.recordTable": // of columns, a list of many texts weighs like one
		n, err := scalar.UnmarshalInt(args["first"])
		if length = 1 + max(n, 0)/fewRows; err != nil {
			length = math.MaxInt32
		}
	}
	if w.list != "" {
		n, err := scalar.UnmarshalInt(args[w.list])
		if err != nil {
			n = math.MaxInt32
		}
		length = max(n, 1)
	}
	if selection > (math.MaxInt32-w.cost)/length {
		return math.MaxInt32, true
	}
	return w.cost + length*selection, true
}

// fewRows is how many rows of a column weigh like one field.
const fewRows = 20

// fewCells is how many cells of a risk map RiskMap.cells weighs; Query.riskMap weighs them as often as cells says.
const fewCells = 40

// cells is about how many times fewCells a risk map has: its months by its regions by its sectors.
func cells(query any) int {
	q, ok := query.(map[string]any)
	if !ok {
		return 1
	}
	months, sectors := 1, 1
	if p, err := scalar.UnmarshalPeriodCode(q["period"]); err == nil && !p.IsZero() {
		months = p.To.YearMonth().Since(p.From.YearMonth()) + 1
	}
	level, _ := q["level"].(string)
	regions := below(level)
	if region, err := scalar.UnmarshalRegionCode(q["region"]); err == nil && len(region) == 6 && !strings.HasSuffix(string(region), "0000") {
		regions = min(regions/10+10, regions) // of a city or county
	}
	if by, _ := q["bySector"].(bool); by {
		named, _ := q["sectors"].([]any)
		if sectors = len(named); sectors == 0 {
			sectors = 20
		}
	}
	return 1 + months*regions*sectors/fewCells
}

// below is about how many regions of a level a province has; without a level those directly below are meant.
func below(level string) int {
	switch level {
	case "", "CITY":
		return 20
	case "COUNTY":
		return 150
	}
	return 2000
}

// figures is how many tens of figures a metric query computes for each row: its measures, for each period compared.
func figures(query any) int {
	q, ok := query.(map[string]any)
	if !ok {
		return 1
	}
	length := func(list any) int {
		items, _ := list.([]any)
		return min(len(items), maxMeasures)
	}
	return 1 + length(q["measures"])*(1+length(q["compare"]))/10
}
