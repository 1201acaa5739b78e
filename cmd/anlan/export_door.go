package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"anlan/export"
)

// exportDoor is where data sets are taken from.
type exportDoor struct {
	*contract

	root  string // http://host:port
	token string
}

// through runs work with the server that is named, or with whoever has the data.
func (e *exportCommand) through(a *app, work func(ctx context.Context, door *exportDoor) error) error {
	if e.Server == "" {
		if e.TokenFile != "" {
			return usageError{errors.New("--token-file is for --server")}
		}
		return a.withContract(func(ctx context.Context, ask *contract) error {
			return work(ctx, &exportDoor{contract: ask, root: "http://anlan"})
		})
	}
	root, err := url.Parse(e.Server)
	if err != nil || root.Host == "" || root.Scheme != "http" && root.Scheme != "https" {
		return usageError{fmt.Errorf("--server: expected an address as https://anlan.example.cn, found %q", e.Server)}
	}
	token := lookup(a.environ, tokenVariable)
	if e.TokenFile != "" {
		text, err := os.ReadFile(e.TokenFile)
		if err != nil {
			return usageError{fmt.Errorf("read the token: %w", err)}
		}
		token = strings.TrimSpace(string(text))
	}
	door := &exportDoor{contract: &contract{client: &http.Client{}}, root: strings.TrimRight(root.String(), "/"), token: token}
	return work(a.ctx, door)
}

// tokenVariable holds the token for a server elsewhere.
const tokenVariable = "ANLAN_TOKEN"

// request asks for something below /export. A refusal is an error.
func (d *exportDoor) request(ctx context.Context, method, path string, values url.Values) (*http.Response, error) {
	address := d.root + "/export" + path
	if len(values) > 0 {
		address += "?" + values.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, err
	}
	if d.token != "" {
		request.Header.Set("Authorization", "Bearer "+d.token)
	}
	if d.owner != 0 || d.root == "http://anlan" {
		request.Header.Set("Accept-Encoding", "identity") // on one machine packing costs more than it saves
	}
	response, err := d.client.Do(request)
	if err != nil {
		return nil, d.lost(ctx, err)
	}
	if response.StatusCode == http.StatusOK {
		return response, nil
	}
	defer response.Body.Close() //nolint:errcheck // it is of no use
	switch {
	case response.StatusCode == http.StatusUnauthorized:
		return nil, fmt.Errorf("%s wants a valid token: put it into the variable %s, or into a file for --token-file", d.root, tokenVariable)
	case method == http.MethodHead:
		return nil, fmt.Errorf("the server answers %s", response.Status)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return nil, d.lost(ctx, err)
	}
	return response, refused(response, body)
}

// lost says that the server cannot be reached, or no longer.
func (d *exportDoor) lost(ctx context.Context, err error) error {
	var unreached *url.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case d.owner != 0:
		return fmt.Errorf("the server (process %d) ended during the export: repeat it", d.owner)
	case errors.As(err, &unreached):
		return fmt.Errorf("%s cannot be reached: %w", d.root, unreached.Err)
	}
	return err
}

// manifest gives the proof of an export that was received, or says why it is not whole. It may become known a moment after the last
// byte.
func (d *exportDoor) manifest(ctx context.Context, id string) (*export.Manifest, error) {
	for wait := 50 * time.Millisecond; ; wait *= 2 {
		response, err := d.request(ctx, http.MethodGet, "/manifests/"+url.PathEscape(id), nil)
		if response != nil && response.StatusCode == http.StatusConflict && wait < 4*time.Second {
			select {
			case <-time.After(wait):
				continue
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		if err != nil {
			return nil, err
		}
		defer response.Body.Close() //nolint:errcheck // read to its end
		m := &export.Manifest{}
		if err := json.NewDecoder(response.Body).Decode(m); err != nil {
			return nil, fmt.Errorf("read the manifest: %w", err)
		}
		return m, nil
	}
}
