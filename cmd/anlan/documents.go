package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Every command of operations is a document of the contract, in a file of its own.
//
//go:embed queries/*.graphql
var documents embed.FS

// document gives the text of a document.
func document(name string) string {
	text, err := documents.ReadFile("queries/" + name + ".graphql")
	if err != nil {
		panic(err) // it is built in
	}
	return string(text)
}

// asks sends a document by its name.
func (c *contract) asks(ctx context.Context, name string, variables map[string]any, answer any) error {
	return wrongUsage(c.ask(ctx, document(name), variables, answer))
}

// printJSON writes what a document answers, for programs.
func (c *contract) printJSON(ctx context.Context, out io.Writer, name string, variables map[string]any) error {
	var data json.RawMessage
	if err := c.asks(ctx, name, variables, &data); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "%s\n", data)
	return err
}

// faultsOf is nil without faults.
func faultsOf(faults []fault) error {
	if len(faults) == 0 {
		return nil
	}
	return wrongUsage(&faultsError{faults})
}

// wrongUsage tells what was asked wrongly, or is not there, from what failed.
func wrongUsage(err error) error {
	var said *faultsError
	if errors.As(err, &said) && (said.has("not_found") || said.has("bad_request") || said.has("graphql_validation_failed")) {
		return usageError{err}
	}
	return err
}
