package safety

// Grade is the grade of a production-safety accident. Higher values are graver; the zero Grade is unknown.
type Grade uint8

// The grades of State Council Decree 493, article 3.
const (
	GradeUnknown       Grade = iota
	GradeGeneral             // 一般事故
	GradeLarger              // 较大事故
	GradeMajor               // 重大事故
	GradeExtraordinary       // 特别重大事故
)

var accidentGrades = Vocabulary{Name: "accident_grade", TitleZH: "事故等级", TitleEN: "accident grade", Terms: []Term{
	{Code: "general", ZH: "一般", EN: "general", Aliases: []string{"一般事故", "一般级", "IV", "Ⅳ", "IV级", "Ⅳ级"}},
	{Code: "larger", ZH: "较大", EN: "larger", Aliases: []string{"较大事故", "较大级", "III", "Ⅲ", "III级", "Ⅲ级"}},
	{Code: "major", ZH: "重大", EN: "major", Aliases: []string{"重大事故", "重大级", "II", "Ⅱ", "II级", "Ⅱ级"}},
	{Code: "extraordinary", ZH: "特别重大", EN: "extraordinary",
		Aliases: []string{"特别重大事故", "特大", "特大事故", "特重大", "特别重大级", "I", "Ⅰ", "I级", "Ⅰ级"}},
}}

// Casualties is what decides the grade of an accident. A nil or negative figure is not known; that is not zero.
type Casualties struct {
	Deaths          *int   // persons
	SeriousInjuries *int   // persons, acute industrial poisoning included
	DirectLossFen   *int64 // direct economic loss in fen, hundredths of a yuan
}

// gradeFrom holds where larger, major and extraordinary begin; the number itself belongs to the graver grade ("以上"
// includes it, Decree 493, article 45).
type gradeFrom [3]int64

const fenPerYuan = 100

var (
	gradeByDeaths   = gradeFrom{3, 10, 30}
	gradeByInjuries = gradeFrom{10, 50, 100}
	gradeByLossFen  = gradeFrom{10_000_000 * fenPerYuan, 50_000_000 * fenPerYuan, 100_000_000 * fenPerYuan}
)

// GradeOf computes the grade by State Council Decree 493, article 3: the gravest that deaths, serious injuries or direct
// loss reach. With a figure missing, known is false and the grade is only the least that it can be (GradeUnknown when
// nothing is known), unless the others reach extraordinary already, which nothing can raise. Sectors with criteria of
// their own keep their reported grade beside this one.
func GradeOf(c Casualties) (grade Grade, known bool) {
	known = true
	for _, criterion := range []struct {
		figure *int64
		from   gradeFrom
	}{
		{widen(c.Deaths), gradeByDeaths},
		{widen(c.SeriousInjuries), gradeByInjuries},
		{c.DirectLossFen, gradeByLossFen},
	} {
		if criterion.figure == nil || *criterion.figure < 0 {
			known = false
			continue
		}
		grade = max(grade, criterion.from.grade(*criterion.figure))
	}
	return grade, known || grade == GradeExtraordinary
}

func (from gradeFrom) grade(n int64) Grade {
	g := GradeGeneral
	for _, bound := range from {
		if n >= bound {
			g++
		}
	}
	return g
}

func widen(n *int) *int64 {
	if n == nil {
		return nil
	}
	wide := int64(*n)
	return &wide
}

// Grades lists the grades from general to extraordinary.
func Grades() []Grade { return []Grade{GradeGeneral, GradeLarger, GradeMajor, GradeExtraordinary} }

// ParseGrade reads a code (general, larger, major, extraordinary) or a Chinese or English word of the grade.
func ParseGrade(s string) (Grade, error) {
	i, err := accidentGrades.parse(s)
	return Grade(i + 1), err
}

// String gives the code, "unknown" for GradeUnknown.
func (g Grade) String() string {
	if code := accidentGrades.at(int(g) - 1).Code; code != "" {
		return code
	}
	return "unknown"
}

// TitleZH gives 一般, 较大, 重大 or 特别重大; the empty text when unknown.
func (g Grade) TitleZH() string { return accidentGrades.at(int(g) - 1).ZH }

// TitleEN gives the English word; the empty text when unknown.
func (g Grade) TitleEN() string { return accidentGrades.at(int(g) - 1).EN }
