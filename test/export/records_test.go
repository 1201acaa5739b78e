package export

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"anlan/access"
	"anlan/safety"
	"anlan/warehouse"
	"anlan/warehouse/dial"
)

// texts are what people and programs have put into cells of their tables.
var texts = []string{
	"普通文字，全角标点。", "a,b;c", `她说"整改"`, `'单引号'`, "第一行\n第二行", "第一行\r\n第二行", "回车\r在中间", "\t制表\t", "=1+1", "+1", "-1", "@SUM(A1)",
	" 前后有空格 ", "䶮𠮷㐀", "😀👨‍👩‍👧🇨🇳", `\N`, "NULL", "null", "true", "0012", "1e5", "2026-05-01", `反\斜\\杠\`, `"`, `""`, "\ufeff带BOM", "a\u2028b", "e\u0301",
	"<b>&amp;</b>", "_x0041_", "{\"a\": [1]}", "　全角空格　", "nul\x00在中间", "\x01\x1f", strings.Repeat("长", 3_000),
}

// numberOf says how many records of a fact are loaded; those that are not named get 150.
var numberOf = map[string]int{"assessment_entry": 0, "obligation": 1, "training": longRows}

// longRows are more than an engine gives in one block, so that Arrow comes in several batches.
const longRows = 200_000

// places are counties of two cities, a town, and a county that is in no table any more.
var places = []string{"370302", "370303", "370303001", "370321", "370102", "370282"}

// loadRecords fills every fact with what is hard to carry, in months around two new years, and then changes some of it so that there are several versions.
func loadRecords(t *testing.T, w *warehouse.Warehouse) {
	t.Helper()
	merge := func(first int, number func(fact string) int, facts ...*warehouse.Fact) {
		_, _, err := w.Update(t.Context(), "r", "records", func(ctx context.Context, u *warehouse.Update) error {
			for _, fact := range facts {
				work := makeRecords(t, w, fact, first, number(fact.Name))
				if _, err := u.Merge(ctx, fact, work); err != nil {
					return fmt.Errorf("%s: %w", fact.Name, err)
				}
				if err := w.DropWork(ctx, work); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	merge(0, func(fact string) int {
		if number, ok := numberOf[fact]; ok {
			return number
		}
		return 150
	}, warehouse.Facts()...)
	hazard, _ := warehouse.FactNamed("hazard")
	merge(100, func(string) int { return 50 }, hazard) // other values under ids that are there
}

// makeRecords writes records with the ids from first on into a table of their own.
func makeRecords(t *testing.T, w *warehouse.Warehouse, fact *warehouse.Fact, first, number int) (work string) {
	t.Helper()
	work, err := w.CreateWork(t.Context(), fact, fmt.Sprint("r", first))
	if err != nil {
		t.Fatal(err)
	}
	names, values := []string{"run", "row"}, []string{"'r'", "number"}
	arguments := []any{dial.Named("texts", texts), dial.Named("places", places), dial.Named("first", first), dial.Named("number", number)}
	for i, column := range fact.Columns {
		value, words := valueOf(fact, column)
		if strings.Contains(value, "{words}") {
			name := "w" + fmt.Sprint(i)
			value = strings.ReplaceAll(value, "{words}", "{"+name+":Array(String)}")
			arguments = append(arguments, dial.Named(name, words))
		}
		// Every column goes through its values at a pace of its own, and each version starts elsewhere.
		names, values = append(names, column.Name), append(values, strings.ReplaceAll(value, "{i}", fmt.Sprintf("(intDiv(number, %d) + number + {first:UInt64})", i+2)))
	}
	sql := "INSERT INTO " + work + " (" + strings.Join(names, ", ") + ") SELECT " + strings.Join(values, ", ") +
		" FROM numbers({first:UInt64}, {number:UInt64}) SETTINGS max_partitions_per_insert_block = 0"
	if err := w.Conn().Exec(t.Context(), sql, arguments...); err != nil {
		t.Fatalf("%s: %v\n%s", fact.Name, err, sql)
	}
	return work
}

// valueOf is SQL for the {i}-th value of a column, and the words that it chooses from.
func valueOf(fact *warehouse.Fact, column warehouse.FactColumn) (sql string, words []string) {
	choose := func(list string) string { return list + "[1 + {i} % length(" + list + ")]" }
	switch {
	case column.Name == "id":
		return "concat('编号-', toString(number))", nil
	case column.Name == "region":
		return choose("{places:Array(String)}"), nil
	case column.Name == fact.Date:
		return "toDate('2024-11-05') + {i} * 13 % 300", nil
	case column.Lookup == "sector":
		words = []string{"mine", "", "chemical", "没有的行业"}
	case column.Lookup == "department":
		words = []string{"", "emergency", "housing"}
	case column.Vocabulary != "":
		v, _ := warehouse.VocabularyNamed(column.Vocabulary)
		for _, term := range v.Terms {
			words = append(words, term.Code)
		}
		if !column.Required {
			words = append(words, "")
		}
	}
	if words == nil {
		words = texts
		if !column.Required {
			words = append([]string{""}, texts...)
		}
	}
	values := valuesOf(plain(column.Type))
	if values == nil {
		return choose("{words}"), words
	}
	if plain(column.Type) != column.Type {
		values = append(values, "NULL")
	}
	return choose("[" + strings.Join(values, ", ") + "]"), words
}

// valuesOf are the ends of a type's range and what lies between them; nil for texts.
func valuesOf(chType string) []string {
	switch chType {
	case "Array(LowCardinality(String))":
		return []string{"[]", "{words}", `['a,b', 'say "hi"', '', '第一行\n第二行', '\'', '；']`}
	case "Date":
		return []string{"toDate('2025-05-01')", "toDate('1970-01-02')", "toDate('2149-06-06')", "toDate('2024-02-29')"}
	case "Date32":
		return []string{"toDate32('1900-01-01')", "toDate32('2299-12-31')", "toDate32('1969-12-31')", "toDate32('2000-02-29')"}
	case "DateTime('Asia/Shanghai')": // in the summers of 1986 to 1991 clocks in Shanghai were an hour ahead
		values := []string{"0", "4294967295", "'2025-05-01 08:30:00'", "'1988-07-01 12:00:00'"}
		for i, v := range values {
			values[i] = "toDateTime(" + v + ", 'Asia/Shanghai')"
		}
		return values
	case "Bool":
		return []string{"true", "false"}
	case "UInt32":
		return []string{"0", "1", "4294967295", "7"}
	case "UInt64":
		return []string{"0", "18446744073709551615", "9007199254740993"}
	}
	var precision, scale int
	if n, _ := fmt.Sscanf(chType, "Decimal(%d, %d)", &precision, &scale); n == 2 {
		nines := strings.Repeat("9", precision-scale) + "." + strings.Repeat("9", scale)
		smallest := "0." + strings.Repeat("0", scale-1) + "1"
		values := []string{nines, "-" + nines, smallest, "-" + smallest, "0", "12.5"}
		for i, v := range values {
			values[i] = fmt.Sprintf("toDecimal128('%s', %d)", v, scale)
		}
		return values
	}
	return nil
}

// county is whom a token of one county stands for.
func county() access.Scope {
	return access.Scope{Regions: []safety.RegionCode{"370303"}}
}
