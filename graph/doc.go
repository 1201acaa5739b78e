// Package graph answers the GraphQL contract of schema.graphqls: thin resolvers over the warehouse, the reports and the
// loader, behind limits that hold before anything expensive happens.
//
// A request is checked in this order: size of the body, tokens, validity, depth and expansion of fragments, aliases,
// complexity. What passes runs under a deadline and the caller's scope; a whole answer is kept and given again while the
// data that it came from is the newest.
package graph

// Aliases of types are written out: which of two names gqlgen meets first is left to chance.
//go:generate env GODEBUG=gotypesalias=0 go -C .. tool gqlgen generate
