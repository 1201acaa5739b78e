package graph

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"anlan/graph/encoding"
	"anlan/graph/generated"
)

// Options says how the contract is served.
type Options struct {
	Limits Limits
	// Authenticate lets a WebSocket in by the Authorization of its connection parameters: the context that it gives holds a
	// access.Caller, and its error's message is shown. Nil refuses all that the server has not let in before.
	Authenticate func(ctx context.Context, authorization string) (context.Context, error)
	// CheckOrigin says whether the page that opens a WebSocket may; nil means SameOrigin.
	CheckOrigin func(*http.Request) bool
	Ping        time.Duration // of streams; 0 means 15 s
	// Lifetime ends the runs of pipelines that are started here; nil lets them run to their end.
	Lifetime context.Context //nolint:containedctx // runs outlive the request that starts them
	Logger   *slog.Logger
}

// documentCacheBytes bounds the memory of parsed documents, documentGrowth is how much larger than its text one is.
const (
	documentCacheBytes = 32 << 20
	documentGrowth     = 30
)

// Handler answers /graphql.
type Handler struct {
	http.Handler
	answers  *cache
	resolver *Resolver
}

// Wait returns when the runs of pipelines that were started here have ended.
func (h *Handler) Wait() { h.resolver.runs.Wait() }

// CacheStats counts how often a kept answer was given (Hits) and how often one that may be kept had to be found (Misses), and
// gives the number of answers kept now.
type CacheStats struct {
	Hits, Misses uint64
	Answers      int
}

// CacheStats gives the counts since the start.
func (h *Handler) CacheStats() CacheStats {
	return CacheStats{Hits: h.answers.hits.Load(), Misses: h.answers.misses.Load(), Answers: h.answers.answers.EstimatedSize()}
}

// New makes the handler of /graphql. Every request's context must hold an access.Caller; WebSockets may bring one later.
func New(sources Sources, options Options) (*Handler, error) {
	options = options.withDefaults()
	limits := options.Limits
	p := presenter{log: options.Logger, limits: limits}
	answers, err := newCache(limits, p.present)
	if err != nil {
		return nil, err
	}
	documents, err := newDocumentCache()
	if err != nil {
		return nil, err
	}
	resolver := &Resolver{sources: sources, log: options.Logger, lifetime: options.Lifetime}
	server := handler.New(generated.NewExecutableSchema(generated.Config{
		Resolvers:  resolver,
		Directives: generated.DirectiveRoot{Whole: whole},
	}))
	server.SetErrorPresenter(p.present)
	server.SetRecoverFunc(p.recover)
	server.SetParserTokenLimit(limits.Tokens)
	server.SetDisableSuggestion(true)
	server.SetValidationRulesFn(silentRules)
	server.SetQueryCache(documents)
	server.AroundResponses(p.capErrors)
	server.Use(extension.Introspection{})
	server.Use(shapeLimit{limits})
	server.Use(permission{})
	server.Use(&complexityLimit{limit: limits.Complexity})
	server.Use(connectionLimit{p.present})
	server.Use(pinning{sources})
	server.Use(answers)
	server.Use(deadline{limits.Timeout})

	plain := httpTransport{limits: limits, encoder: encoding.New()}
	server.AddTransport(newWebSocket(options))
	server.AddTransport(eventStream{http: plain, ping: options.Ping})
	server.AddTransport(plain)
	return &Handler{Handler: server, answers: answers, resolver: resolver}, nil
}

// silentRules are the specification's rules without "Did you mean", which gives names away to those who guess. gqlgen itself
// silences the rule of fields only.
func silentRules() *rules.Rules {
	r := rules.NewDefaultRules()
	for _, silent := range []validator.Rule{
		rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRuleWithoutSuggestions,
		rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
		rules.ScalarLeafsRuleWithoutSuggestions,
	} {
		r.RemoveRule(strings.TrimSuffix(silent.Name, "WithoutSuggestions"))
		r.AddRule(silent.Name, silent.RuleFunc)
	}
	return r
}

func (o Options) withDefaults() Options {
	o.Limits = o.Limits.withDefaults()
	if o.Authenticate == nil {
		o.Authenticate = func(ctx context.Context, _ string) (context.Context, error) {
			return ctx, errors.New("a token is needed")
		}
	}
	if o.Lifetime == nil {
		o.Lifetime = context.Background()
	}
	if o.CheckOrigin == nil {
		o.CheckOrigin = SameOrigin
	}
	if o.Ping == 0 {
		o.Ping = 15 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// SameOrigin lets pages of the same host open WebSockets, and programs, which send no origin.
func SameOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	page, err := url.Parse(origin)
	return err == nil && page.Host != "" && strings.EqualFold(page.Host, r.Host)
}

// documentCache keeps parsed and validated documents by their text.
type documentCache struct {
	documents *otter.Cache[string, *ast.QueryDocument]
}

func newDocumentCache() (documentCache, error) {
	documents, err := otter.New(&otter.Options[string, *ast.QueryDocument]{
		MaximumWeight: documentCacheBytes,
		Weigher:       func(text string, _ *ast.QueryDocument) uint32 { return uint32(documentGrowth*len(text)) + 1024 },
	})
	return documentCache{documents}, err
}

// Get gives the document of a text.
func (c documentCache) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	return c.documents.GetIfPresent(text)
}

// Add keeps a document.
func (c documentCache) Add(_ context.Context, text string, document *ast.QueryDocument) {
	c.documents.Set(text, document)
}
