package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"anlan/safety"
)

// maxCode is the most characters of a code.
const maxCode = 200

// MarshalRegionCode writes the code, null for no region.
func MarshalRegionCode(c safety.RegionCode) graphql.Marshaler { return MarshalCode(string(c)) }

// UnmarshalRegionCode reads what safety.ParseRegionCode reads; null is no region.
func UnmarshalRegionCode(v any) (safety.RegionCode, error) {
	return parse(v, "a region code as 370300", safety.ParseRegionCode)
}

// MarshalRegionText writes a region code that a record holds as text, null for no region.
func MarshalRegionText(c string) graphql.Marshaler { return MarshalCode(c) }

// UnmarshalRegionText reads what safety.ParseRegionCode reads.
func UnmarshalRegionText(v any) (string, error) {
	c, err := UnmarshalRegionCode(v)
	return string(c), err
}

// MarshalCreditCode writes the code, null for none.
func MarshalCreditCode(c safety.CreditCode) graphql.Marshaler { return MarshalCode(string(c)) }

// UnmarshalCreditCode reads what safety.ParseCreditCode reads; null is none.
func UnmarshalCreditCode(v any) (safety.CreditCode, error) {
	return parse(v, "a unified social credit code", safety.ParseCreditCode)
}

// MarshalCode writes a word of a vocabulary or catalogue, null for the empty word.
func MarshalCode(s string) graphql.Marshaler {
	if s == "" {
		return graphql.Null
	}
	return quoted(s)
}

// UnmarshalCode reads a word of up to 200 characters; whether it is one of a vocabulary is for the question to say.
func UnmarshalCode(v any) (string, error) {
	return parse(v, "a code", func(s string) (string, error) {
		if s == "" || len(s) > maxCode {
			return "", refuse("code", s, "expected 1 to 200 characters")
		}
		return s, nil
	})
}
