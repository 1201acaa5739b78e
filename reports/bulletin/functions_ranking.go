package bulletin

import (
	"errors"
	"slices"
	"strings"

	"anlan/reports/document"
)

// ranked gives the rows of a ranking that have a place, in its order.
func (t *telling) ranked(name string) ([]row, error) {
	rows, err := t.rows(name, false)
	if err != nil {
		return nil, err
	}
	var placed []row
	for _, r := range rows {
		if r.ranking == nil {
			return nil, errors.New(name + " is no ranking")
		}
		if r.ranking.Place > 0 {
			placed = append(placed, r)
		}
	}
	return placed, nil
}

// top gives the rows of the first n places; ties are complete, but where more than two too many tie, only those before them are
// given: eleven are no first three.
func (t *telling) top(n int, name string) ([]row, error) {
	rows, err := t.ranked(name)
	var top []row
	for _, r := range rows {
		if r.ranking.Place <= n {
			top = append(top, r)
		}
	}
	if len(top) > n+2 {
		last := top[len(top)-1].ranking.Place
		top = slices.DeleteFunc(top, func(r row) bool { return r.ranking.Place == last })
	}
	return top, err
}

// movers gives the rows that moved up or down.
func (t *telling) movers(name string, direction int) ([]row, error) {
	rows, err := t.ranked(name)
	var moved []row
	for _, r := range rows {
		if m := r.ranking.Moved; m != nil && *m*direction > 0 {
			moved = append(moved, r)
		}
	}
	return moved, err
}

// place says a place: 第3位; place 3.
func (t *telling) place(r row) (string, error) {
	if r.ranking == nil || r.ranking.Place == 0 {
		return "", errors.New("expected a row of a ranking that has a place")
	}
	return t.pick("第", "place ") + t.style.Number(r.ranking.PlaceQuantity) + t.pick("位", ""), nil
}

// moves says how a place moved: 上升2位, 下降1位, 持平; empty where it is not known.
func (t *telling) moves(r row) (string, error) {
	switch {
	case r.ranking == nil:
		return "", errors.New("expected a row of a ranking")
	case r.ranking.Moved == nil:
		return "", nil
	case *r.ranking.Moved == 0:
		return t.pick("持平", "unchanged"), nil
	}
	size := t.style.Number(r.ranking.MovedQuantity)
	if *r.ranking.Moved > 0 {
		return t.pick("上升"+size+"位", "up "+size), nil
	}
	return t.pick("下降"+size+"位", "down "+size), nil
}

// graded says who has which grade, the best first: 优秀：甲、乙.
func (t *telling) graded(name string) ([]string, error) {
	rows, err := t.ranked(name)
	if err != nil {
		return nil, err
	}
	var grades []string
	units := map[string][]string{}
	for _, r := range rows {
		grade := document.Unmarked(t.said(r.ranking.Grade))
		if grade == "" {
			continue
		}
		if units[grade] == nil {
			grades = append(grades, grade)
		}
		units[grade] = append(units[grade], tidy(t.said(r.title)))
	}
	slices.SortStableFunc(grades, func(a, b string) int { return gradePlace(a) - gradePlace(b) }) // a veto puts a good score into the last grade
	texts := make([]string, len(grades))
	for i, grade := range grades {
		if t.language == document.Chinese {
			texts[i] = t.style.Join(units[grade]...) + "为“" + grade + "”等次"
		} else {
			texts[i] = t.style.Join(units[grade]...) + ": " + strings.ToLower(grade)
		}
	}
	return texts, nil
}

// gradePlace is the place of a grade by its title among those that schemes use, the best first; one that has another title stays
// between them, where its first unit stands.
func gradePlace(title string) int {
	for place, titles := range [][]string{{"优秀", "excellent"}, {"良好", "good"}, {"合格", "qualified", "pass", "passed"}} {
		if slices.Contains(titles, strings.ToLower(title)) {
			return place
		}
	}
	if strings.HasPrefix(title, "不合格") || strings.HasPrefix(strings.ToLower(title), "unqualified") || strings.HasPrefix(strings.ToLower(title), "fail") {
		return 4
	}
	return 3
}
