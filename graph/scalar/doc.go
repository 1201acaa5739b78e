// Package scalar turns the values of the domain into GraphQL scalars and enumerations and back. What it refuses, it
// refuses with a message that the person who typed the value may read.
package scalar
