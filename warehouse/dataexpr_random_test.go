package warehouse_test

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "anlan/test/chance"
	"anlan/warehouse"
)

// typed draws expressions whose types fit, so that most of them are asked and not refused.
type typed struct{ *rapid.T }

func (d typed) one(of ...func() string) string {
	return of[rapid.IntRange(0, len(of)-1).Draw(d.T, "form")]()
}

func word(s string) func() string { return func() string { return s } }

func (d typed) integer(n int) string {
	if n == 0 {
		return d.one(word("deaths"), word("row"), word("7"), word("-3"), word("0"), word("NULL"), word("9223372036854775807"))
	}
	return d.one(word("deaths"), func() string { return "(" + d.integer(n-1) + " + " + d.integer(n-1) + ")" }, func() string { return "(" + d.integer(n-1) + " * " + d.integer(n-1) + ")" },
		func() string { return "(" + d.integer(n-1) + " % " + d.integer(n-1) + ")" }, func() string { return "-(" + d.integer(n-1) + ")" }, func() string { return "abs(" + d.integer(n-1) + ")" },
		func() string { return "length(" + d.text(n-1) + ")" }, func() string { return "toYear(" + d.date(n-1) + ")" }, func() string { return "month(" + d.moment(n-1) + ")" },
		func() string { return "dateDiff('month', " + d.date(n-1) + ", " + d.moment(n-1) + ")" }, func() string { return d.any(n-1) + "::bigint" },
		func() string { return "coalesce(" + d.integer(n-1) + ", " + d.integer(n-1) + ")" }, func() string { return "(" + d.date(n-1) + " - " + d.date(n-1) + ")" },
		func() string {
			return "CASE WHEN " + d.truth(n-1) + " THEN " + d.integer(n-1) + " ELSE " + d.integer(n-1) + " END"
		})
}

func (d typed) decimal(n int) string {
	if n == 0 {
		return d.one(word("penalty"), word("longitude"), word("0.5"), word("1e3"), word("-2.75"), word("NULL"))
	}
	return d.one(word("penalty"), func() string { return "(" + d.decimal(n-1) + " - " + d.decimal(n-1) + ")" }, func() string { return "round(" + d.decimal(n-1) + " * " + d.decimal(n-1) + ", 2)" },
		func() string { return "(" + d.decimal(n-1) + " / " + d.decimal(n-1) + ")" }, func() string { return "(" + d.integer(n-1) + " / " + d.decimal(n-1) + ")" }, func() string { return "round(" + d.decimal(n-1) + ", 1)" },
		func() string { return "CAST(" + d.any(n-1) + " AS decimal(20, 3))" }, func() string { return "least(" + d.decimal(n-1) + ", " + d.integer(n-1) + ")" }, func() string { return "nullIf(" + d.decimal(n-1) + ", 0)" })
}

func (d typed) float(n int) string {
	if n == 0 {
		return d.one(word("index"), word("FLOAT '0.1'"))
	}
	return d.one(word("index"), func() string { return "(" + d.integer(n-1) + " / " + d.integer(n-1) + ")" }, func() string { return "(" + d.float(n-1) + " * " + d.decimal(n-1) + ")" }, func() string { return d.any(n-1) + "::double" })
}

func (d typed) text(n int) string {
	if n == 0 {
		return d.one(word("id"), word("level"), word("region"), word("'矿''x'"), word("NULL"))
	}
	return d.one(word("level"), func() string { return "lower(" + d.text(n-1) + ")" }, func() string { return "concat(" + d.any(n-1) + ", " + d.any(n-1) + ")" }, func() string { return "substring(" + d.text(n-1) + ", " + d.integer(0) + ")" },
		func() string { return "replace(" + d.text(n-1) + ", 'a', " + d.text(n-1) + ")" }, func() string { return "toString(" + d.any(n-1) + ")" }, func() string { return "if(" + d.truth(n-1) + ", " + d.text(n-1) + ", 'n')" },
		func() string { return "coalesce(" + d.text(n-1) + ", '')" }, func() string { return "left(" + d.text(n-1) + ", 2)" })
}

func (d typed) date(n int) string {
	if n == 0 {
		return d.one(word("found_on"), word("due_on"), word("DATE '2026-02-28'"))
	}
	return d.one(word("due_on"), func() string { return "toStartOfQuarter(" + d.date(n-1) + ")" }, func() string { return "date_trunc('week', " + d.moment(n-1) + ")" }, func() string { return "addMonths(" + d.date(n-1) + ", 1)" },
		func() string { return "(" + d.date(n-1) + " + 30)" }, func() string {
			return d.one(func() string { return d.text(n - 1) }, func() string { return d.moment(n - 1) }) + "::date"
		}, func() string { return "greatest(" + d.date(n-1) + ", " + d.date(n-1) + ")" })
}

