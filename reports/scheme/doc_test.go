package scheme

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// Everything that docs/assessment-schemes.md shows is read, and every figure in it comes out.
func TestTheDocumentedExamples(t *testing.T) {
	text, err := os.ReadFile("../../docs/assessment-schemes.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```\n+((?:[^\n`#|]+\n+)?(?:\\|[^\n]*\n)+)?").FindAllStringSubmatch(string(text), -1)
	var last *Scheme
	rules, schemes, runs, parts := 0, 0, 0, 0
	for _, block := range blocks {
		yaml, table := block[1], block[2]
		head := regexp.MustCompile(`(?m)^[a-z_]+:`).FindString(yaml)
		switch head {
		case "scheme:":
			schemes++
			if last, err = Read("docs", []byte(yaml), nil); err != nil {
				t.Error(err)
			}
		case "examples:":
			runs++
			if err := CheckExamples("docs", []byte(yaml), last); err != nil {
				t.Error(err)
			}
		case "figure:", "marks:":
			rules++
			documentedRule(t, yaml, table)
		default:
			parts++
			documentedPart(t, head, yaml)
		}
	}
	if rules < 14 || schemes != 4 || runs != 4 || parts < 6 {
		t.Errorf("found %d rules, %d schemes, %d runs, %d parts", rules, schemes, runs, parts)
	}
}

// Every wording that the page translates is a rule, a band, a quota or a veto that can be read.
func TestTheDocumentedWordings(t *testing.T) {
	text, err := os.ReadFile("../../docs/assessment-schemes.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| wording | say |\n|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	rule := regexp.MustCompile(`^(proportional|interpolate|steps|deduct_per_unit|earn_per_unit|all_or_nothing|compare|rank|formula): `)
	part := regexp.MustCompile(`^(quotas|ties|effect|deductions|additions): `)
	rules, parts := 0, 0
	for row := range strings.SplitSeq(table, "\n") {
		for _, code := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells(row)[1], -1) {
			span := code[1]
			if strings.Contains(span, "…") || strings.Contains(span, "NAME") {
				continue
			}
			body := "figure: rate\nmarks: 10\nmost: 12\nleast: -10\nrule: {proportional: {floor: 0, target: 1}}\n"
			whole := ""
			switch kind := part.FindStringSubmatch(span); {
			case strings.Contains(cells(row)[1], "a bonus") && rule.MatchString(span):
				parts++
				whole = "bonuses:\n  - name: b\n    title: {zh: 加, en: b}\n    figure: rate\n    rule: {" + span + "}\n    document: d\n"
			case rule.MatchString(span) || kind != nil && (kind[1] == "deductions" || kind[1] == "additions") && strings.Contains(span, "{"):
				rules++
				body = strings.Replace(body, "proportional: {floor: 0, target: 1}", span, 1)
				if !strings.Contains(span, "gives: 12") {
					body = strings.ReplaceAll(strings.ReplaceAll(body, "most: 12\n", ""), "least: -10\n", "")
				}
			case kind == nil || kind[1] == "deductions" || kind[1] == "additions":
				continue
			case kind[1] == "effect":
				parts++
				whole = "vetoes: [{name: v, title: {zh: 否, en: veto}, when: larger > 0, " + span + ", document: d}]\n"
			default:
				parts++
				whole = strings.ReplaceAll(span, "results__given", "line__given") + "\n"
			}
			head := fmt.Sprintf(documentedHead, "10") + "bands: [{name: excellent, title: {zh: 优秀, en: a}, from: 9}, {name: good, title: {zh: 良好, en: b}, from: 8}, {name: fail, title: {zh: 不合格, en: c}, from: 0}]\n" + whole
			read := head + "groups:\n  - name: all\n    title: {zh: 全部, en: all}\n    indicators:\n      - name: line\n        title: {zh: 一项, en: line}\n        document: d\n" +
				regexp.MustCompile(`(?m)^`).ReplaceAllString(strings.TrimRight(body, "\n"), "        ")
			if _, err := Read("docs", []byte(read), nil); err != nil {
				t.Errorf("%s: %v", span, err)
			}
		}
	}
	if rules < 25 || parts < 3 {
		t.Errorf("found %d rules and %d parts", rules, parts)
	}
}

