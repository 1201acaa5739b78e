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
	pointLevels, controlLevels       []string
	reportChannels, reportSubjects   []string
	figures                          map[string]string // by code
	types1986, types2025             []safety.AccidentType
	summaries                        []string
}

var mustChecks = []string{"principal_duties", "safety_director", "hazardous_work", "dispatched_workers", "all_staff_training", "safety_diagnosis", "reward_reporting"}

func newLexicon() (*lexicon, error) {
	g := &glossary{}
	l := &lexicon{
		classes:            g.words("enterprise", "class", classes...),
		risks:              g.words("enterprise", "inherent_risk", riskColours...),
		benchmarks:         g.words("enterprise", "benchmark", benchmarks...),
		listings:           g.words("enterprise", "listing", "none", "red", "black"),
		inspectionKinds:    g.words("inspection", "kind", inspectionKinds...),
		inspectionModes:    g.words("inspection", "mode", inspectionModes...),
		subjects:           g.words("inspection", "subject", subjectKinds...),
		mustCheck:          sets(g.words("inspection", "must_check_covered", mustChecks...)),
		levels:             g.words("hazard", "level", "general", "major"),
		hazardSources:      g.words("hazard", "source", hazardSources...),
		assurances:         sets(g.words("hazard", "assurances", assurances...)),
		audiences:          g.words("training", "audience", audiences...),
		programmes:         g.words("training", "programme", programmes...),
		statuses:           g.words("accident", "status", accidentStatuses...),
		unitKinds:          g.words("obligation", "unit_kind", unitKinds...),
		obligationKinds:    g.words("obligation", "kind", obligationKinds...),
		obligationStatuses: g.words("obligation", "status", statuses...),
		pointLevels:        g.words("risk_point", "level", riskColours...),
		controlLevels:      g.words("risk_point", "control_level", controlLevels...),
		reportChannels:     g.words("public_report", "channel", reportChannels...),
		reportSubjects:     g.words("public_report", "subject", reportSubjects...),
		figures:            map[string]string{},
		types1986:          safety.AccidentTypes(safety.GB6441Of1986),
		types2025:          safety.AccidentTypes(safety.GB6441Of2025),
		summaries:          []string{"", "", "", "现场检查，下达整改指令", "查阅台账并抽查现场", "随机抽查班组员工应知应会", "复查上次问题整改情况"},
	}
	for i, word := range g.words("denominator", "figure", denominatorFigures...) {
		l.figures[denominatorFigures[i]] = word
	}
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
