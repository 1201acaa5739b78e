package etl

import (
	"strings"
	"testing"
)

func TestExpressionsThatMayBeUsed(t *testing.T) {
	for text, want := range map[string]string{
		"concat(`Inspection Nr`, '-', Item)":                   "concat ( c(Inspection Nr) , '-' , c(Item) )",
		"if(x IN ('a', 'b'), header.y, NULL)":                  "if ( c(x) IN ( 'a' , 'b' ) , c(header.y) , NULL )",
		"case when x like '%—;%' then 1 else 2 end":            "case when c(x) like '%—;%' then 1 else 2 end",
		"arrayStringConcat(arrayMap(v -> upper(v), [x]), ';')": "arrayStringConcat ( arrayMap ( v -> upper ( v ) , [ c(x) ] ) , ';' )",
		"发现日期 || '''' || \"a b\"":                              "c(发现日期) || '''' || c(a b)",
		"toFloat64OrNull(x) * -1.5e3 / (y + 2)":                "toFloat64OrNull ( c(x) ) * - 1.5e3 / ( c(y) + 2 )",
		"x NOT IN (-1, 2) AND y IS NOT NULL":                   "c(x) NOT IN ( - 1 , 2 ) AND c(y) IS NOT NULL",
		"if(`from` = '', 'a', left(`select`, 2))":              "if ( c(from) = '' , 'a' , left ( c(select) , 2 ) )",
	} {
		if faults := checkExpression(text); len(faults) > 0 {
			t.Errorf("%s: %q", text, faults)
		}
		got, _ := compileExpression(text, func(path []string) (string, string) { return "c(" + strings.Join(path, ".") + ")", "" })
		if got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
}

// An expression must not read files, tables, settings or the clock, nor change the number of rows.
func TestExpressionsThatAreRefused(t *testing.T) {
	for text, says := range map[string]string{
		"":                                      "is empty",
		"x; DROP TABLE hazard":                  `';' does not belong`,
		"x -- y":                                "comments",
		"x /* y */":                             "comments",
		"x # y":                                 "comments",
		"(SELECT count() FROM version)":         "SELECT makes a query",
		"x IN (SELECT 1)":                       "IN takes constants",
		"x IN version":                          "IN takes constants in brackets",
		"x IN (version)":                        "IN takes constants",
		"x IN file('a')":                        "IN takes constants in brackets",
		"in(x, version)":                        "IN takes constants",
		"globalIn(x, version)":                  "may not be used",
		"file('/etc/passwd')":                   "the function file may not",
		"joinGet('t', 'c', x)":                  "may not be used",
		"dictGet('d', 'a', x)":                  "may not be used",
		"sleep(3)":                              "may not be used",
		"getSetting('max_threads')":             "may not be used",
		"hostName()":                            "may not be used",
		"count()":                               "may not be used",
		"sumIf(x, 1)":                           "may not be used",
		"arrayJoin([1, 2])":                     "may not be used",
		"now()":                                 "may not be used",
		"rand()":                                "may not be used",
		"row_number() OVER ()":                  "OVER makes a query",
		"IF(1, 2, 3)":                           "the function IF may not be used here; did you mean \"if\"?",
		"*":                                     "* stands for columns",
		"concat(*)":                             "* stands for columns",
		"x, y":                                  "a comma outside of brackets",
		"concat(x":                              "never closed",
		"x)":                                    "closes nothing",
		"[x)":                                   "closes nothing",
		"'abc":                                  "never closed",
		"'abc\\'":                               "never closed",
		"x AS y":                                "AS makes a query",
		"{p:String}":                            "'{' does not belong",
		"x::String":                             "':' does not belong",
		"$$a$$":                                 "'$' does not belong",
		"@@version":                             "'@' does not belong",
		"x ? 1 : 2":                             "'?' does not belong",
		"CAST(x AS String)":                     "CAST makes a query",
		"COLUMNS('.*')":                         "COLUMNS makes a query",
		"`a\\`b`":                               "holds a quote or backslash",
		"x\x00":                                 "does not belong",
		"x\xff":                                 "not UTF-8",
		"EXISTS(x)":                             "EXISTS makes a query",
		"x INTO OUTFILE 'a'":                    "INTO makes a query",
		"toTypeName(x) FORMAT TSV":              "FORMAT makes a query",
		"sipHash64(x) SETTINGS max_threads = 1": "SETTINGS makes a query",
	} {
		faults := strings.Join(checkExpression(text), "; ")
		if says == "" {
			continue
		}
		if !strings.Contains(faults, says) {
			t.Errorf("%s: got %q, want … %s …", text, faults, says)
		}
	}
}

// Whatever an operator writes, the tokenizer ends and never panics, and what passes holds no statement separator outside of a text.
func FuzzExpression(f *testing.F) {
	f.Add("concat(`a b`, ';')")
	f.Add("x IN ('a')")
	f.Add("'\\")
	f.Fuzz(func(t *testing.T, text string) {
		if len(checkExpression(text)) > 0 {
			return
		}
		tokens, err := tokenize(text)
		if err != nil {
			t.Fatalf("%q passes and does not tokenize: %v", text, err)
		}
		for _, token := range tokens {
			if token.kind == signToken && strings.ContainsAny(token.text, ";{}$@?") {
				t.Errorf("%q passes with the sign %q", text, token.text)
			}
		}
	})
}

func TestNearestName(t *testing.T) {
	columns := []string{"编号", "发现日期", "整改期限", "Inspection Nr", "level"}
	for name, want := range map[string]string{"发现日": "发现日期", "隐患发现日期": "发现日期", "inspection_nr": "Inspection Nr", "lvel": "level", "毫不相干的列": ""} {
		if got := nearest(name, columns); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