// Every metric that the page names is in the catalogue.
func TestTheDocumentedMetrics(t *testing.T) {
	text, err := os.ReadFile("../../docs/assessment-schemes.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(text), "Metrics that assessments often use")
	list, _, _ = strings.Cut(list, "\n")
	_, list, _ = strings.Cut(list, "): ")
	known, names := catalogueMetrics(t), regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(list, -1)
	for _, name := range names {
		if _, ok := known(name[1]); !ok {
			t.Errorf("there is no metric %s", name[1])
		}
	}
	if len(names) < 30 {
		t.Errorf("found %d metrics", len(names))
	}
}

const documentedHead = `scheme: docs
title: {zh: 例, en: example}
effective_from: 2025-01-01
full_marks: %s
`

const documentedBands = `bands: [{name: pass, title: {zh: 合格, en: pass}, from: 60}, {name: fail, title: {zh: 不合格, en: fail}, from: -1000}]
least_marks: -1000
`

// documentedRule marks the rows of a table by the rule above it; all rows are peers.
func documentedRule(t *testing.T, yaml, table string) {
	t.Helper()
	marks := regexp.MustCompile(`(?m)^marks: (.*)$`).FindStringSubmatch(yaml)[1]
	text := fmt.Sprintf(documentedHead, marks) + documentedBands + "groups:\n  - name: all\n    title: {zh: 全部, en: all}\n    indicators:\n      - name: line\n        title: {zh: 一项, en: line}\n        document: d\n" +
		regexp.MustCompile(`(?m)^`).ReplaceAllString(strings.TrimRight(yaml, "\n"), "        ")
	s, err := Read("docs", []byte(text), nil)
	if err != nil {
		t.Errorf("%s: %v", yaml, err)
		return
	}
	rows := strings.Split(table[strings.Index(table, "|"):], "\n")
	names := cells(rows[0])
	var subjects []Subject
	var want []string
	for n, row := range rows[2:] {
		values := cells(row)
		if len(values) != len(names) {
			break
		}
		subject := Subject{Key: fmt.Sprint(n), Figures: map[string]Figure{}}
		for i, name := range names[:len(names)-1] {
			name, before, _ := strings.Cut(name, ", ")
			var value exampleFigure
			if err := value.UnmarshalText([]byte(values[i])); err != nil {
				t.Error(err)
			}
			f := subject.Figures[name]
			if found := value.figure(&Input{Name: name}, s); before == "last year" {
				f.PreviousYear = found.Value
			} else {
				f.Value, f.Numerator, f.Denominator = found.Value, found.Numerator, found.Denominator
			}
			subject.Figures[name] = f
		}
		subjects, want = append(subjects, subject), append(want, values[len(values)-1])
	}
	if len(want) < 2 {
		t.Errorf("no table under %s", yaml)
	}
	for i, sheet := range s.Mark(subjects) {
		line := sheet.Lines[0]
		if !line.Applies && want[i] == "—" {
			continue
		}
		if expected, err := decimal.NewFromString(want[i]); err != nil || !line.Applies || !line.Given.Equal(expected) {
			t.Errorf("%srow %d: expected %s, got %s: %s", yaml, i+1, want[i], line.Given, line.Rule.ZH)
		}
	}
}

// documentedPart puts a part of a scheme into one that has what the part names.
func documentedPart(t *testing.T, head, yaml string) {
	t.Helper()
	text := fmt.Sprintf(documentedHead, "100")
	if head != "bands:" {
		text += documentedBands
	}
	if head != "peer_groups:" {
		text += "peer_groups: [{name: zones, title: {zh: 功能区, en: zones}}]\n"
	}
	if head != "groups:" {
		text += "groups: [{name: work, title: {zh: 工作, en: work}, indicators: [{name: one, title: {zh: 一, en: one}, figure: rate, marks: 50, rule: {proportional: {floor: 0, target: 100}}, document: d}]}, " +
			"{name: results, title: {zh: 结果, en: results}, indicators: [{name: two, title: {zh: 二, en: two}, figure: rate, marks: 50, rule: {proportional: {floor: 0, target: 100}}, document: d}]}]\n"
	}
	yaml = strings.ReplaceAll(yaml, "cap: pass", "cap: pass")
	if head == "peer_groups:" {
		yaml = strings.ReplaceAll(yaml, "grade: excellent", "grade: pass")
	}
	if _, err := Read("docs", []byte(text+yaml), nil); err != nil {
		t.Errorf("%s: %v", yaml, err)
	}
}

func cells(row string) []string {
	row = strings.Trim(strings.TrimSpace(row), "|")
	if row == "" {
		return nil
	}
	list := strings.Split(row, "|")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}
