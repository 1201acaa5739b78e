package flight

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql/schema_ref"
)

// arrowVersion is the format that is written; every client since version 1 reads it.
const arrowVersion = "15.0.2"

// facts are what drivers ask of a server before they write SQL for it.
func facts(version string) map[flightsql.SqlInfo]any {
	return map[flightsql.SqlInfo]any{
		flightsql.SqlInfoFlightSqlServerName:               "Anlan",
		flightsql.SqlInfoFlightSqlServerVersion:            version,
		flightsql.SqlInfoFlightSqlServerArrowVersion:       arrowVersion,
		flightsql.SqlInfoFlightSqlServerReadOnly:           true,
		flightsql.SqlInfoFlightSqlServerSql:                true,
		flightsql.SqlInfoFlightSqlServerSubstrait:          false,
		flightsql.SqlInfoFlightSqlServerTransaction:        int32(flightsql.SqlTransactionNone),
		flightsql.SqlInfoFlightSqlServerCancel:             true,
		flightsql.SqlInfoFlightSqlServerStatementTimeout:   int32(0),
		flightsql.SqlInfoFlightSqlServerTransactionTimeout: int32(0),

		flightsql.SqlInfoDDLCatalog: false,
		flightsql.SqlInfoDDLSchema:  false,
		flightsql.SqlInfoDDLTable:   false,

		flightsql.SqlInfoIdentifierCase:           int64(flightsql.SqlCaseSensitivityCaseInsensitive),
		flightsql.SqlInfoIdentifierQuoteChar:      `"`,
		flightsql.SqlInfoQuotedIdentifierCase:     int64(flightsql.SqlCaseSensitivityCaseInsensitive),
		flightsql.SqlInfoAllTablesAreASelectable:  true,
		flightsql.SqlInfoSearchStringEscape:       `\`,
		flightsql.SqlInfoExtraNameChars:           "",
		flightsql.SqlInfoKeywords:                 []string{},
		flightsql.SqlInfoNumericFunctions:         []string{},
		flightsql.SqlInfoStringFunctions:          []string{},
		flightsql.SqlInfoSystemFunctions:          []string{},
		flightsql.SqlInfoDateTimeFunctions:        []string{},
		flightsql.SqlInfoSupportsColumnAliasing:   true,
		flightsql.SqlInfoNullPlusNullIsNull:       true,
		flightsql.SqlInfoSupportsConvert:          map[int32][]int32{},
		flightsql.SqlInfoSchemaTerm:               "schema",
		flightsql.SqlInfoCatalogTerm:              "",
		flightsql.SqlInfoProcedureTerm:            "",
		flightsql.SqlInfoCatalogAtStart:           true,
		flightsql.SqlInfoSchemasSupportedActions:  int32(0), // so that tools write the name of a table alone
		flightsql.SqlInfoCatalogsSupportedActions: int32(0),

		flightsql.SqlInfoSupportsTableCorrelationNames:        true,
		flightsql.SqlInfoSupportsExpressionsInOrderBy:         true,
		flightsql.SqlInfoSupportsOrderByUnrelated:             true,
		flightsql.SqlInfoSupportsNonNullableColumns:           true,
		flightsql.SqlInfoSupportedSubqueries:                  int32(0),
		flightsql.SqlInfoCorrelatedSubqueriesSupported:        false,
		flightsql.SqlInfoSupportedUnions:                      int32(0),
		flightsql.SqlInfoOuterJoinsSupportLevel:               int32(0),
		flightsql.SqlInfoSelectForUpdateSupported:             false,
		flightsql.SqlInfoStoredProceduresSupported:            false,
		flightsql.SqlInfoTransactionsSupported:                false,
		flightsql.SqlInfoBatchUpdatesSupported:                false,
		flightsql.SqlInfoSavePointsSupported:                  false,
		flightsql.SqlInfoNamedParametersSupported:             false,
		flightsql.SqlInfoMaxTablesInSelect:                    int64(1),
		flightsql.SqlInfoMaxStatementLen:                      int64(longestStatement),
		flightsql.SqlInfoMaxStatements:                        int64(mostStatements),
		flightsql.SqlInfoDefaultTransactionIsolation:          int64(0),
		flightsql.SqlInfoSupportedResultSetTypes:              int32(2), // forward only
		flightsql.SqlInfoDataDefinitionsInTransactionsIgnored: false,
	}
}

func (a *answers) GetFlightInfoSqlInfo(_ context.Context, _ flightsql.GetSqlInfo, d *flight.FlightDescriptor) (*flight.FlightInfo, error) { //nolint:revive // named by the interface
	return a.here(d, schema_ref.SqlInfo), nil
}

// wanted are the numbers of the facts that a client asks for.
type wanted []uint32

func (w wanted) GetInfo() []uint32 { return w }

// DoGetSqlInfo gives the facts that are known: drivers ask for whatever newer servers have, and the rest must not fail for it.
func (a *answers) DoGetSqlInfo(ctx context.Context, q flightsql.GetSqlInfo) (*arrow.Schema, <-chan flight.StreamChunk, error) { //nolint:revive // named by the interface
	var known wanted
	for _, number := range q.GetInfo() {
		if a.facts[number] {
			known = append(known, number)
		}
	}
	if len(known) == 0 && len(q.GetInfo()) > 0 {
		return schema_ref.SqlInfo, filled(nil), nil
	}
	schema, stream, err := a.BaseServer.DoGetSqlInfo(ctx, known)
	if err != nil {
		return nil, nil, err
	}
	var chunks []flight.StreamChunk
	for chunk := range stream {
		chunks = append(chunks, chunk)
	}
	return schema, filled(chunks), nil
}
