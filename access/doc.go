// Package access says who may see what: roles and what they permit, the scope of regions, sectors and data sets that a
// caller's questions are planned under, and the tokens that callers show.
//
// Everything fails closed: the zero Scope sees nothing, the zero Caller may do nothing, a token without regions is a fault.
package access
