// Package flight serves the data sets over Arrow Flight SQL, so that ADBC and JDBC clients read them without anything of ours.
package flight

import (
	_ "github.com/AfterShip/clickhouse-sql-parser/parser"
	_ "github.com/apache/arrow/go/v15/arrow/flight/flightsql"
)
