package warehouse

import "anlan/warehouse/dial"

// named is a value for a {name:Type} placeholder.
func named(name string, value any) any { return dial.Named(name, value) }
