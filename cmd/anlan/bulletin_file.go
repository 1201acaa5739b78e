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
	"strings"

	"anlan/reports/render"
)

// fetched is a file of a bulletin.
type fetched struct {
	name   string
	body   []byte
	sha256 string
}

// bulletinFile fetches a file of a bulletin, and holds it to the hash that the server names.
func (c *contract) bulletinFile(ctx context.Context, id string, format render.Format, language string, appendix bool) (*fetched, error) {
	query := url.Values{"lang": {language}}
	if appendix {
		query.Set("appendix", "1")
	}
	address := fmt.Sprintf("http://anlan/bulletins/%s.%s?%s", url.PathEscape(id), format, query.Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := c.client.Do(request)
	if err != nil {
		return nil, c.lost(ctx, err)
	}
	defer response.Body.Close() //nolint:errcheck // read to its end
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, c.lost(ctx, err)
	}
	if response.StatusCode != http.StatusOK {
		return nil, refused(response, body)
	}
	sum := sha256.Sum256(body)
	f := &fetched{body: body, sha256: hex.EncodeToString(sum[:])}
	if tag := strings.Trim(response.Header.Get("ETag"), `"`); tag != f.sha256 {
		return nil, fmt.Errorf("the file %s of %s is not the one that the server means: fetch it again", format, id)
	}
	_, parameters, err := mime.ParseMediaType(response.Header.Get("Content-Disposition"))
	if f.name = parameters["filename"]; err != nil || f.name == "" || strings.ContainsAny(f.name, "/\\") {
		f.name = id + "." + string(format)
	}
	return f, nil
}

// refused reads why the server gave no file.
func refused(response *http.Response, body []byte) error {
	var wire wireAnswer
	if err := json.Unmarshal(body, &wire); err != nil || len(wire.Errors) == 0 { //nolint:musttag // names match without case
		return errors.New("the server answers " + response.Status)
	}
	return wrongUsage(wire.into(nil))
}
