package main

import (
	"fmt"
	"os"
	"path/filepath"

	"anlan/access"
)

// tokenCommand makes a token. The token file keeps its hash only.
type tokenCommand struct {
	Name    string   `required:"" help:"Who uses it, as 淄博市安委办."`
	Role    string   `required:"" enum:"admin,operator,office,analyst,leader,reader" help:"What it may do: admin, operator, office, analyst, leader or reader."`
	Region  []string `required:"" placeholder:"CODE" help:"What it sees: a region code with everything below it, again for more, or '*' for everything."`
	Sector  []string `placeholder:"CODE" help:"Only this sector; again for more."`
	Fact    []string `placeholder:"NAME" help:"Only this data set (inspection, hazard, training, accident …); again for more."`
	Expires string   `placeholder:"YYYY-MM-DD" help:"The last day on which it is good, in Beijing."`
	File    string   `placeholder:"FILE" type:"path" help:"Token file, instead of server.token_file."`
}

// Run prints the token on standard output, once.
func (t *tokenCommand) Run(a *app) error {
	c, err := a.configuration()
	if err != nil {
		return err
	}
	file := t.File
	if file == "" {
		file = c.Server.TokenFile
	}
	if file == "" {
		return usageError{fmt.Errorf("no token file: give --file or set server.token_file (%s)", envName("server.token_file"))}
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("make folder of the token file: %w", err)
	}
	token, err := access.Add(file, access.Entry{
		Name: t.Name, Role: access.Role(t.Role), Regions: t.Region, Sectors: t.Sector, Facts: t.Fact, Expires: t.Expires,
	})
	if err != nil {
		return usageError{err}
	}
	a.tellf("Token of %s, added to %s. It is shown this once:\n", t.Name, file)
	_, err = fmt.Fprintln(a.stdout, token)
	return err
}
