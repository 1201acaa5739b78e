package scheme

import (
	"fmt"
	"strconv"

	"anlan/warehouse"
)

// Months is how far a figure looks back from the period's end: so many calendar months, [ThisYear], or 0 for the period itself.
type Months int

// ThisYear counts from 1 January of the year in which the period ends.
const ThisYear = -1

const mostMonths, thisYear = 120, "this_year"

// UnmarshalText reads a number of months or this_year.
func (m *Months) UnmarshalText(text []byte) error {
	if string(text) == thisYear {
		*m = ThisYear
		return nil
	}
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 1 || n > mostMonths {
		return fmt.Errorf("expected 1 to %d, or this_year; found %q", mostMonths, text)
	}
	*m = Months(n)
	return nil
}

// ending is how the name of a figure over this time ends.
func (m Months) ending() string {
	if m == ThisYear {
		return thisYear
	}
	return monthsPrefix + strconv.Itoa(int(m))
}

// words says the time before what is counted in it.
func (m Months) words() warehouse.Text {
	switch {
	case m == ThisYear:
		return warehouse.Text{ZH: "本年以来", EN: "this year: "}
	case m > 0:
		return warehouse.Text{ZH: fmt.Sprintf("近%d个月", int(m)), EN: fmt.Sprintf("over %d months: ", int(m))}
	}
	return warehouse.Text{}
}
