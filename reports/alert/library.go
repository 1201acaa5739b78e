package alert

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"anlan/warehouse"
)

//go:embed rules
var shipped embed.FS

// RuleJSONSchema is the JSON Schema of files of rules, for editors.
func RuleJSONSchema() []byte {
	text, err := shipped.ReadFile("rules/alert.schema.json")
	if err != nil {
		panic(err) // embedded at build time
	}
	return text
}

// loadRules reads the rules that ship and those of a folder, which may be empty. A rule of the folder replaces the one that
// ships under its name.
func loadRules(dir string, catalogue *warehouse.Catalogue) ([]*Rule, error) {
	base, err := fs.Sub(shipped, "rules")
	if err != nil {
		return nil, err
	}
	rules, err := readFolder(base, "shipped/", catalogue)
	if err != nil || dir == "" {
		return rules, err
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("open folder of rules of warnings: %w", err)
	}
	own, err := readFolder(os.DirFS(dir), filepath.Clean(dir)+"/", catalogue)
	if err != nil {
		return nil, err
	}
	rules = slices.DeleteFunc(rules, func(r *Rule) bool {
		return slices.ContainsFunc(own, func(o *Rule) bool { return o.Name == r.Name })
	})
	rules = append(rules, own...)
	slices.SortFunc(rules, func(a, b *Rule) int { return cmp.Compare(a.Name, b.Name) })
	return rules, nil
}

func readFolder(dir fs.FS, prefix string, catalogue *warehouse.Catalogue) ([]*Rule, error) {
	files, err := fs.Glob(dir, "*.y*ml")
	if err != nil {
		return nil, err
	}
	var rules []*Rule
	var faults []error
	for _, name := range files {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, fmt.Errorf("read rules of warnings: %w", err)
		}
		read, err := ReadRules(prefix+name, text, catalogue)
		if err != nil {
			faults = append(faults, err)
		}
		for _, r := range read {
			if i := slices.IndexFunc(rules, func(o *Rule) bool { return o.Name == r.Name }); i >= 0 {
				faults = append(faults, fmt.Errorf("%s: the rule %s is in %s already", prefix+name, r.Name, rules[i].file))
			}
		}
		rules = append(rules, read...)
	}
	slices.SortFunc(rules, func(a, b *Rule) int { return cmp.Compare(a.Name, b.Name) })
	return rules, errors.Join(faults...)
}

// hashOf identifies all rules in force: an evaluation by others is another one.
func hashOf(rules []*Rule) string {
	sum := sha256.New()
	for _, r := range rules {
		_, _ = fmt.Fprintln(sum, r.Name, r.hash)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
