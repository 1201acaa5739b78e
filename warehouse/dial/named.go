package dial

import (
	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Named is a value for a {name:Type} placeholder. Only this way does a value come near SQL.
func Named(name string, value any) driver.NamedValue { return clickhouse.Named(name, value) }
