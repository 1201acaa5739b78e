package safety_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"anlan/safety"
)

// A word that stood for two codes would make a source's meaning depend on the order of a list.
func TestNoWordStandsForTwoCodes(t *testing.T) {
	names := map[string]bool{}
	codeForm := regexp.MustCompile(`^([a-z][a-z_]*|[A-D]|(1986|2025)-[0-9]{2})$`)
	for _, v := range safety.Vocabularies() {
		if v.Name == "" || v.TitleZH == "" || v.TitleEN == "" || names[v.Name] || len(v.Terms) == 0 {
			t.Errorf("vocabulary %q (%s, %s) lacks something or is there twice", v.Name, v.TitleZH, v.TitleEN)
		}
		names[v.Name] = true
		for _, term := range v.Terms {
			if !codeForm.MatchString(term.Code) || term.ZH == "" || term.EN == "" {
				t.Errorf("%s: term %+v lacks something", v.Name, term)
			}
			for _, word := range term.Words() {
				found, ok := v.Lookup(word)
				if !ok || found.Code != term.Code {
					t.Errorf("%s: %q stands for %s and for %s", v.Name, word, found.Code, term.Code)
				}
			}
		}
	}
}

func TestWordsOfSourcesBecomeCodes(t *testing.T) {
	for _, c := range []struct{ vocabulary, word, code string }{
		{"hazard_level", "重大事故隐患", "major"},
		{"hazard_level", " 重大 隐患　", "major"},
		{"hazard_level", "MAJOR", "major"},
		{"hazard_source", "企业自查自改", "self"},
		{"hazard_source", "１２３５０", "public"},
		{"inspection_kind", "专项检查", "special"},
		{"inspection_mode", "“双随机、一公开”", "random"},
		{"subject_kind", "生产经营单位", "enterprise"},
		{"training_audience", "安全生产管理人员", "manager"},
		{"training_programme", "大学习、大培训、大考试", "great_study"},
		{"accident_status", "已核销", "struck_off"},
		{"accident_grade", "特别重大事故", "extraordinary"},
		{"accident_type_1986", "中毒窒息", "1986-19"},
		{"accident_type_2025", "厂(场)内车辆致害", "2025-02"}, // ASCII brackets for the standard's full-width ones
		{"obligation_kind", "月度形势研判", "monthly_analysis"},
		{"obligation_status", "零报告", "nil"},
		{"obligation_status", "未报送", "missing"},
		{"enterprise_class", "ａ级", "A"},
		{"risk_colour", "较大风险", "orange"},
		{"region_level", "镇（街道）", "town"},
		{"grain", "旬", "ten_day"},
		{"comparison_kind", "环比", "period_on_period"},
	} {
		v, ok := safety.VocabularyNamed(c.vocabulary)
		if !ok {
			t.Errorf("no vocabulary %s", c.vocabulary)
			continue
		}
		if term, ok := v.Lookup(c.word); !ok || term.Code != c.code {
			t.Errorf("%s: %q stands for %q, expected %q", c.vocabulary, c.word, term.Code, c.code)
		}
	}
	if _, ok := safety.VocabularyNamed("weather"); ok {
		t.Error("there is a vocabulary of weather")
	}
	levels, _ := safety.VocabularyNamed("hazard_level")
	for _, word := range []string{"", " ", "较大", "重"} {
		if term, ok := levels.Lookup(word); ok {
			t.Errorf("%q stands for hazard level %s", word, term.Code)
		}
	}
}

