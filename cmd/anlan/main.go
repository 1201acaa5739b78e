// Command anlan is the whole of Anlan in one binary: it loads records of work safety, serves rankings, maps and bulletins,
// and looks after its own installation. It alone reads flags and the environment.
//
// Exit status: 0 done, 1 failed, 2 wrong usage. Messages go to standard error, data to standard output.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/alecthomas/kong"
)

// version is set by the linker.
var version = "dev"

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	os.Exit(run(os.Args[1:], process{stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ(), exit: os.Exit}))
}

// process is what a command knows of its surroundings.
type process struct {
	stdout, stderr io.Writer
	environ        []string
	exit           func(int) // at once, for the second signal
}

// tellf writes a message to standard error; there is nobody to tell when that fails.
func (p process) tellf(format string, args ...any) { _, _ = fmt.Fprintf(p.stderr, format, args...) }

// cli is the grammar of the command line.
type cli struct {
	Config string `help:"Configuration: one YAML file." placeholder:"FILE" type:"path"`
	Data   string `help:"Data folder of the embedded engine, instead of warehouse.data." placeholder:"DIR" type:"path"`

	Demo       demoCommand       `cmd:"" help:"Make realistic records, load them and serve them."`
	Serve      serveCommand      `cmd:"" help:"Serve the dashboard, GraphQL and exports."`
	ETL        etlCommand        `cmd:"" name:"etl" help:"Load records."`
	Assessment assessmentCommand `cmd:"" help:"Compute, decide and publish results of assessments."`
	Bulletin   bulletinCommand   `cmd:"" help:"Draft, issue and keep dispatch bulletins (调度通报)."`
	Alert      alertCommand      `cmd:"" help:"Look after warnings."`
	Export     exportCommand     `cmd:"" help:"Take a data set away as a file: Arrow, Parquet, CSV, JSON lines or XLSX."`
	Verify     verifyCommand     `cmd:"" help:"Compare what was taken away with its manifest."`
	Validate   validateCommand   `cmd:"" help:"Check files that people write, and name every fault of them at once."`
	Migrate    migrateCommand    `cmd:"" help:"Bring the schema up to date."`
	Doctor     doctorCommand     `cmd:"" help:"Check the installation and say what to do."`
	Token      tokenCommand      `cmd:"" help:"Make a token for a person or a program."`
	Settings   settingsCommand   `cmd:"" name:"config" help:"Print the configuration in force, or the table of all keys."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}

// usageError is a mistake in how the command was called.
type usageError struct{ error }

// silentError is a failure that has been told already.
type silentError struct{ error }

func run(args []string, p process) int {
	var c cli
	var stop *int // --help ends the program before its command
	parser, err := kong.New(&c,
		kong.Name("anlan"), kong.Description("Anlan (安澜): work-safety analytics."), kong.Writers(p.stdout, p.stderr),
		kong.Exit(func(code int) { stop = &code }), kong.ConfigureHelp(kong.HelpOptions{Compact: true}), kong.UsageOnError())
	if err != nil {
		p.tellf("anlan: %v\n", err)
		return exitFailed
	}
	command, err := parser.Parse(args)
	if stop != nil {
		return *stop
	}
	if err != nil {
		p.tellf("anlan: %v\nRun \"anlan --help\" or \"anlan COMMAND --help\" for what can be said.\n", err)
		return exitUsage
	}
	for _, warning := range unknownVariables(p.environ) {
		p.tellf("anlan: %s\n", warning)
	}
	ctx, end := untilSignal(context.Background(), p)
	defer end()
	return status(command.Run(&app{cli: &c, process: p, ctx: ctx}), p)
}

// status tells an error and gives the exit status.
func status(err error, p process) int {
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &silentError{}):
		return exitFailed
	case errors.As(err, &usage):
		p.tellf("anlan: %v\n", err)
		return exitUsage
	case errors.Is(err, context.Canceled):
		p.tellf("anlan: interrupted\n")
		return exitFailed
	}
	p.tellf("anlan: %v\n", explain(err))
	return exitFailed
}

// app is what every command is run with.
type app struct {
	*cli
	process

	ctx   context.Context //nolint:containedctx // ends with a signal; kong hands commands one value
	level slog.LevelVar   // of every logger
}

// configuration reads the file, the environment and the flags that hold for all commands.
func (a *app) configuration() (config, error) {
	c, err := loadConfig(a.Config, a.environ)
	if err != nil {
		return c, usageError{err}
	}
	if a.Data != "" {
		c.Warehouse.Data = a.Data
	}
	return c, nil
}

// logger logs to standard error as the configuration says.
func (a *app) logger(c config) *slog.Logger {
	a.level.Set(slog.Level(c.Log.Level))
	options := &slog.HandlerOptions{Level: &a.level}
	if c.Log.Format == "json" {
		return slog.New(slog.NewJSONHandler(a.stderr, options))
	}
	return slog.New(slog.NewTextHandler(a.stderr, options))
}
