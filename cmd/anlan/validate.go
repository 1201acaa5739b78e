package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"anlan/access"
	"anlan/etl"
	"anlan/reports/alert"
	"anlan/reports/geo"
	"anlan/warehouse"
)

// validateCommand checks files that people write, without the data and without changing anything.
type validateCommand struct {
	Files []string `arg:"" type:"path" help:"Pipelines, connections, assessment schemes, risk models, kinds, offices, recipients and schedules of bulletins, metric catalogues, token files, configurations."`
}

// kind is one kind of file that people write, known by its keys.
type kind struct {
	name  string
	keys  []string
	check func(v *validation, file string, text []byte) error
}

// kinds lists them all; the first one that has one of the file's keys is meant.
func kinds() []kind {
	settings := defaultConfig()
	all := keys(&settings)
	sections := make([]string, 0, len(all))
	for _, k := range all {
		section, _, _ := strings.Cut(k.path, ".")
		sections = append(sections, section)
	}
	return []kind{
		{"pipeline", []string{"pipeline"}, func(_ *validation, file string, text []byte) error {
			_, err := etl.ParsePipeline(file, text)
			return err
		}},
		{"connections", []string{"connections"}, func(_ *validation, file string, _ []byte) error {
			_, err := etl.ReadConnections(file, os.LookupEnv)
			return err
		}},
		{"file of worked examples", []string{"examples"}, checkExamples},
		{"assessment scheme", []string{"scheme"}, checkScheme},
		{"risk model", []string{"model"}, checkRiskModel},
		{"file of rules of warnings", []string{"alerts"}, func(v *validation, file string, text []byte) error {
			catalogue, err := v.metrics()
			if err == nil {
				_, err = alert.ReadRules(file, text, catalogue)
			}
			return err
		}},
		{"kind of bulletin", []string{"bulletin"}, checkBulletinKind},
		{"office that issues bulletins", []string{"office"}, checkOffice},
		{"file of recipients of bulletins", []string{"recipients"}, checkRecipients},
		{"schedule of bulletins", []string{"schedule"}, checkSchedule},
		{"token file", []string{"tokens"}, func(_ *validation, file string, _ []byte) error {
			_, err := access.LoadFile(file)
			return err
		}},
		{"metric catalogue", []string{"measures", "ratios", "dimensions"}, checkCatalogue},
		{"configuration", slices.Compact(sections), func(_ *validation, file string, _ []byte) error {
			_, err := loadConfig(file, nil)
			return err
		}},
	}
}

// validation is one run of the command.
type validation struct {
	catalogue string
	settings  config
}

// metrics gives the catalogue in force, which schemes refer to.
func (v *validation) metrics() (*warehouse.Catalogue, error) {
	return warehouse.LoadCatalogue(v.catalogue)
}

// Run prints every fault of every file on standard output, one a line, and fails when there is one.
func (v *validateCommand) Run(a *app) error {
	c, err := a.configuration()
	if err != nil {
		return err
	}
	faulty := 0
	for _, file := range v.Files {
		what, err := (&validation{c.Warehouse.Catalogue, c}).file(file)
		if err != nil {
			faulty++
			_, _ = fmt.Fprintln(a.stdout, err)
			continue
		}
		a.tellf("%s: a sound %s\n", file, what)
	}
	if faulty > 0 {
		return silentError{fmt.Errorf("%d files have faults", faulty)}
	}
	return nil
}

var topKey = regexp.MustCompile("(?m)^\ufeff?([a-z_]+) *:") // a byte order mark may stand before the first

// file checks one file by what it is.
func (v *validation) file(path string) (what string, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if strings.HasSuffix(path, ".geojson") {
		return "file of shapes", geo.CheckFile(path, text)
	}
	var found []string
	for _, match := range topKey.FindAllSubmatch(text, -1) {
		found = append(found, string(match[1]))
	}
	var known []string
	for _, k := range kinds() {
		if slices.ContainsFunc(k.keys, func(key string) bool {
			return slices.Contains(found, key) && (key != "bulletin" || k.name == "configuration" || namesBulletin.Match(text))
		}) {
			return k.name, k.check(v, path, text)
		}
		known = append(known, k.name+" ("+k.keys[0]+": …)")
	}
	return "", fmt.Errorf("%s: it is not known what this is; expected a %s", path, strings.Join(known, ", a "))
}

// checkCatalogue loads what ships with the file over it.
func checkCatalogue(_ *validation, file string, text []byte) error {
	dir, err := os.MkdirTemp("", "anlan-validate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)                                                                 //nolint:errcheck // a temporary folder
	if err := os.WriteFile(filepath.Join(dir, "catalogue.yaml"), text, 0o600); err != nil { //nolint:gosec // into a folder that was just made
		return err
	}
	if _, err = warehouse.LoadCatalogue(dir); err == nil {
		return nil
	}
	message := strings.ReplaceAll(err.Error(), filepath.Join(dir, "catalogue.yaml"), file)
	return errors.New(strings.ReplaceAll(message, "catalogue.yaml", file))
}
