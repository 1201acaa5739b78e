package scheme

import (
	"testing"

	"anlan/safety"
	"anlan/warehouse"
)

// shippedSchemes reads what ships against the catalogue that ships.
func shippedSchemes(t *testing.T) *Library {
	t.Helper()
	catalogue, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	library, err := Open("", KnownIn(catalogue))
	if err != nil {
		t.Fatal(err)
	}
	return library
}

func TestASentenceOfTheCountyScheme(t *testing.T) {
	s, err := shippedSchemes(t).Find("", safety.NewDate(2025, 6, 30))
	if err != nil {
		t.Fatal(err)
	}
	if s.Name != "county-quarterly" {
		t.Fatalf("default %s", s.Name)
	}
	sheet := s.Mark([]Subject{{Key: "370321", Figures: map[string]Figure{"hazard_on_time_rate": ratio("1204", "1292", "100"), "deaths_counted": figureOf("2")}}})[0]
	for _, line := range sheet.Lines {
		t.Log(line.Name, line.Marks, line.Given, line.Rule.ZH, "|", line.Rule.EN, "|", line.Regain.Words.ZH)
	}
}
