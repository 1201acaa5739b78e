package warehouse

import "testing"

// The home of a warehouse is what all of its records lie in: the county, the city of two counties, the province of two cities.
func TestHomeIsWhatHoldsAllRecords(t *testing.T) {
	w := openTest(t)
	for _, c := range []struct{ region, home string }{
		{"370321", "370321"},
		{"370321001", "370321"}, // a town of it
		{"370303", "370300"},
		{"370102", "370000"},
	} {
		load(t, w, "hazard", rows(hazardHeader, c.region+","+c.region+",mine,self,general,2025-04-01,,"))
		v, err := w.Current(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		home, err := w.Home(t.Context(), v, on(t, "2025-05-15"))
		if err != nil || string(home.Code) != c.home {
			t.Errorf("with records of %s it is %s (%v), expected %s", c.region, home.Code, err, c.home)
		}
	}
}