func (d typed) moment(n int) string {
	if n == 0 {
		return d.one(word("occurred_at"), word("TIMESTAMP '2026-05-01 08:30:00.5'"))
	}
	return d.one(word("occurred_at"), func() string { return d.date(n-1) + "::timestamp" }, func() string { return d.text(n-1) + "::timestamp" }, func() string { return "coalesce(" + d.moment(n-1) + ", " + d.date(n-1) + ")" })
}

func (d typed) any(n int) string {
	return d.one(func() string { return d.integer(n) }, func() string { return d.decimal(n) }, func() string { return d.float(n) }, func() string { return d.text(n) }, func() string { return d.date(n) }, func() string { return d.moment(n) }, func() string { return d.truth(n) })
}

func (d typed) number(n int) string {
	return d.one(func() string { return d.integer(n) }, func() string { return d.decimal(n) }, func() string { return d.float(n) })
}

func (d typed) truth(n int) string {
	if n == 0 {
		return d.one(word("passed"), word("true"), word("(level = 'major')"), word("NULL"))
	}
	compare := func() string {
		operator := rapid.SampledFrom([]string{" = ", " <> ", " < ", " >= "}).Draw(d.T, "operator")
		pair := rapid.SampledFrom([]func(int) string{d.number, d.text, d.date, d.moment, d.truth}).Draw(d.T, "kind")
		return "(" + pair(n-1) + operator + pair(n-1) + ")"
	}
	return d.one(compare, compare, func() string { return "(" + d.truth(n-1) + " AND " + d.truth(n-1) + ")" }, func() string { return "(" + d.truth(n-1) + " OR NOT " + d.truth(n-1) + ")" }, func() string { return "(" + d.any(n-1) + " IS NULL)" },
		func() string { return "(" + d.integer(n-1) + " IN (1, 2.5, NULL))" }, func() string { return "(" + d.decimal(n-1) + " NOT IN (1, 0.05))" }, func() string { return "(" + d.float(n-1) + " IN (1, 0.5))" },
		func() string { return "(" + d.text(n-1) + " IN ('major', '''', NULL))" }, func() string { return "(" + d.date(n-1) + " IN ('2026-05-01'))" }, func() string { return "(" + d.moment(n-1) + " IN ('2026-05-01 08:30:00'))" }, func() string { return "(" + d.truth(n-1) + " IN (true, 0))" },
		func() string { return "(" + d.text(n-1) + " LIKE '%a_')" }, func() string { return "(" + d.date(n-1) + " BETWEEN " + d.moment(n-1) + " AND '2026-12-31')" }, func() string { return "has(assurances, " + d.text(n-1) + ")" }, func() string { return "(" + d.number(n-1) + ")::boolean" })
}

func (d typed) aggregate(n int) string {
	return d.one(word("count(*)"), func() string { return "count(" + d.any(n) + ")" }, func() string { return "count(DISTINCT " + d.any(n) + ")" }, func() string { return "countIf(" + d.truth(n) + ")" }, func() string { return "sum(" + d.number(n) + ")" },
		func() string { return "sumIf(" + d.number(n) + ", " + d.truth(n) + ")" }, func() string { return "avg(" + d.number(n) + ")" }, func() string { return "min(" + d.any(n) + ")" }, func() string { return "max(" + d.any(n) + ")" }, func() string { return "sum(" + d.truth(n) + ")" })
}

// Whatever passes the check is answered: no expression fails in the engine, but for numbers that do not fit.
func TestWhatPassesTheCheckIsAnswered(t *testing.T) {
	a := warehouse.AskRows(t)
	rapid.Check(t, func(t *rapid.T) {
		d := typed{t}
		sql := "SELECT " + d.any(2) + " AS a, " + d.any(2) + " AS b FROM hazard WHERE " + d.truth(2) + " ORDER BY b DESC, " + d.any(1) + " IS NULL"
		if rapid.Bool().Draw(t, "groups") {
			sql = "SELECT " + d.any(1) + " AS g, " + d.aggregate(2) + " AS x, " + d.aggregate(1) + " FROM hazard WHERE " + d.truth(1) + " GROUP BY g HAVING " + strings.Replace("x IS NOT NULL OR count(*) > ?", "?", strconv.Itoa(rapid.IntRange(0, 2).Draw(t, "n")), 1) + " ORDER BY g, x DESC"
		}
		q, err := readSQL(sql)
		if err != nil {
			t.Fatalf("%s\n%v", sql, err)
		}
		if warehouse.ExprSet.Check(q) != nil {
			t.Skip()
		}
		if got := a.Ask(q); strings.HasPrefix(got, "failed") {
			t.Fatalf("%s\n%s", sql, got)
		}
	})
}
