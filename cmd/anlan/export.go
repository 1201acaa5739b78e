package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/term"

	"anlan/export"
)

// exportCommand takes a data set away as a file: through the server that has the data folder, by opening the folder where nobody has, or
// from a server elsewhere. The file is there whole, or not at all.
type exportCommand struct {
	DataSet string `arg:"" optional:"" name:"dataset" help:"Name of the data set; --list prints them."`
	List    bool   `help:"Print the data sets, or the columns of one."`

	Format   string `short:"f" enum:",arrow,arrow_file,parquet,csv,jsonl,xlsx" default:"" placeholder:"FORMAT" help:"arrow (a stream), arrow_file, parquet, csv, jsonl or xlsx; as the ending of FILE says when absent, else arrow."`
	Out      string `short:"o" placeholder:"FILE" help:"File to write, or folder; - is standard output. A name of its own in this folder when absent."`
	Manifest string `placeholder:"FILE" help:"Write the manifest too: what “anlan verify” compares the file with."`

	exportQuestion

	Compression string `placeholder:"NAME" help:"Inside Arrow: none, lz4 or zstd; inside Parquet also snappy and gzip."`
	BOM         bool   `name:"bom" help:"CSV begins with a byte order mark, for Excel."`
	Charset     string `placeholder:"NAME" help:"Of CSV: utf-8 or gb18030."`

	Server    string `placeholder:"URL" help:"Take it from this server instead, with the token in ANLAN_TOKEN."`
	TokenFile string `placeholder:"FILE" type:"path" help:"File that holds the token for --server."`
}

// exportQuestion says which rows and columns.
type exportQuestion struct {
	Region  *string `placeholder:"CODE" help:"Only this region with everything below it."`
	Tree    string  `placeholder:"TREE" enum:",managing,statutory" default:"" help:"Tree of the regions: managing or statutory."`
	Sector  *string `placeholder:"CODE" help:"Only this sector with those below it."`
	Period  *string `placeholder:"PERIOD" help:"Only this period, as 2026-05, 2026Q2 or 2026."`
	From    *string `placeholder:"DATE" help:"Only from this day."`
	To      *string `placeholder:"DATE" help:"Only to this day."`
	Where   *string `placeholder:"CONDITION" help:"Only rows for which this holds, as \"level = 'major' AND found_on >= '2026-05-01'\"."`
	Columns *string `placeholder:"A,B,C" help:"Only these columns, in this order."`
	Order   *string `placeholder:"A,-B" help:"In this order, descending with - (written --order=-found_on,id); key for the order of the key."`
	Limit   *uint64 `placeholder:"N" help:"So many rows at most."`
	Version *uint64 `name:"version" placeholder:"N" help:"Of this data version; the newest when absent."`
}

// values are what the address of the export says.
func (e *exportCommand) values(format export.Format) url.Values {
	v := url.Values{}
	for name, text := range map[string]string{
		"format": string(format), "compression": e.Compression, "charset": e.Charset, "tree": e.Tree,
	} {
		if text != "" {
			v.Set(name, text)
		}
	}
	for name, text := range map[string]*string{
		"region": e.Region, "sector": e.Sector, "period": e.Period, "from": e.From, "to": e.To, "where": e.Where, "columns": e.Columns, "order": e.Order,
	} {
		if text != nil { // also an empty one, of a variable without a value: it is not everything
			v.Set(name, *text)
		}
	}
	if e.BOM {
		v.Set("bom", "1")
	}
	if e.Limit != nil {
		v.Set("limit", strconv.FormatUint(*e.Limit, 10))
	}
	if e.Version != nil {
		v.Set("version", strconv.FormatUint(*e.Version, 10))
	}
	return v
}

// Run prints the path of the file that it wrote.
func (e *exportCommand) Run(a *app) error {
	switch {
	case e.List:
		return e.through(a, func(ctx context.Context, door *exportDoor) error { return door.list(ctx, a, e.DataSet) })
	case e.DataSet == "":
		return usageError{errors.New("expected the name of a data set; “anlan export --list” prints them")}
	}
	if err := e.files(); err != nil {
		return usageError{err}
	}
	format := e.format()
	if out, ok := a.stdout.(*os.File); e.Out == "-" && ok && term.IsTerminal(int(out.Fd())) && format != export.CSV && format != export.JSONLines {
		return usageError{fmt.Errorf("%s is nothing for a terminal: write it into a file or a pipe, or take --format csv", format)}
	}
	return e.through(a, func(ctx context.Context, door *exportDoor) error {
		return door.fetch(ctx, a, e.DataSet, e.values(format), e.Out, e.Manifest)
	})
}

// files refuses names that cannot be meant, before anything is fetched.
func (e *exportCommand) files() error {
	if ending := filepath.Ext(e.Out); e.Format == "" && ending != "" && filepath.Base(e.Out) != ending {
		if info, err := os.Stat(e.Out); err != nil || info.Mode().IsRegular() {
			if _, known := endings[strings.ToLower(ending)]; !known {
				return fmt.Errorf("--out: the ending %s says no format: expected one of .arrows, .arrow, .parquet, .csv, .jsonl, .xlsx, or say --format", ending)
			}
		}
	}
	if e.Manifest == "" {
		return nil
	}
	if info, err := os.Stat(filepath.Dir(e.Manifest)); err != nil || !info.IsDir() {
		return fmt.Errorf("--manifest: there is no folder %s", filepath.Dir(e.Manifest))
	}
	if e.Out != "" && sameFile(e.Out, e.Manifest) {
		return errors.New("--manifest: it would take the place of the data: name another file than --out")
	}
	return nil
}

// sameFile reports whether two paths are of one file, there or not.
func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	other, err2 := os.Stat(b)
	if err == nil && err2 == nil {
		return one.Mode().IsRegular() && os.SameFile(one, other)
	}
	full, err := filepath.Abs(a)
	full2, err2 := filepath.Abs(b)
	return err == nil && err2 == nil && full == full2
}

// endings say the format of a file.
var endings = map[string]export.Format{
	".arrows": export.ArrowStream, ".arrow": export.ArrowFile, ".feather": export.ArrowFile, ".parquet": export.Parquet,
	".csv": export.CSV, ".jsonl": export.JSONLines, ".ndjson": export.JSONLines, ".xlsx": export.XLSX,
}

func (e *exportCommand) format() export.Format {
	if e.Format != "" {
		return export.Format(e.Format)
	}
	if format, ok := endings[strings.ToLower(filepath.Ext(e.Out))]; ok {
		return format
	}
	return export.ArrowStream
}
