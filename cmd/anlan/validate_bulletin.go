package main

import (
	"regexp"

	"anlan/reports/bulletin"
)

// namesBulletin tells a kind of bulletin (bulletin: monthly) from a configuration with a section of that name.
var namesBulletin = regexp.MustCompile("(?m)^\ufeff?bulletin *: *[^ #{\r\n]")

func checkBulletinKind(v *validation, file string, text []byte) error {
	catalogue, err := v.metrics()
	if err == nil {
		_, err = bulletin.ReadKind(file, text, catalogue)
	}
	return err
}

func checkOffice(_ *validation, file string, text []byte) error {
	_, err := bulletin.ReadOffice(file, text)
	return err
}
