package warehouse

import "anlan/access"

// Scope says what a caller may see. The zero Scope sees nothing: forgetting it fails closed.
type Scope = access.Scope

// Everything is the scope of a local administrator.
func Everything() Scope { return access.Everything() }
