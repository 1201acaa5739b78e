package safety

// Vocabularies gives every vocabulary of the field, each once, sorted by subject: hazards, inspections, training,
// accidents, obligations, enterprises, regions, periods, warnings. The answer is the caller's own copy. Names are unique.
func Vocabularies() []Vocabulary {
	all := []Vocabulary{
		hazardLevels, hazardSources,
		inspectionKinds, inspectionModes, subjectKinds,
		trainingAudiences, trainingProgrammes,
		accidentStatuses, accidentGrades, accidentTypes1986, accidentTypes2025,
		obligationKinds, obligationStatuses,
		enterpriseClasses, riskColours, benchmarkLevels, listings,
		mustCheckItems, hazardAssurances, unitKinds, denominatorFigures,
		regionLevels,
		grains, comparisonKinds,
		alertSeverities, alertKinds, alertEvents,
	}
	for i := range all {
		all[i] = all[i].clone()
	}
	return all
}

// VocabularyNamed finds a vocabulary by its name, as "hazard_level".
func VocabularyNamed(name string) (Vocabulary, bool) {
	for _, v := range Vocabularies() {
		if v.Name == name {
			return v, true
		}
	}
	return Vocabulary{}, false
}
