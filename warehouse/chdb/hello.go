package chdb

import (
	"bytes"
	"fmt"
	"net/http"

	chproto "github.com/ClickHouse/ch-go/proto"
	"github.com/ClickHouse/clickhouse-go/v2/lib/column"
	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
)

// hello is the first query of clickhouse-go on every HTTP connection.
const hello = "SELECT displayName(), version(), revision(), timezone()"

// hello answers it in the protocol revision that the driver decodes it with. The revision in the answer is 0: from then on
// the driver expects the plain Native format, which is what the engine writes.
func (e *Engine) hello() (*http.Response, error) {
	block := proto.NewBlock()
	for _, c := range [][2]string{{"displayName()", "String"}, {"version()", "String"}, {"revision()", "UInt32"}, {"timezone()", "String"}} {
		if err := block.AddColumn(c[0], column.Type(c[1])); err != nil {
			return nil, fmt.Errorf("answer hello: %w", err)
		}
	}
	if err := block.Append("anlan", e.version, uint32(0), e.timezone); err != nil {
		return nil, fmt.Errorf("answer hello: %w", err)
	}
	var buf chproto.Buffer
	if err := block.Encode(&buf, proto.DBMS_TCP_PROTOCOL_VERSION); err != nil {
		return nil, fmt.Errorf("answer hello: %w", err)
	}
	return response(http.StatusOK, "Native", bytes.NewReader(buf.Buf), int64(len(buf.Buf))), nil
}
