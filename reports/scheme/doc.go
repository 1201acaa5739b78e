// Package scheme marks subjects by an assessment scheme (考核细则): a scheme and figures go in, marks with their reasons
// come out. It asks nobody for anything, so that a scheme can be checked against examples worked out by hand.
//
// Every number is exact: figures and marks are fractions until they are rounded, and where they are rounded is a rule of
// the scheme.
package scheme
