package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"anlan/export"
)

// verifyCommand compares what was taken away with its manifest.
type verifyCommand struct {
	File     string `arg:"" name:"file" help:"File of an export, or the folder of one in parts." type:"path"`
	Manifest string `arg:"" help:"Its manifest: from “anlan export --manifest”, or /export/manifests/ID." type:"path"`
}

// Run prints one line when all is as it left, and else one line for each thing that is not.
func (v *verifyCommand) Run(a *app) error {
	text, err := os.ReadFile(v.Manifest)
	if err != nil {
		return usageError{fmt.Errorf("read the manifest: %w", err)}
	}
	var m export.Manifest
	if err := json.Unmarshal(text, &m); err != nil || m.DataSet == "" || m.Format == "" {
		return usageError{fmt.Errorf("%s is no manifest of an export", v.Manifest)}
	}
	if _, err := os.Stat(v.File); err != nil {
		return usageError{err}
	}
	report, err := export.Verify(a.ctx, v.File, m)
	if err != nil {
		return err
	}
	if !report.Whole() {
		for _, fault := range report.Faults {
			a.tellf("%s\n", fault)
		}
		return silentError{errors.New("it is not what left")}
	}
	_, err = fmt.Fprintf(a.stdout, "%s is what left: %s rows of %s (%s), data version %d, %s, SHA-256 and columns as in the manifest of %s\n",
		v.File, count(report.Rows), m.DataSet, m.Title.ZH, m.DataVersion, bytesText(report.Bytes), clock(export.Moment(m.CreatedAt)))
	return err
}
