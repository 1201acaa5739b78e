package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"anlan/outbox/webhook"
	"anlan/reports/strictyaml"
)

// config is everything that can be set. Each key is a key of the YAML file and, as ANLAN_SECTION_KEY, of the
// environment; the environment overrides the file, flags override both. The tag doc is the README's table.
type config struct {
	Warehouse warehouseConfig `yaml:"warehouse"`
	Server    serverConfig    `yaml:"server"`
	ETL       etlConfig       `yaml:"etl"`
	State     stateConfig     `yaml:"state"`
	Notices   noticesConfig   `yaml:"notices"`
	Reference referenceConfig `yaml:"reference"`
	Reports   reportsConfig   `yaml:"reports"`
	Bulletin  bulletinConfig  `yaml:"bulletin"`
	Mail      mailConfig      `yaml:"mail"`
	Map       mapConfig       `yaml:"map"`
	Export    exportConfig    `yaml:"export"`
	Flight    flightConfig    `yaml:"flight"`
	Log       logConfig       `yaml:"log"`
	ChDB      chdbConfig      `yaml:"chdb"`
}

type warehouseConfig struct {
	URL          string `yaml:"url" secret:"true" doc:"ClickHouse server, http(s)://user:password@host:8123/database; empty means the embedded engine"`
	Data         string `yaml:"data" doc:"data folder of the embedded engine"`
	Database     string `yaml:"database" doc:"database of the embedded engine; a server's stands in url"`
	Memory       size   `yaml:"memory" doc:"memory that the embedded engine may use, as 4GiB; 0 means its own default"`
	Connections  int    `yaml:"connections" doc:"statements at once; 0 means the default"`
	KeepVersions int    `yaml:"keep_versions" doc:"published versions of the data that are kept at least"`
	KeepDays     int    `yaml:"keep_days" doc:"days for which every version is kept"`
	Catalogue    string `yaml:"catalogue" doc:"folder of YAML files that add metrics or replace those that ship"`
}

type serverConfig struct {
	Listen       string   `yaml:"listen" doc:"address to serve on; without a token file only this machine may be served"`
	TokenFile    string   `yaml:"token_file" doc:"file of tokens, made by “anlan token”; empty means that everybody on this machine is its administrator"`
	QueryTimeout duration `yaml:"query_timeout" doc:"the longest that one query may take"`
	Grace        duration `yaml:"grace" doc:"how long requests that run may go on when the server is told to stop"`
	Complexity   int      `yaml:"complexity" doc:"the most that one query may weigh"`
	Cache        size     `yaml:"cache" doc:"memory for answers that are kept"`
}

type etlConfig struct {
	SourceDir   string `yaml:"source_dir" doc:"folder in which pipelines look for files; empty means sources in the data folder"`
	Inbox       string `yaml:"inbox" doc:"folder in which files that appear are loaded; empty means inbox in the data folder"`
	Pipelines   string `yaml:"pipelines" doc:"folder of YAML files that add pipelines or replace those that ship"`
	Keys        string `yaml:"keys" doc:"folder of the keys that pseudonyms of personal data are made with, a file NAME.key each"`
	Connections string `yaml:"connections" doc:"file of the databases and addresses that pipelines read from, with their secrets"`
}

type stateConfig struct {
	URL string `yaml:"url" secret:"true" doc:"PostgreSQL database of the transactional state, postgres://user:password@host:5432/database, for several servers on one warehouse; empty means state.db in the data folder"`
}

type noticesConfig struct {
	Webhook string `yaml:"webhook" secret:"address" doc:"address that is told of failures, staleness and recoveries; empty means that nobody is"`
	Format  string `yaml:"format" doc:"what is sent: json, wecom (企业微信 group robot) or dingtalk (钉钉 group robot)"`
	Secret  string `yaml:"secret" secret:"true" doc:"key that notices are signed with; for dingtalk the robot's 加签 key"`
	Link    string `yaml:"link" doc:"address of this server as people reach it, put into notices and behind the figures of bulletins"`
}

type referenceConfig struct {
	Dir string `yaml:"dir" doc:"folder of region, sector and department files that replace those that ship"`
}

type reportsConfig struct {
	Schemes    string `yaml:"schemes" doc:"folder of assessment schemes that add to or replace those that ship"`
	RiskModels string `yaml:"risk_models" doc:"folder of risk models that add to or replace those that ship"`
	AlertRules string `yaml:"alert_rules" doc:"folder of rules of warnings that add to or replace those that ship"`
}

