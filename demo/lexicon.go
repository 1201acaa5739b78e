package demo

import (
	"errors"
	"strings"

	"anlan/safety"
)

// lexicon holds every word that the files use, looked up once.
type lexicon struct {
	classes, risks, benchmarks       []string
	listings                         []string
	inspectionKinds, inspectionModes []string
	subjects                         []string
	mustCheck                        []string // by set of items
	levels, hazardSources            []string
	assurances                       []string // by set of assurances
	audiences, programmes            []string
	statuses                         []string
	unitKinds, obligationKinds       []string
	obligationStatuses               []string
	figures                          func(code string) string
	types1986, types2025             []safety.AccidentType
	summaries                        []string
}

var mustChecks = []string{"principal_duties", "safety_director", "hazardous_work", "dispatched_workers", "all_staff_training", "safety_diagnosis", "reward_reporting"}

func newLexicon() (*lexicon, error) {
	g := newGlossary()
	l := &lexicon{
		classes:            g.list("enterprise_class", classes...),
		risks:              g.list("risk_level", riskColours...),
		benchmarks:         g.list("benchmark", benchmarks...),
		listings:           g.list("listing", "none", "red", "black"),
		inspectionKinds:    g.list("inspection_kind", inspectionKinds...),
		inspectionModes:    g.list("inspection_mode", inspectionModes...),
		subjects:           g.list("inspection_subject", subjectKinds...),
		mustCheck:          sets(g.list("must_check", mustChecks...)),
		levels:             g.list("hazard_level", "general", "major"),
		hazardSources:      g.list("hazard_source", hazardSources...),
		assurances:         sets(g.list("assurance", assurances...)),
		audiences:          g.list("training_audience", audiences...),
		programmes:         g.list("training_programme", programmes...),
		statuses:           g.list("accident_status", accidentStatuses...),
		unitKinds:          g.list("unit_kind", unitKinds...),
		obligationKinds:    g.list("obligation_kind", obligationKinds...),
		obligationStatuses: g.list("obligation_status", statuses...),
		types1986:          safety.AccidentTypes(safety.GB6441Of1986),
		types2025:          safety.AccidentTypes(safety.GB6441Of2025),
		summaries:          []string{"", "", "", "现场检查，下达整改指令", "查阅台账并抽查现场", "随机抽查班组员工应知应会", "复查上次问题整改情况"},
	}
	figures := map[string]string{}
	for _, code := range denominatorFigures {
		figures[code] = g.word("denominator_figure", code)
	}
	l.figures = func(code string) string { return figures[code] }
	return l, errors.Join(g.missing...)
}

var denominatorFigures = []string{
	"headcount_principal", "headcount_manager", "headcount_special_operator", "headcount_worker", "headcount_supervisor",
	"must_certify_principal", "must_certify_manager", "must_certify_special_operator",
	"planned_inspections", "enterprises_in_scope", "gdp", "employees", "vehicles", "coal_output",
}

// sets writes every set of the words as a list, by bit mask.
func sets(words []string) []string {
	all := make([]string, 1<<len(words))
	for mask := range all {
		var list []string
		for i, w := range words {
			if mask>>i&1 == 1 {
				list = append(list, w)
			}
		}
		all[mask] = strings.Join(list, "、")
	}
	return all
}
