package web

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"anlan/etl/connection"
	"anlan/etl/source"
)

// An API that is down for a moment is asked again, after longer and longer waits, and as late as it asks for.
func TestRetry(t *testing.T) {
	t.Parallel()
	s := time.Second
	for _, test := range []struct {
		name     string
		statuses []int
		after    string
		slept    []time.Duration
		code     string
		says     string
	}{
		{"503 twice", []int{503, 503}, "", []time.Duration{s, 2 * s}, "", ""},
		{"each once", []int{429, 500, 502, 504, 408}, "", []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s}, "", ""},
		{"429 with seconds", []int{429}, "7", []time.Duration{7 * s}, "", ""},
		{"503 with a date", []int{503}, testNow.Add(90 * s).Format(http.TimeFormat), []time.Duration{90 * s}, "", ""},
		{"a date gone by", []int{503}, testNow.Add(-90 * s).Format(http.TimeFormat), []time.Duration{s}, "", ""},
		{"nonsense in Retry-After", []int{503}, "soon", []time.Duration{s}, "", ""},
		{"down for good", []int{503, 503, 503, 503, 503, 503, 503}, "", []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s}, source.Unreachable, "503 Service Unavailable. It says: “no area *** ***”; asked 6 times"},
		{"asks to wait too long", []int{429}, "3600", nil, source.Unreachable, "“no area *** ***”; to ask again after 1h0m0s would make 1h0m0s of waiting, more than the pipeline allows (10m0s)"},
		{"400 is not asked again", []int{400}, "", nil, source.Refused, "answers 400 Bad Request. It says: “no area *** ***”"},
		{"401", []int{401}, "", nil, source.Denied, "401 Unauthorized; look at the credentials of the connection api"},
		{"404", []int{404}, "", nil, source.Refused, "404 Not Found; look at path, and at the address of the connection api"},
		{"405", []int{405}, "", nil, source.Refused, "look at method: it is GET"},
		{"204", []int{204}, "", nil, source.Refused, "204 No Content, which holds no records"},
		{"501 is no passing trouble", []int{501}, "", nil, source.Refused, "501 Not Implemented"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			n := 0
			b := setup(t, func(w http.ResponseWriter, r *http.Request) {
				if n < len(test.statuses) {
					w.Header().Set("Retry-After", test.after)
					w.WriteHeader(test.statuses[n])
					fmt.Fprintf(w, `{"msg":"no area %s %s"}`, token, url.QueryEscape(token))
					n++
					return
				}
				fmt.Fprint(w, listOf(1, 0, 1))
			})
			out := b.read()
			if !reflect.DeepEqual(b.slept, test.slept) {
				t.Errorf("waited %v, want %v", b.slept, test.slept)
			}
			if test.code != "" {
				out.fails(t, test.code, test.says)
				return
			}
			out.want(t, "0")
		})
	}
}

func TestBackoffHasJitterAndAnEnd(t *testing.T) {
	t.Parallel()
	if got := []time.Duration{backoff(1, 0), backoff(1, 1), backoff(3, 0.5), backoff(7, 1), backoff(1000, 1)}; !reflect.DeepEqual(got, []time.Duration{500 * time.Millisecond, time.Second, 3 * time.Second, time.Minute, time.Minute}) {
		t.Error(got)
	}
}

// Connections that break: the answer in the middle, the packed answer, the connection itself.
func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	for name, breaks := range map[string]http.HandlerFunc{
		"shorter than it says": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, `[{"id":`)
		},
		"cut off": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				conn.Close()
			}
		},
		"damaged gzip": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff")
		},
		"gzip that is none": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "[]")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := 0
			b := setup(t, func(w http.ResponseWriter, r *http.Request) {
				if n++; n == 1 {
					breaks(w, r)
					return
				}
				fmt.Fprint(w, listOf(2, 0, 2))
			})
			b.read().want(t, "0 1")
			n = -99
			all := setup(t, breaks)
			all.spec.Limits.Attempts = 2
			all.read().fails(t, source.Unreachable, "asked 2 times")
		})
	}
	t.Run("nobody listens", func(t *testing.T) {
		t.Parallel()
		b := setup(t, nil)
		b.server.Close()
		b.read().fails(t, source.Unreachable, "no answer from 127.0.0.1:", "refused", "asked 6 times")
	})
}