func TestEnumerations(t *testing.T) {
	checkEnum(t, []safety.HazardLevel{safety.HazardGeneral, safety.HazardMajor})
	checkEnum(t, []safety.HazardSource{safety.HazardBySelf, safety.HazardByGovernment, safety.HazardByThirdParty, safety.HazardByPublic})
	checkEnum(t, []safety.InspectionKind{safety.InspectionEnforcement, safety.InspectionSupervision, safety.InspectionPatrol, safety.InspectionSpecial})
	checkEnum(t, []safety.InspectionMode{safety.ModeUnannounced, safety.ModeCrossRegion, safety.ModeJoint, safety.ModeRandom, safety.ModeRoutine})
	checkEnum(t, []safety.SubjectKind{safety.SubjectEnterprise, safety.SubjectDepartment, safety.SubjectGovernment})
	checkEnum(t, []safety.TrainingAudience{safety.AudiencePrincipal, safety.AudienceDeputy, safety.AudienceManager,
		safety.AudienceSpecialOperator, safety.AudienceController, safety.AudienceWorker, safety.AudienceSupervisor, safety.AudienceOfficial})
	checkEnum(t, []safety.TrainingProgramme{safety.ProgrammeGreatStudy, safety.ProgrammeFirstLesson, safety.ProgrammeMorningMeeting,
		safety.ProgrammeCertification, safety.ProgrammeMeasures})
	checkEnum(t, []safety.AccidentStatus{safety.AccidentFlash, safety.AccidentVerified, safety.AccidentStruckOff})
	checkEnum(t, []safety.ObligationKind{safety.ObligationProgress, safety.ObligationDutyReport, safety.ObligationMonthlyAnalysis,
		safety.ObligationQuarterlySupervision, safety.ObligationDataReport})
	checkEnum(t, []safety.ObligationStatus{safety.ObligationArrived, safety.ObligationNil, safety.ObligationLate, safety.ObligationMissing})
	checkEnum(t, []safety.EnterpriseClass{safety.ClassA, safety.ClassB, safety.ClassC, safety.ClassD})
	checkEnum(t, []safety.RiskColour{safety.RiskRed, safety.RiskOrange, safety.RiskYellow, safety.RiskBlue})
	checkEnum(t, []safety.ComparisonKind{safety.YearOnYear, safety.PeriodOnPeriod, safety.TwoYearsBack})
}

type titled interface {
	safety.Enum
	TitleZH() string
	TitleEN() string
}

// checkEnum holds an enumeration's constants to its vocabulary: the same values in the same order, each with titles.
func checkEnum[T titled](t *testing.T, constants []T) {
	t.Helper()
	if all := safety.All[T](); !slices.Equal(all, constants) {
		t.Errorf("the vocabulary has %v, the constants are %v", all, constants)
	}
	for _, c := range constants {
		if c.TitleZH() == "" || c.TitleEN() == "" {
			t.Errorf("%v has titles %q and %q", c, c.TitleZH(), c.TitleEN())
		}
		if got, err := safety.ParseTerm[T](c.TitleZH()); err != nil || got != c {
			t.Errorf("%s reads as %v, %v; expected %v", c.TitleZH(), got, err, c)
		}
	}
	var refusal *safety.ParseError
	_, err := safety.ParseTerm[T]("没有这个词")
	if !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, constants[0].TitleZH()) {
		t.Errorf("a word that is none of %v: %v", constants, err)
	}
	if T("no such code").TitleZH() != "" {
		t.Errorf("%T: a code that is none has a title", constants[0])
	}
}

func TestThreeKindsOfPersonnel(t *testing.T) {
	var three []safety.TrainingAudience
	for _, a := range safety.All[safety.TrainingAudience]() {
		if a.IsThreeKinds() {
			three = append(three, a)
		}
	}
	want := []safety.TrainingAudience{safety.AudiencePrincipal, safety.AudienceDeputy, safety.AudienceManager}
	if !slices.Equal(three, want) {
		t.Errorf("三项人员 are %v, expected %v", three, want)
	}
}

func TestGrainWords(t *testing.T) {
	for _, g := range safety.Grains() {
		for _, word := range []string{g.String(), g.TitleZH(), g.TitleEN()} {
			if got, err := safety.ParseGrain(word); err != nil || got != g {
				t.Errorf("%q reads as %s, %v; expected %s", word, got, err, g)
			}
		}
	}
	if got, err := safety.ParseGrain("span"); err == nil {
		t.Errorf("a span is no grain of a calendar, read as %s", got)
	}
}

// Callers may change what they got without changing what others get.
func TestVocabulariesAreCopies(t *testing.T) {
	v := safety.HazardMajor.Vocabulary()
	v.Terms[1].Code, v.Terms[1].Aliases[0] = "spoiled", "spoiled"
	safety.Vocabularies()[0].Terms[1].ZH = "spoiled"
	if again := safety.HazardMajor.Vocabulary(); again.Terms[1].Code != "major" || again.Terms[1].ZH != "重大" ||
		again.Terms[1].Aliases[0] == "spoiled" {
		t.Errorf("the vocabulary was changed from outside: %+v", again.Terms[1])
	}
}
