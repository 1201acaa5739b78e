package scheme

import "strings"

// IsExamples says whether a file holds worked examples of the scheme beside it: NAME.examples.yaml.
func IsExamples(file string) bool {
	return strings.HasSuffix(file, ".examples.yaml") || strings.HasSuffix(file, ".examples.yml")
}
