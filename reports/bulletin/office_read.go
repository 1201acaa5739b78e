package bulletin

import (
	"fmt"
	"regexp"
	"strings"

	"anlan/reports/strictyaml"
	"anlan/warehouse"
)

var filling = regexp.MustCompile(`\{\{.*?\}\}|\{\{|\}\}`)

// ReadOffice reads and checks an office. The error is [strictyaml.FaultErrors]: every fault of the file with its line.
func ReadOffice(file string, text []byte) (*Office, error) {
	o := &Office{file: file}
	d := strictyaml.Read(file, text, o)
	if o.Name != "" && !kindName.MatchString(o.Name) {
		d.Faultf("office", "expected small letters, digits and '-', as zibo; found %q", o.Name)
	}
	if d.Has("series") && o.Series != Kept && o.Series != Registry {
		d.Faultf("series", "expected %s or %s, found %q", Kept, Registry, o.Series)
	}
	if o.Percents == 0 {
		o.Percents = 1
	}
	if o.Percents < 1 || o.Percents > 2 {
		d.Faultf("percents", "expected 1 or 2 places, found %d", o.Percents)
	}
	if d.Has("changes") && o.Changes != fullChanges && o.Changes != countChanges && o.Changes != percentChanges {
		d.Faultf("changes", "expected %s, %s or %s, found %q", fullChanges, countChanges, percentChanges, o.Changes)
	}
	if len(o.Regions) > 0 && len(o.Levels) > 0 {
		d.Faultf("levels", "expected regions or levels, not both")
	}
	for key, text := range map[string]warehouse.Text{
		"agency": o.Agency, "head": o.Head, "addressees": o.Addressees, "copy_to": o.CopyTo, "disclosure": o.Disclosure, "remark": o.Remark,
	} {
		if d.Has(key) && (text.ZH == "" || text.EN == "") {
			d.Faultf(key, "expected both zh and en")
		}
		onlyFillings(d, key+".zh", text.ZH)
		onlyFillings(d, key+".en", text.EN)
	}
	onlyFillings(d, "number_prefix", o.NumberPrefix)
	if strings.ContainsAny(o.NumberPrefix, "〔〕[]号0123456789") {
		d.Faultf("number_prefix", "expected what stands before the year, as 桓安办通报; the year and the number are added")
	}
	for i, signer := range o.Signers {
		if signer == "" {
			d.Faultf(fmt.Sprintf("signers[%d]", i), "expected a name")
		}
	}
	if err := d.Err(); err != nil {
		return nil, err
	}
	return o, nil
}

func onlyFillings(d *strictyaml.Document, at, text string) {
	for _, found := range filling.FindAllString(text, -1) {
		if found != "{{region}}" && found != "{{short}}" {
			d.Faultf(at, "expected {{region}} or {{short}}, found %s", found)
		}
	}
}
