package main

import (
	"net"
	"path/filepath"
)

// exportConfig bounds what leaves in bulk.
type exportConfig struct {
	Dir            string   `yaml:"dir" doc:"folder that the files of export jobs are kept in; empty means exports in the data folder"`
	Quota          size     `yaml:"quota" doc:"disk that the files of export jobs may take together"`
	Keep           duration `yaml:"keep" doc:"how long the files of an export job are kept"`
	Concurrent     int      `yaml:"concurrent" doc:"exports at once, of one caller all but one of them; others wait for half a minute and are told to come back then"`
	ConcurrentJobs int      `yaml:"concurrent_jobs" doc:"export jobs that this server makes at once, beside those exports"`
	XLSXRows       int      `yaml:"xlsx_rows" doc:"the most rows that a workbook may hold, over all its sheets of 1,048,575"`
}

// exportFolder is where the files of export jobs are kept.
func (c config) exportFolder() string {
	if c.Export.Dir != "" {
		return c.Export.Dir
	}
	return filepath.Join(c.Warehouse.Data, "exports")
}

// check names values that cannot be right.
func (e exportConfig) check(fault func(key, format string, args ...any)) {
	for key, n := range map[string]int64{
		"export.quota": int64(e.Quota), "export.keep": int64(e.Keep), "export.concurrent": int64(e.Concurrent), "export.concurrent_jobs": int64(e.ConcurrentJobs), "export.xlsx_rows": int64(e.XLSXRows),
	} {
		if n <= 0 {
			fault(key, "expected more than 0")
		}
	}
}

// flightConfig says where Arrow Flight SQL is answered.
type flightConfig struct {
	Listen  string `yaml:"listen" doc:"address to answer Arrow Flight SQL on, as 127.0.0.1:8815; empty means not at all; without a token file only this machine may be served"`
	TLSCert string `yaml:"tls_cert" doc:"file of the certificate (PEM) for Flight SQL; empty means no TLS"`
	TLSKey  string `yaml:"tls_key" doc:"file of the certificate's key (PEM)"`
	Plain   bool   `yaml:"plain" doc:"true lets tokens and data cross the network without TLS, as behind a proxy that has it; this machine may always be served so"`
}

// check names values that cannot be right.
func (f flightConfig) check(fault func(key, format string, args ...any)) {
	if f.Listen != "" {
		if _, _, err := net.SplitHostPort(f.Listen); err != nil {
			fault("flight.listen", "expected HOST:PORT as 127.0.0.1:8815, found %q", f.Listen)
		}
	}
	if (f.TLSCert == "") != (f.TLSKey == "") {
		fault("flight.tls_cert", "expected flight.tls_cert and flight.tls_key, or neither")
	}
}