type bulletinConfig struct {
	Kinds   string `yaml:"kinds" doc:"folder of kinds of bulletins that add to or replace those that ship"`
	Offices string `yaml:"offices" doc:"folder of the offices that issue bulletins, which add to or replace those that ship"`
	Fonts   string `yaml:"fonts" doc:"folder of fonts (TrueType) that PDF files are set in before those that ship"`

	Recipients string `yaml:"recipients" doc:"file of who gets issued bulletins by e-mail or webhook"`
	Schedule   string `yaml:"schedule" doc:"file of the bulletins that are drafted by the calendar"`
}

type mapConfig struct {
	Shapes string `yaml:"shapes" doc:"folder of GeoJSON files with the polygons of regions, which add to or replace those that ship"`
}

type logConfig struct {
	Level  level  `yaml:"level" doc:"debug, info, warn or error"`
	Format string `yaml:"format" doc:"text or json"`
}

type chdbConfig struct {
	Lib string `yaml:"lib" doc:"path of the embedded engine's library, libchdb.so; empty means look for it"`
}

func defaultConfig() config {
	return config{
		Warehouse: warehouseConfig{Data: "./data", Database: "anlan", KeepVersions: 100, KeepDays: 35},
		Server:    serverConfig{Listen: "127.0.0.1:8080", QueryTimeout: duration(30 * time.Second), Grace: duration(10 * time.Second), Complexity: 50_000, Cache: 64 << 20},
		Notices:   noticesConfig{Format: "json"},
		Mail:      mailConfig{Security: "starttls", Auth: "plain", Limit: 20 << 20},
		Export:    exportConfig{Quota: 20 << 30, Keep: duration(7 * 24 * time.Hour), Concurrent: 4, ConcurrentJobs: 1, XLSXRows: 3_000_000},
		Log:       logConfig{Level: level(slog.LevelInfo), Format: "text"},
	}
}

// loadConfig reads the file (none is fine) and then the environment, and names every fault of both at once.
func loadConfig(file string, environ []string) (config, error) {
	c := defaultConfig()
	if file == "" {
		file = lookup(environ, "ANLAN_CONFIG")
	}
	var text []byte
	if file != "" {
		var err error
		if text, err = os.ReadFile(file); err != nil {
			return c, fmt.Errorf("read configuration: %w", err)
		}
	}
	document := strictyaml.Read(file, text, &c)
	faults := readEnvironment(&c, environ)
	c.check(func(key, format string, args ...any) {
		if document.Has(key) && !isSet(environ, envName(key)) {
			document.Faultf(key, format, args...)
			return
		}
		faults = append(faults, fmt.Errorf("%s: %s", envName(key), fmt.Sprintf(format, args...)))
	})
	return c, errors.Join(append([]error{document.Err()}, faults...)...)
}

// check names values that cannot be right.
func (c *config) check(fault func(key, format string, args ...any)) {
	if c.Log.Format != "text" && c.Log.Format != "json" {
		fault("log.format", "expected text or json, found %q", c.Log.Format)
	}
	if f := c.Notices.Format; !webhook.Known(f) {
		fault("notices.format", "expected json, wecom or dingtalk, found %q", f)
	}
	c.Mail.check(fault)
	c.Export.check(fault)
	c.Flight.check(fault)
	for key, n := range map[string]int{
		"warehouse.connections": c.Warehouse.Connections, "warehouse.keep_versions": c.Warehouse.KeepVersions, "warehouse.keep_days": c.Warehouse.KeepDays,
	} {
		if n < 0 {
			fault(key, "expected 0 or more, found %d", n)
		}
	}
	for key, n := range map[string]int64{
		"server.query_timeout": int64(c.Server.QueryTimeout), "server.grace": int64(c.Server.Grace), "server.complexity": int64(c.Server.Complexity),
		"server.cache": int64(c.Server.Cache),
	} {
		if n <= 0 {
			fault(key, "expected more than 0")
		}
	}
	if c.Warehouse.URL == "" && c.Warehouse.Data == "" {
		fault("warehouse.data", "expected a folder, because warehouse.url is empty")
	}
	if dir := c.Reference.Dir; dir != "" {
		if info, err := os.Stat(dir); err != nil {
			fault("reference.dir", "expected a folder: %v", err)
		} else if !info.IsDir() {
			fault("reference.dir", "expected a folder, %s is a file", dir)
		}
	}
}
