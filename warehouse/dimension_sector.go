package warehouse

import (
	"slices"
	"strings"
)

// Sector is one sector (行业领域) of a list. Lists differ by level of government.
type Sector struct {
	Code       string
	Name       string
	NameEN     string
	Parent     string // the sector above; empty at the top
	List       string // the list that it belongs to, as "key" (重点)
	Department string // the supervising department; empty when the list does not say
	// Industries are codes of GB/T 4754 that map to the sector: a section (letter) or 2 to 4 digits.
	Industries []string
	HighRisk   bool
}

// Sectors are all sectors of one data version, in the order of their file.
type Sectors []Sector

// Get returns the sector of that code.
func (s Sectors) Get(code string) (Sector, bool) {
	i := slices.IndexFunc(s, func(one Sector) bool { return one.Code == code })
	if i < 0 {
		return Sector{}, false
	}
	return s[i], true
}

// Below lists the codes of the given sectors and of all sectors below them; an unknown code stands for itself.
func (s Sectors) Below(codes ...string) []string {
	out := slices.Clone(codes)
	for i := 0; i < len(out); i++ {
		for _, one := range s {
			if one.Parent == out[i] && !slices.Contains(out, one.Code) {
				out = append(out, one.Code)
			}
		}
	}
	return out
}

// Chosen lists the codes of the sectors that somebody asks for and of all sectors below them; a bad_request Error names the first that
// there is none of.
func (s Sectors) Chosen(codes ...string) ([]string, error) {
	for _, code := range codes {
		if _, known := s.Get(code); !known {
			return nil, Fault(BadRequest, "there is no sector %q", code)
		}
	}
	return s.Below(codes...), nil
}

// OfIndustry finds the sector that an industry code of GB/T 4754-2017 maps to ("C", "C26", "26", "2671"): the longest code
// that it begins with, then its section.
func (s Sectors) OfIndustry(industry string) (Sector, bool) {
	digits := strings.TrimLeft(industry, "ABCDEFGHIJKLMNOPQRST")
	for n := len(digits); n >= 2; n-- {
		if one, ok := s.mapped(digits[:n]); ok {
			return one, true
		}
	}
	section := strings.TrimSuffix(industry, digits)
	if section == "" {
		section = sectionOf(digits)
	}
	return s.mapped(section)
}

func (s Sectors) mapped(industry string) (Sector, bool) {
	i := slices.IndexFunc(s, func(one Sector) bool { return slices.Contains(one.Industries, industry) })
	if i < 0 || industry == "" {
		return Sector{}, false
	}
	return s[i], true
}

// sectionOf gives the section of GB/T 4754-2017 that a division (the first two digits) belongs to; empty when there is none.
func sectionOf(digits string) string {
	if len(digits) < 2 {
		return ""
	}
	last := []string{"05", "12", "43", "46", "50", "52", "60", "62", "65", "69", "70", "72", "75", "79", "82", "83", "85", "90", "96", "97"}
	i, found := slices.BinarySearch(last, digits[:2])
	if digits[:2] == "00" || !found && i == len(last) {
		return ""
	}
	return string(rune('A' + i))
}

// Department is one supervising department (监管部门).
type Department struct {
	Code   string
	Name   string
	NameEN string
}

// Departments are all departments of one data version, in the order of their file.
type Departments []Department

// Get returns the department of that code.
func (d Departments) Get(code string) (Department, bool) {
	i := slices.IndexFunc(d, func(one Department) bool { return one.Code == code })
	if i < 0 {
		return Department{}, false
	}
	return d[i], true
}

func parseDepartments(name string, text []byte) (Departments, FileFaults) {
	rows, faults := readDimensionFile(name, text, []string{"code", "zh", "en"}, []string{"code", "zh"})
	var out Departments
	for _, row := range rows {
		d := Department{Code: row.cells["code"], Name: row.cells["zh"], NameEN: row.cells["en"]}
		faults = append(faults, row.checkCode()...)
		if _, twice := out.Get(d.Code); twice {
			faults = append(faults, row.fault("code", "the code is there twice"))
		}
		out = append(out, d)
	}
	return out, faults
}

func parseSectors(name string, text []byte, departments Departments) (Sectors, FileFaults) {
	rows, faults := readDimensionFile(name, text, []string{"code", "zh", "en", "parent", "list", "department", "high_risk", "industries"}, []string{"code", "zh"})
	var out Sectors
	for _, row := range rows {
		faults = append(faults, row.checkCode()...)
		s := Sector{
			Code: row.cells["code"], Name: row.cells["zh"], NameEN: row.cells["en"], Parent: row.cells["parent"], List: row.cells["list"],
			Department: row.cells["department"], Industries: list(row.cells["industries"]),
		}
		switch row.cells["high_risk"] {
		case "true", "是":
			s.HighRisk = true
		case "false", "否", "":
		default:
			faults = append(faults, row.fault("high_risk", "expected true or false"))
		}
		if _, twice := out.Get(s.Code); twice {
			faults = append(faults, row.fault("code", "the code is there twice"))
		}
		if _, ok := departments.Get(s.Department); s.Department != "" && !ok {
			faults = append(faults, row.fault("department", "no department of that code"))
		}
		for _, industry := range s.Industries {
			if taken, ok := out.mapped(industry); ok {
				faults = append(faults, row.fault("industries", "%s maps to %s already", industry, taken.Code))
			}
			if !isIndustry(industry) {
				faults = append(faults, row.fault("industries", "%s: expected a section (A to T) or 2 to 4 digits of GB/T 4754", industry))
			}
		}
		out = append(out, s)
	}
	for i, s := range out {
		if message := out.checkParent(s); message != "" {
			faults = append(faults, rows[i].fault("parent", "%s", message))
		}
	}
	return out, faults
}

func (s Sectors) checkParent(one Sector) string {
	seen := []string{one.Code}
	for one.Parent != "" {
		if slices.Contains(seen, one.Parent) {
			return "the way up goes round in a circle: " + strings.Join(append(seen, one.Parent), " → ")
		}
		above, ok := s.Get(one.Parent)
		if !ok {
			return "no sector of that code"
		}
		seen = append(seen, above.Code)
		one = above
	}
	return ""
}

func isIndustry(s string) bool {
	if len(s) == 1 {
		return s >= "A" && s <= "T"
	}
	return len(s) <= 4 && len(s) >= 2 && strings.Trim(s, "0123456789") == "" && sectionOf(s) != ""
}

// checkCode holds the form of the codes of sectors and departments: what stays readable in an address and a file name.
func (r fileRow) checkCode() FileFaults {
	code := r.cells["code"]
	ok := code != "" && len(code) <= 40
	for _, c := range code {
		ok = ok && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-')
	}
	var faults FileFaults
	if !ok {
		faults = append(faults, r.fault("code", "expected 1 to 40 letters, digits, _ and -"))
	}
	if r.cells["zh"] == "" {
		faults = append(faults, r.fault("zh", "expected a name"))
	}
	return faults
}
