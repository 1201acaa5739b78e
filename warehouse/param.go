package warehouse

import (
	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// named is a value for a {name:Type} placeholder.
func named(name string, value any) driver.NamedValue {
	return clickhouse.Named(name, value)
}
