package strictyaml

import "testing"

// Editors of Windows put a mark before the text, which nobody sees.
func TestAByteOrderMarkIsNoFault(t *testing.T) {
	var into struct {
		Name string `yaml:"name,required"`
	}
	if err := Read("a.yaml", []byte("\ufeffname: 甲\r\n"), &into).Err(); err != nil || into.Name != "甲" {
		t.Errorf("read %q, %v", into.Name, err)
	}
}
