package main

import (
	"fmt"
	"net/url"
	"strings"
)

// settingsCommand prints the configuration that is in force.
type settingsCommand struct {
	Keys bool `help:"Print a Markdown table of all keys instead."`
}

// Run prints YAML that is a configuration itself; passwords are masked.
func (s *settingsCommand) Run(a *app) error {
	if s.Keys {
		_, err := fmt.Fprint(a.stdout, keyTable())
		return err
	}
	c, err := a.configuration()
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(a.stdout, settingsYAML(&c))
	return err
}

// settingsYAML writes a configuration as a file would hold it, with passwords masked.
func settingsYAML(c *config) string {
	var b strings.Builder
	section := ""
	for _, k := range keys(c) {
		group, name, _ := strings.Cut(k.path, ".")
		if group != section {
			section = group
			b.WriteString(section + ":\n")
		}
		text := k.text()
		switch k.secret {
		case "true":
			text = masked(text)
		case "address":
			text = hostOnly(text)
		}
		fmt.Fprintf(&b, "  %s: %s\n", name, scalar(text))
	}
	return b.String()
}

// keyTable is the table of the README.
func keyTable() string {
	var b strings.Builder
	b.WriteString("| key | environment | default | meaning |\n|---|---|---|---|\n")
	c := defaultConfig()
	for _, k := range keys(&c) {
		value := k.text()
		if value != "" {
			value = "`" + value + "`"
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", k.path, envName(k.path), value, k.doc)
	}
	return b.String()
}

// masked hides the passwords of an address, and all of what is none.
func masked(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" && text != "" {
		return "***"
	}
	if query := u.Query(); query.Has("password") {
		query.Set("password", "xxxxx")
		u.RawQuery = query.Encode()
	}
	return u.Redacted()
}

// hostOnly hides all of an address but where it leads: groups of chat services keep their key in the path or the query.
func hostOnly(text string) string {
	u, err := url.Parse(text)
	switch {
	case text == "":
		return ""
	case err != nil || u.Host == "":
		return "***"
	}
	return u.Scheme + "://" + u.Host + "/***"
}

// scalar quotes what YAML would read as something else.
func scalar(text string) string {
	if text == "" || strings.ContainsAny(text, ":#{}[]&*!|>'\"%@`,") {
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return text
}
