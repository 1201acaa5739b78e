package web

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"anlan/etl/source"
)

// trouble is one attempt that did not give an answer.
type trouble struct {
	err   error         // what to say when it was the last one
	again bool          // worth another attempt
	wait  time.Duration // what the API asks for
}

// fetch gets the answer at a place, with as many attempts as the limits allow.
func (in *Input) fetch(ctx context.Context, p place) ([]byte, http.Header, error) {
	limits := in.spec.Limits
	for attempt := 1; ; attempt++ {
		body, header, t := in.attempt(ctx, p)
		if t == nil {
			return body, header, nil
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, in.stopped(ctx, err)
		}
		if !t.again {
			return nil, nil, t.err
		}
		if attempt >= limits.Attempts {
			return nil, nil, in.fault(source.Unreachable, nil, "%s; asked %d times", strings.TrimPrefix(t.err.Error(), in.name+": "), attempt)
		}
		wait := max(t.wait, backoff(attempt, in.clock.Random()))
		if in.waited+wait > limits.Waiting {
			return nil, nil, in.fault(source.Unreachable, nil, "%s; to ask again after %s would make %s of waiting, more than the pipeline allows (%s)",
				strings.TrimPrefix(t.err.Error(), in.name+": "), wait.Round(time.Second), (in.waited + wait).Round(time.Second), limits.Waiting)
		}
		in.waited += wait
		in.log.Info("an API is asked again", "source", in.name, "attempt", attempt+1, "after", wait.Round(time.Millisecond), "because", t.err)
		if err := in.clock.Sleep(ctx, wait); err != nil {
			return nil, nil, in.stopped(ctx, err)
		}
	}
}

// stopped tells the whole time being up from a run that was ended.
func (in *Input) stopped(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errTimeUp) {
		return in.fault(source.Unreachable, nil, "%s: the API needs more time than the pipeline allows (%s)", in.where(), in.spec.Limits.Total)
	}
	return err
}

var errTimeUp = errors.New("the time of the source is up")

// attempt asks once.
func (in *Input) attempt(ctx context.Context, p place) ([]byte, http.Header, *trouble) {
	ctx, cancel := context.WithTimeout(ctx, in.spec.Limits.Request)
	defer cancel()
	request, err := in.request(ctx, p)
	if err != nil {
		return nil, nil, &trouble{err: in.fault(source.Refused, nil, "%s: %s", in.where(), in.connection.Scrub(err.Error()))}
	}
	response, err := in.client.Do(request)
	if err != nil {
		return nil, nil, in.unanswered(err)
	}
	defer response.Body.Close() //nolint:errcheck // nothing depends on it
	if response.StatusCode != http.StatusOK {
		return nil, nil, in.status(response)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, in.spec.Limits.PageBytes+1))
	switch {
	case err != nil:
		return nil, nil, in.unanswered(err)
	case int64(len(body)) > in.spec.Limits.PageBytes:
		return nil, nil, &trouble{err: in.fault(source.TooMuch, nil, "%s: the answer is larger than %d bytes; ask for smaller pages, or raise max_page_bytes", in.where(), in.spec.Limits.PageBytes)}
	}
	return body, response.Header, nil
}

// status explains an answer that is not 200. Whatever it says is quoted in short.
func (in *Input) status(r *http.Response) *trouble {
	head, _ := io.ReadAll(io.LimitReader(r.Body, 4<<10)) // best effort
	says := in.message(head)
	if says == "" && len(head) > 0 && !htmlPattern.Match(head) {
		says = ". It says: “" + in.quote(strings.ToValidUTF8(string(head), "?"), 120) + "”"
	}
	code := fmt.Sprintf("%d %s", r.StatusCode, http.StatusText(r.StatusCode))
	if again(r.StatusCode) {
		return &trouble{err: in.fault(source.Unreachable, nil, "%s: the API answers %s%s", in.where(), code, says), again: true, wait: retryAfter(r.Header, in.clock.Now())}
	}
	kind, hint := source.Refused, ""
	switch r.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		kind, hint = source.Denied, "; look at the credentials of the connection "+in.connection.Name
	case http.StatusNotFound, http.StatusGone:
		hint = "; look at path, and at the address of the connection " + in.connection.Name
	case http.StatusMethodNotAllowed:
		hint = "; look at method: it is " + in.spec.Method
	case http.StatusNoContent:
		hint = ", which holds no records"
	}
	return &trouble{err: in.fault(kind, nil, "%s: the API answers %s%s%s", in.where(), code, hint, says)}
}

// unanswered explains an error of the network. The address itself may hold a token, so that Go's own words are taken apart.
func (in *Input) unanswered(err error) *trouble {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	host := in.address.Host
	fatal := func(format string, args ...any) *trouble {
		return &trouble{err: in.fault(source.Refused, nil, "%s: "+format, append([]any{in.where()}, args...)...)}
	}
	down := func(format string, args ...any) *trouble {
		return &trouble{err: in.fault(source.Unreachable, nil, "%s: "+format, append([]any{in.where()}, args...)...), again: true}
	}
	var timeout interface{ Timeout() bool }
	if e, ok := errors.AsType[*elsewhere](err); ok {
		return fatal("the API redirects to another host (%s), which is not followed: our credentials would go there", in.quote(e.host, 100))
	}
	if e, ok := errors.AsType[*net.DNSError](err); ok && e.IsNotFound {
		return down("the host %s is not known", host)
	}
	if isCertificate(err) {
		return fatal("the certificate of %s is not trusted (%s); give the connection the file of the authority that signed it", host, in.quote(err.Error(), 120))
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return down("no whole answer within %s", in.spec.Limits.Request)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return down("the answer broke off")
	case strings.Contains(err.Error(), "redirects"):
		return fatal("the API %s", in.quote(err.Error(), 120))
	case strings.Contains(err.Error(), "gzip") || strings.Contains(err.Error(), "flate"):
		return down("the packed answer is damaged")
	}
	return down("no answer from %s: %s", host, in.quote(err.Error(), 120))
}

func isCertificate(err error) bool {
	_, authority := errors.AsType[x509.UnknownAuthorityError](err)
	_, name := errors.AsType[x509.HostnameError](err)
	_, invalid := errors.AsType[x509.CertificateInvalidError](err)
	_, verify := errors.AsType[*tls.CertificateVerificationError](err)
	return authority || name || invalid || verify
}
