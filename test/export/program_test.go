package export

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"testing"

	"anlan/access"
	"anlan/test/built"
	"anlan/test/ports"
)

// served is the program, serving.
type served struct {
	*built.Served

	data      string
	temporary string // the folder of its temporary files
	address   string // http://127.0.0.1:PORT
	flight    string // 127.0.0.1:PORT
	admin     string // the token of who sees everything
	county    string // the token of an analyst of one county
}

// serve starts the program over a data folder.
func serve(t *testing.T, program, data string) *served {
	t.Helper()
	tokens := filepath.Join(t.TempDir(), "tokens.yaml")
	s := &served{data: data, temporary: t.TempDir(), flight: freeAddress(t)}
	for _, entry := range []struct {
		token   *string
		role    access.Role
		regions []string
	}{{&s.admin, access.Admin, []string{"*"}}, {&s.county, access.Analyst, []string{string(county().Regions[0])}}} {
		var err error
		if *entry.token, err = access.Add(tokens, access.Entry{Name: string(entry.role), Role: entry.role, Regions: entry.regions}); err != nil {
			t.Fatal(err)
		}
	}
	s.Served = built.Serve(t, program, []string{
		"ANLAN_SERVER_TOKEN_FILE=" + tokens, "ANLAN_FLIGHT_LISTEN=" + s.flight, "ANLAN_SERVER_GRACE=1s", "TMPDIR=" + s.temporary,
		"ANLAN_EXPORT_CONCURRENT=8", // one caller may have all but one, and five readers at once are the administrator's
	}, "serve", "--data", data)
	s.address = s.Address
	return s
}

func freeAddress(t *testing.T) string {
	t.Helper()
	port, err := ports.Free()
	if err != nil {
		t.Fatal(err)
	}
	return net.JoinHostPort("127.0.0.1", port)
}

// ask sends a request below /export; the caller closes the body.
func (s *served) ask(ctx context.Context, method, path string, query url.Values, token string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, s.address+"/export"+path+"?"+query.Encode(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err == nil && response.StatusCode != http.StatusOK {
		defer response.Body.Close()
		text, _ := io.ReadAll(response.Body)
		return nil, fmt.Errorf("%s %s: %s: %s", method, request.URL, response.Status, text)
	}
	return response, err
}

// document reads a JSON document below /export.
func (s *served) document(ctx context.Context, path, token string, into any) error {
	response, err := s.ask(ctx, http.MethodGet, path, nil, token)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	return json.NewDecoder(response.Body).Decode(into)
}
