package server_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"net/http"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"anlan/access"
	"anlan/graph"
	"anlan/reports/dispatch"
	"anlan/reports/document"
	"anlan/reports/render"
	"anlan/safety"
	"anlan/server"
	"anlan/warehouse"
)

// shelf gives out one issued bulletin, b1, and one draft, d1.
type shelf struct{}

func (shelf) File(_ context.Context, caller access.Caller, id string, p dispatch.Printing) (*dispatch.Printed, error) {
	if !caller.May(access.ReadRecords) {
		return nil, warehouse.Fault(warehouse.Forbidden, "it takes read_records")
	}
	if id != "b1" && id != "d1" {
		return nil, warehouse.Fault(warehouse.NotFound, "there is no bulletin %q", id)
	}
	body := []byte("<!DOCTYPE html><style>p{}</style><p>0123456789</p>")
	sum := sha256.Sum256(body)
	return &dispatch.Printed{
		File: dispatch.File{Format: p.Format, Language: p.Language, Name: "桓安办通报〔2023〕1号 5月 通报." + string(p.Format), Bytes: len(body), SHA256: hex.EncodeToString(sum[:])},
		Body: body, Stored: id == "b1" && !p.Appendix,
	}, nil
}

func (shelf) Figure(_ context.Context, _ access.Caller, id string, language document.Language, figure string) (*dispatch.Traced, error) {
	if figure != "overall//accidents_counted/change/previous_year" {
		return nil, warehouse.Fault(warehouse.NotFound, "the bulletin prints no figure %q", figure)
	}
	may := safety.NewMonth(2023, 5).Period()
	three := decimal.RequireFromString("3")
	asked := &warehouse.MetricQuery{Measures: []string{"accidents_counted"}, Region: "370321", Tree: warehouse.Managing, Period: may, Version: 7, AsOf: may.To, Compare: []warehouse.Comparison{warehouse.PreviousYear}}
	return &dispatch.Traced{
		Bulletin: dispatch.Bulletin{ID: id, DocumentNumber: "桓安办通报〔2023〕1号", Title: map[document.Language]string{language: "5月通报"}},
		Figure:   document.Figure{ID: figure, Text: "3", Query: "overall", Label: "<b>事故起数</b>同比增减", Metric: "accidents_counted", Unit: "起", Role: document.Change, Against: "previous_year", State: warehouse.Present, Exact: &three},
		Query:    &document.Query{Name: "overall", Metric: asked, Link: "/graphiql/?query=x"}, Data: document.Data{Version: 7, AsOf: may.To},
	}, nil
}

type figures struct {
	graph.Figures

	catalogue *warehouse.Catalogue
}

func (f figures) Catalogue() *warehouse.Catalogue { return f.catalogue }

func startShelf(t *testing.T, config server.Config) *running {
	t.Helper()
	catalogue, err := warehouse.LoadCatalogue("")
	if err != nil {
		t.Fatal(err)
	}
	sources := empty()
	sources.Figures = figures{catalogue: catalogue}
	return start(t, config, server.Parts{Sources: sources, Bulletins: shelf{}})
}

