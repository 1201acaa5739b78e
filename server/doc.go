// Package server is the HTTP door of Anlan: who may come in, the GraphQL contract, the pages, health and metrics.
//
// On a loopback address everybody on the machine is its administrator. Any other address needs a token file, and every
// question a token. The server believes no page of another site: it checks the Host of requests on loopback, the origin of
// WebSockets, and takes POST only as JSON.
package server
