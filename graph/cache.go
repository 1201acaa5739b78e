package graph

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"regexp"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"anlan/graph/encoding"
)

// cacheable lists the root fields whose answers depend on nothing but the data, the scope and the question.
var cacheable = map[string]bool{
	"__typename": true, "__schema": true, "__type": true,
	"vocabularies": true, "catalogue": true, "metrics": true, "schemes": true, "assessment": true, "assessmentCertainty": true,
	"recordKinds": true, "recordTable": true, "hexagons": true,
	"riskModels": true, "riskMap": true, "riskMatrix": true, "riskContributors": true, "riskEnterprises": true, "enterprisePortrait": true,
	"region": true, "regions": true, "searchRegions": true, "sectors": true, "sector": true, "departments": true,
	"inspections": true, "inspection": true, "hazards": true, "hazard": true, "trainings": true, "training": true,
	"accidents": true, "accident": true, "obligations": true, "obligation": true, "enterprises": true, "enterprise": true,
}

// cache keeps whole answers of queries without errors and gives them again while the data they came from is the newest.
// Concurrent identical questions are asked once.
type cache struct {
	answers *otter.Cache[answerKey, *answer]
	flights flights
	most    int // bytes of one answer

	hits, misses atomic.Uint64
}

// answerKey is everything that an answer depends on. Visibility and question stand in it whole or as a hash that nobody can
// find a second text for: callers of different scopes never share.
type answerKey struct {
	version     uint64
	definitions string // catalogue and schemes
	day         string // today in Beijing: what is overdue changes at midnight
	visible     string // role and scope
	question    [sha256.Size]byte
}

func newCache(limits Limits, present graphql.ErrorPresenterFunc) (*cache, error) {
	answers, err := otter.New(&otter.Options[answerKey, *answer]{
		MaximumWeight: uint64(limits.CacheBytes),
		Weigher:       func(k answerKey, a *answer) uint32 { return uint32(2*len(a.body) + len(k.visible) + 512) },
	})
	if err != nil {
		return nil, err
	}
	return &cache{answers: answers, flights: flights{present: present}, most: int(limits.CacheBytes / 16)}, nil
}

func (*cache) ExtensionName() string                   { return "AnswerCache" }
func (*cache) Validate(graphql.ExecutableSchema) error { return nil }

func (c *cache) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	key, ok := c.key(ctx)
	if !ok {
		return next(ctx)
	}
	if found, ok := c.answers.GetIfPresent(key); ok {
		c.hits.Add(1)
		if d, ok := ctx.Value(deliveryKey{}).(*delivery); ok {
			d.answer = found
		}
		return graphql.OneShot(&graphql.Response{Data: found.data()})
	}
	c.misses.Add(1)
	done := false
	return func(ctx context.Context) *graphql.Response {
		if done {
			return nil
		}
		done = true
		return c.flights.do(ctx, key, func(ctx context.Context) *graphql.Response {
			response := next(ctx)(ctx)
			c.keep(key, response)
			return response
		})
	}
}

// keep stores an answer without errors. A later reader is told that it was computed before.
func (c *cache) keep(key answerKey, response *graphql.Response) {
	if response == nil || len(response.Errors) > 0 || len(response.Data) > c.most {
		return
	}
	// Unescaped quotes stand only around names and texts, and no text is followed by a colon: this is the field of Source.
	data := bytes.ReplaceAll(response.Data, []byte(`"cached":false`), []byte(`"cached":true`))
	c.answers.Set(key, &answer{body: responseBody(&graphql.Response{Data: data})})
}

// renamesCached finds the field cached under another name, where keep would not correct it.
var renamesCached = regexp.MustCompile(`:[\s,]*cached\b`)

// key names the answer to an operation; false when it must not be kept.
func (c *cache) key(ctx context.Context) (answerKey, bool) {
	op := graphql.GetOperationContext(ctx)
	p, pinned := pinOf(ctx)
	if !pinned || op.Operation.Operation != ast.Query || !allCacheable(op.Operation.SelectionSet) || renamesCached.MatchString(op.RawQuery) {
		return answerKey{}, false
	}
	question, err := json.Marshal([]any{op.RawQuery, op.OperationName, op.Variables})
	if err != nil {
		return answerKey{}, false
	}
	visible, err := visibility(ctx)
	if err != nil {
		return answerKey{}, false
	}
	return answerKey{
		version: p.version.Number, definitions: p.definitions, day: p.today.String(), visible: visible,
		question: sha256.Sum256(question),
	}, true
}

func allCacheable(set ast.SelectionSet) bool {
	for _, selection := range set {
		var ok bool
		switch selection := selection.(type) {
		case *ast.Field:
			ok = cacheable[selection.Name]
		case *ast.InlineFragment:
			ok = allCacheable(selection.SelectionSet)
		case *ast.FragmentSpread:
			ok = selection.Definition != nil && allCacheable(selection.Definition.SelectionSet)
		}
		if !ok {
			return false
		}
	}
	return true
}

// answer is a whole answer, compressed when it is first asked for in a coding.
type answer struct {
	body       []byte
	gzip, zstd encodedOnce
}

type encodedOnce struct {
	once sync.Once
	body []byte
}

func (a *answer) data() json.RawMessage {
	return json.RawMessage(a.body[len(`{"data":`) : len(a.body)-1])
}

func (a *answer) encoded(encoder *encoding.Encoder, coding encoding.Coding) []byte {
	var kept *encodedOnce
	switch coding {
	case encoding.Gzip:
		kept = &a.gzip
	case encoding.Zstd:
		kept = &a.zstd
	default:
		return a.body
	}
	kept.once.Do(func() { kept.body = encoder.Encode(coding, a.body) })
	return kept.body
}