// A file is saved under the number and title of its document; its ETag is the SHA-256 of its bytes, so that who has it already, or a
// part of it, need not fetch it again. Drafts are kept by nobody.
func TestFilesOfBulletins(t *testing.T) {
	r := startShelf(t, server.Config{})
	whole := r.send(t, http.MethodGet, "/bulletins/b1.docx", nil, "")
	sum := sha256.Sum256([]byte(whole.body))
	tag := `"` + hex.EncodeToString(sum[:]) + `"`
	if whole.status != http.StatusOK || whole.header.Get("ETag") != tag || whole.header.Get("Content-Type") != render.DOCX.MediaType() ||
		whole.header.Get("Cache-Control") != "private, no-cache" || whole.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("status %d, %v", whole.status, whole.header)
	}
	how, parameters, err := mime.ParseMediaType(whole.header.Get("Content-Disposition"))
	if how != "attachment" || parameters["filename"] != "桓安办通报〔2023〕1号 5月 通报.docx" || err != nil || !strings.Contains(whole.header.Get("Content-Disposition"), `filename="b1.docx"`) {
		t.Errorf("saved as %s %v: %v", how, parameters, err)
	}
	if head := r.send(t, http.MethodHead, "/bulletins/b1.docx", nil, ""); head.status != http.StatusOK || head.body != "" || head.header.Get("ETag") != tag {
		t.Errorf("HEAD: status %d, %v", head.status, head.header)
	}
	if again := r.send(t, http.MethodGet, "/bulletins/b1.docx", map[string]string{"If-None-Match": tag}, ""); again.status != http.StatusNotModified || again.body != "" {
		t.Errorf("known bytes: status %d", again.status)
	}
	if part := r.send(t, http.MethodGet, "/bulletins/b1.docx", map[string]string{"Range": "bytes=2-8"}, ""); part.status != http.StatusPartialContent || part.body != whole.body[2:9] {
		t.Errorf("a part: status %d %q", part.status, part.body)
	}
	for _, address := range []string{"/bulletins/d1.docx", "/bulletins/b1.docx?appendix=1"} {
		if got := r.send(t, http.MethodGet, address, nil, ""); got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", address, got.header)
		}
	}
	for address, status := range map[string]int{
		"/bulletins/b1.exe": 404, "/bulletins/b1": 404, "/bulletins/b9.docx": 404, "/bulletins/..%2fetc%2fpasswd.docx": 404, "/bulletins/.docx": 404,
		"/bulletins/b1.docx?lang=fr": 400, "/bulletins/b1.docx?appendix=yes": 400, "/bulletins/b1.docx?lang=zh&lang=en": 400, "/bulletins/b1.docx?language=zh": 400,
	} {
		if got := r.send(t, http.MethodGet, address, nil, ""); got.status != status {
			t.Errorf("%s: status %d, expected %d: %s", address, got.status, status, got.body)
		}
	}
	if got := r.send(t, http.MethodPost, "/bulletins/b1.docx", asJSON(), "{}"); got.status != http.StatusMethodNotAllowed && got.status != http.StatusNotFound {
		t.Errorf("POST: status %d", got.status)
	}
}

// The page runs its own script and style, and may ask for nothing elsewhere.
func TestThePageOfABulletin(t *testing.T) {
	r := startShelf(t, server.Config{})
	got := r.send(t, http.MethodGet, "/bulletins/b1.html", nil, "")
	policy := got.header.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") || !strings.HasPrefix(got.header.Get("Content-Disposition"), "inline") {
		t.Errorf("%v", got.header)
	}
}

// The page of a figure says what it is, and leads to its question and its records; texts of others are text there.
func TestThePageOfAFigure(t *testing.T) {
	r := startShelf(t, server.Config{})
	got := r.send(t, http.MethodGet, "/bulletins/b1/figures/overall%2F%2Faccidents_counted%2Fchange%2Fprevious_year", nil, "")
	for _, want := range []string{"&lt;b&gt;事故起数&lt;/b&gt;同比增减", "3 起", "桓安办通报〔2023〕1号 5月通报", "/graphiql/?query=x", "本期记录", "对比期记录", "2022-05-31", "/bulletins/b1.html?lang=zh"} {
		if !strings.Contains(got.body, want) {
			t.Errorf("it lacks %s: %s", want, got.body)
		}
	}
	if got.status != http.StatusOK || got.header.Get("Cache-Control") != "no-store" {
		t.Errorf("status %d, %v", got.status, got.header)
	}
	if got := r.send(t, http.MethodGet, "/bulletins/b1/figures/nothing?lang=en", nil, ""); got.status != http.StatusNotFound {
		t.Errorf("another figure: status %d", got.status)
	}
}

// Files are for callers: without a token for nobody, and a wall screen, which is shown figures alone, is given none.
func TestWhoIsGivenFilesOfBulletins(t *testing.T) {
	file, secrets := tokens(t, access.Entry{Name: "office", Role: access.Office, Regions: []string{"370321"}}, access.Entry{Name: "screen", Role: access.Reader, Regions: []string{"370321"}})
	r := startShelf(t, server.Config{TokenFile: file})
	for token, status := range map[string]int{"": 401, secrets[0]: 200, secrets[1]: 403} {
		if got := r.send(t, http.MethodGet, "/bulletins/b1.docx", map[string]string{"Authorization": "Bearer " + token}, ""); got.status != status {
			t.Errorf("%q: status %d, expected %d: %s", token, got.status, status, got.body)
		}
	}
}
