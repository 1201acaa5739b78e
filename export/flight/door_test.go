package flight_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	arrowflight "github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	"anlan/export/flight"
)

func TestWhoShowsNoTokenIsAnsweredNothing(t *testing.T) {
	s := serve(t, &engine{rows: 10}, func(c *flight.Config) { c.Callers = callers() })
	client := s.client(t)
	for name, ctx := range map[string]context.Context{
		"none":      t.Context(),
		"wrong":     as(t.Context(), "anlan_wrong"),
		"empty":     as(t.Context(), ""),
		"no base64": metadata.AppendToOutgoingContext(t.Context(), "authorization", "Basic !!!"),
	} {
		_, err := client.Execute(ctx, everything)
		wantStatus(t, err, codes.Unauthenticated, "valid token")
		_, err = client.GetTables(ctx, &flightsql.GetTablesOpts{})
		wantStatus(t, err, codes.Unauthenticated, "valid token")
		stream, err := client.Client.ListActions(ctx, &arrowflight.Empty{})
		if err == nil {
			_, err = stream.Recv()
		}
		wantStatus(t, err, codes.Unauthenticated, "valid token")
		_ = name
	}
}

// JDBC, ADBC and Power BI know a user name and a password: the password is the token, and they are handed what they show from then on.
func TestAUserNameAndAPasswordAreATokenToo(t *testing.T) {
	s := serve(t, &engine{rows: 10}, func(c *flight.Config) { c.Callers = callers() })
	client := s.client(t)
	ctx, err := client.Client.AuthenticateBasicToken(t.Context(), "zhang", "anlan_county")
	if err != nil {
		t.Fatal(err)
	}
	if shown, _ := metadata.FromOutgoingContext(ctx); shown.Get("authorization")[0] != "Bearer anlan_county" {
		t.Errorf("handed out %v", shown)
	}
	info, err := client.Execute(ctx, everything)
	if err != nil {
		t.Fatal(err)
	}
	if n, _, err := rows(ctx, client, info); err != nil || n != 10 {
		t.Errorf("%d rows, %v", n, err)
	}
	_, err = client.Client.AuthenticateBasicToken(t.Context(), "zhang", "wrong")
	wantStatus(t, err, codes.Unauthenticated, "valid token")
	direct := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Basic emhhbmc6YW5sYW5fY291bnR5") // zhang:anlan_county
	if _, err := client.Execute(direct, everything); err != nil {
		t.Errorf("a password with the call itself: %v", err)
	}
}

// oldest is how clients of Flight before 1.0 log in: by a message, not by a header.
type oldest struct{ password, token string }

func (o *oldest) Authenticate(_ context.Context, c arrowflight.AuthConn) error {
	login, _ := proto.Marshal(&arrowflight.BasicAuth{Username: "zhang", Password: o.password})
	if err := c.Send(login); err != nil {
		return err
	}
	token, err := c.Read()
	o.token = string(token)
	return err
}

func (o *oldest) GetToken(context.Context) (string, error) { return o.token, nil }

func TestTheOldestHandshakeIsUnderstood(t *testing.T) {
	s := serve(t, &engine{rows: 10}, func(c *flight.Config) { c.Callers = callers() })
	for password, code := range map[string]codes.Code{"anlan_county": codes.OK, "wrong": codes.Unauthenticated} {
		client, err := flightsql.NewClient(s.address, &oldest{password: password}, nil, grpc.WithTransportCredentials(insecure.NewCredentials()))
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		err = client.Client.Authenticate(t.Context())
		wantStatus(t, err, code, "")
		if code == codes.OK {
			_, err = client.Execute(t.Context(), everything)
			wantStatus(t, err, codes.OK, "")
		}
	}
}

func TestWithoutTokensOnlyThisMachineIsServed(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "[::]:0", "nonsense"} {
		err := flight.New(&engine{}, flight.Config{Listen: address}).Serve(t.Context())
		if err == nil || !strings.Contains(err.Error(), address) {
			t.Errorf("%s: %v", address, err)
		}
	}
	withTokens := flight.Config{Listen: "0.0.0.0:0", Callers: callers()}
	if err := flight.New(&engine{}, withTokens).Serve(t.Context()); err == nil || !strings.Contains(err.Error(), "flight.tls_cert") {
		t.Errorf("tokens cross the network for all to read: %v", err)
	}
	serve(t, &engine{}, func(c *flight.Config) { c.Listen, c.Callers, c.Plain = withTokens.Listen, withTokens.Callers, true })
	s := serve(t, &engine{rows: 10}, nil)
	client := s.client(t)
	if _, err := client.Execute(t.Context(), everything); err != nil {
		t.Error(err)
	}
	// A driver that insists on a password gets in as well.
	if _, err := client.Client.AuthenticateBasicToken(t.Context(), "zhang", ""); err != nil {
		t.Error(err)
	}
}

// certificate writes a certificate of this machine and its key.
func certificate(t *testing.T, cert, key string, number int64) *x509.CertPool {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(number), Subject: pkix.Name{CommonName: "anlan"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, _ := x509.MarshalECPrivateKey(private)
	for name, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "EC PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		written := time.Unix(number*1000, 0) // two tests of a moment would be of one time
		if err := os.Chtimes(name, written, written); err != nil {
			t.Fatal(err)
		}
	}
	pool := x509.NewCertPool()
	parsed, _ := x509.ParseCertificate(der)
	pool.AddCert(parsed)
	return pool
}

func TestTLSFollowsItsFiles(t *testing.T) {
	cert, key := filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	first := certificate(t, cert, key, 1)
	s := serve(t, &engine{}, func(c *flight.Config) { c.TLSCert, c.TLSKey, c.Callers = cert, key, callers() })
	try := func(pool *x509.CertPool) error {
		client, err := flightsql.NewClient(s.address, nil, nil, grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12})))
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		_, err = client.GetTableTypes(as(t.Context(), "anlan_county"))
		return err
	}
	wantStatus(t, try(first), codes.OK, "")
	second := certificate(t, cert, key, 2)
	wantStatus(t, try(first), codes.Unavailable, "certificate")
	wantStatus(t, try(second), codes.OK, "")
	if err := os.WriteFile(key, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, try(second), codes.OK, "") // as it was
	if _, err := s.client(t).GetTableTypes(as(t.Context(), "anlan_county")); err == nil {
		t.Error("answered without TLS")
	}
	err := flight.New(&engine{}, flight.Config{Listen: "127.0.0.1:0", TLSCert: cert, TLSKey: key}).Serve(t.Context())
	if err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a broken key at the start: %v", err)
	}
}
