package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"anlan/export"
)

// fetch writes a data set to out, holds it to its manifest and only then gives it its name.
func (d *exportDoor) fetch(ctx context.Context, a *app, set string, values url.Values, out, manifestFile string) (err error) {
	response, err := d.request(ctx, http.MethodGet, "/"+url.PathEscape(set), values)
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // the error of its reading counts
	file, err := newDestination(a.stdout, out, fileName(response, set))
	if err != nil {
		return err
	}
	if manifestFile != "" && file.path != "" && sameFile(file.path, manifestFile) {
		file.drop()
		return usageError{errors.New("--manifest: it would take the place of the data: name another file")}
	}
	defer func() {
		if err != nil {
			file.drop()
		}
	}()
	id := response.Header.Get("X-Anlan-Export")
	seen := &received{to: file.to, sum: sha256.New()}
	bar := d.watch(ctx, a, set, values, id, seen)
	_, err = io.CopyBuffer(seen, readOnly{response.Body}, make([]byte, 256<<10))
	bar.end()
	switch {
	case seen.failed != nil:
		return file.full(seen.failed, seen.bytes.Load(), d.needed(ctx, set, values))
	case err != nil:
		return d.broken(ctx, id, file, seen, err)
	}
	manifest, err := d.manifest(ctx, id)
	if err != nil {
		return err
	}
	if sum := hex.EncodeToString(seen.sum.Sum(nil)); sum != manifest.SHA256 || seen.bytes.Load() != int64(manifest.Bytes) { //nolint:gosec // no file is so large
		return fmt.Errorf("what came is not what was sent: %d bytes of SHA-256 %s, expected %d of %s; repeat the export", seen.bytes.Load(), sum, manifest.Bytes, manifest.SHA256)
	}
	if err := file.keep(); err != nil {
		return file.full(err, seen.bytes.Load(), manifest.Bytes)
	}
	return told(a, file, manifest, manifestFile)
}

// told writes the manifest where it is wanted, and says what was written.
func told(a *app, file *destination, m *export.Manifest, manifestFile string) error {
	if manifestFile != "" {
		text, err := json.MarshalIndent(m, "", "  ")
		if err == nil {
			err = writeWhole(manifestFile, append(text, '\n'))
		}
		if err != nil {
			return err
		}
	}
	a.tellf("%s rows, %s, data version %d, SHA-256 %s\n", count(m.Rows), bytesText(m.Bytes), m.DataVersion, m.SHA256)
	if file.path == "" {
		return nil
	}
	_, err := fmt.Fprintln(a.stdout, file.path)
	return err
}

// fileName is what the server calls the file.
func fileName(response *http.Response, set string) string {
	_, parameters, err := mime.ParseMediaType(response.Header.Get("Content-Disposition"))
	if name := parameters["filename"]; err == nil && name != "" {
		return name
	}
	return set
}

// broken says why an export did not come whole: the server's reason, where it can still be asked.
func (d *exportDoor) broken(ctx context.Context, id string, file *destination, seen *received, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	remains := "nothing is left behind"
	if file.path == "" {
		remains = "what came of it is of no use"
	}
	if _, why := d.manifest(ctx, id); why != nil {
		err = plain(why)
	}
	return fmt.Errorf("the export broke off after %s; %s.\n%w", bytesText(uint64(seen.bytes.Load())), remains, err) //nolint:gosec // not negative
}

// plain takes from an error that it is of the usage.
func plain(err error) error {
	if usage := (usageError{}); errors.As(err, &usage) {
		return usage.error
	}
	return err
}

// needed is about how large the whole file is; 0 when that cannot be told.
func (d *exportDoor) needed(ctx context.Context, set string, values url.Values) uint64 {
	_, bytes, _ := d.size(ctx, set, values)
	return bytes
}

// size asks for the number of rows and bytes of an export.
func (d *exportDoor) size(ctx context.Context, set string, values url.Values) (rows, bytes uint64, err error) {
	response, err := d.request(ctx, http.MethodHead, "/"+url.PathEscape(set), values)
	if err != nil {
		return 0, 0, err
	}
	_ = response.Body.Close()
	rows, err = strconv.ParseUint(response.Header.Get("X-Anlan-Rows"), 10, 64)
	if err != nil {
		return 0, 0, err
	}
	bytes, err = strconv.ParseUint(response.Header.Get("X-Anlan-Bytes-Estimate"), 10, 64)
	return rows, bytes, err
}

// readOnly is a reader that cannot write itself: a buffer of its own is of use then.
type readOnly struct{ io.Reader }