func TestAnAnswerThatNeverEnds(t *testing.T) {
	t.Parallel()
	stop := make(chan struct{})
	b := setup(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "[")
		for {
			select {
			case <-stop:
				return
			case <-r.Context().Done():
				return
			case <-time.After(5 * time.Millisecond):
				fmt.Fprint(w, " ")
				w.(http.Flusher).Flush()
			}
		}
	})
	defer close(stop)
	b.spec.Limits.Request, b.spec.Limits.Attempts = 50*time.Millisecond, 2
	b.read().fails(t, source.Unreachable, "no whole answer within 50ms; asked 2 times")
	b.spec.Limits.Request, b.spec.Limits.Total = time.Minute, 50*time.Millisecond
	b.read().fails(t, source.Unreachable, "needs more time than the pipeline allows (50ms)")
}

// Redirects are followed on the connection's own host only: elsewhere our credentials would go to whoever asks.
func TestRedirects(t *testing.T) {
	t.Parallel()
	stolen := ""
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { stolen = r.Header.Get("X-Api-Key") + r.URL.String() }))
	t.Cleanup(other.Close)
	to := "/v2/hazards"
	b := setup(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/api/hazards":
			http.Redirect(w, r, to, http.StatusFound)
		case "/v2/hazards":
			if r.Header.Get("X-Api-Key") != token {
				w.WriteHeader(http.StatusForbidden)
			}
			fmt.Fprint(w, listOf(1, 0, 1))
		default:
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
		}
	})
	b.conn.Bearer, b.conn.Headers = connection.Secret{}, map[string]connection.Secret{"X-Api-Key": connection.NewSecret(token)}
	b.read().want(t, "0")
	to = other.URL + "/steal"
	b.read().fails(t, source.Refused, "redirects to another host ("+other.URL+")", "credentials")
	to = "/loop"
	b.read().fails(t, source.Refused, "redirects again and again")
	if to = "/v2/hazards"; stolen != "" {
		t.Errorf("another host got %q", stolen)
	}
	b.spec.Method = http.MethodPost
	b.read().fails(t, source.Refused, "POST so that it would become a GET")
}

// A token in the address shows nowhere, though errors of the network hold addresses.
func TestATokenInTheAddress(t *testing.T) {
	t.Parallel()
	b := setup(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("key") != token {
			w.WriteHeader(http.StatusUnauthorized)
		}
		fmt.Fprint(w, listOf(1, 0, 1))
	})
	b.conn.Bearer, b.conn.Query = connection.Secret{}, map[string]connection.Secret{"key": connection.NewSecret(token)}
	b.read().want(t, "0")
	b.server.Close()
	out := b.read()
	out.fails(t, source.Unreachable, "no answer from")
	for err := out.err; err != nil; {
		if strings.Contains(fmt.Sprintf("%+v", err), url.QueryEscape(token)) {
			t.Errorf("shows the token: %v", err)
		}
		wrapped, ok := err.(interface{ Unwrap() error })
		if !ok {
			break
		}
		err = wrapped.Unwrap()
	}
}

func TestBasicCredentials(t *testing.T) {
	t.Parallel()
	b := setup(t, func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != "reader" || password != token {
			w.WriteHeader(http.StatusUnauthorized)
		}
		fmt.Fprint(w, "[]")
	})
	b.conn.Bearer, b.conn.User, b.conn.Password = connection.Secret{}, "reader", connection.NewSecret(token)
	b.read().want(t, "")
}

func TestCertificates(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(serve("[]"))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	b := setup(t, nil)
	b.conn.URL, _ = url.Parse(server.URL)
	b.read().fails(t, source.Refused, "the certificate of 127.0.0.1:", "not trusted", "authority")
	b.conn.CAFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(b.conn.CAFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	b.read().want(t, "")
	if err := os.WriteFile(b.conn.CAFile, []byte("none"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.read().fails(t, source.Refused, "holds no certificate")
}

// A proxy of the environment would see every token.
func TestNoProxy(t *testing.T) {
	t.Parallel()
	b := setup(t, nil)
	in, err := Open(b.conn, b.spec, b.ask)
	if err != nil {
		t.Fatal(err)
	}
	if in.client.Transport.(*http.Transport).Proxy != nil {
		t.Error("a proxy would be used")
	}
}

func TestPathsStayBelowTheConnection(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"/api/hazards": "http://h/base/api/hazards", "api": "http://h/base/api", "/": "http://h/base/", "/隐患/": "http://h/base/%E9%9A%90%E6%82%A3/", "/a%2Fb": "http://h/base/a%252Fb", "/../../x": "http://h/base/x"} {
		if got := address(&url.URL{Scheme: "http", Host: "h", Path: "/base"}, path).String(); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
