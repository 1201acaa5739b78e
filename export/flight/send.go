package flight

import (
	"context"
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/ipc"

	"anlan/access"
	"anlan/export"
	"anlan/export/arrowipc"
	"anlan/warehouse"
)

// send reads an answer from the engine and writes it in messages that every client takes.
func (a *answers) send(ctx context.Context, t ticket, stream flight.DataStreamWriter) error {
	if t.Probe != nil {
		return a.sendConstants(t.Probe, stream)
	}
	reading, err := a.open(ctx, t.Query)
	if err != nil {
		return err
	}
	defer reading.Close()
	caller, _ := access.From(ctx)
	schema, err := resultSchema(caller, reading)
	if err != nil {
		return err
	}
	taken, err := a.take(ctx, t.ID, reading, schema)
	if err != nil {
		return err
	}
	err = a.pass(ctx, reading, schema, stream)
	tally := accountOf(ctx)
	if failed := taken.End(ctx, uint64(tally.rows.Load()), uint64(tally.bytes.Load()), err == nil); failed != nil { //nolint:gosec // counts
		a.log.ErrorContext(ctx, "what left is not written down", "ticket", t.ID, "rows", tally.rows.Load(), "error", failed)
	}
	return err
}

// pass sends the engine's record batches as they are, and those that are too large in pieces.
func (a *answers) pass(ctx context.Context, reading warehouse.DataReading, schema *arrow.Schema, stream flight.DataStreamWriter) error {
	body, err := reading.Encode(ctx, "ArrowStream", engineSettings(), nil)
	if err != nil {
		return err
	}
	defer body.Close()                                                                                               //nolint:errcheck // the error of its reading counts
	if err := flight.NewRecordWriter(stream, ipc.WithSchema(schema), ipc.WithAllocator(a.mem)).Close(); err != nil { // the schema alone
		return err
	}
	cut := flight.NewRecordWriter(&rest{stream: stream}, ipc.WithSchema(schema), ipc.WithAllocator(a.mem))
	tally := accountOf(ctx)
	return arrowipc.Batches(body, func(engine *arrow.Schema) error { return same(schema, engine) }, func(b arrowipc.Batch) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(b.Head)+len(b.Body) <= largestMessage {
			err = stream.Send(&flight.FlightData{DataHeader: b.Head, DataBody: b.Body})
		} else {
			err = a.cut(b, schema, tally.rows.Load(), cut)
		}
		if err == nil {
			tally.rows.Add(b.Rows)
		}
		return err
	})
}

// cut sends a batch in pieces; before it there were so many rows.
func (a *answers) cut(b arrowipc.Batch, schema *arrow.Schema, before int64, writer *flight.Writer) error {
	engine, err := b.Record(a.mem)
	if err != nil {
		return err
	}
	defer engine.Release()
	record := array.NewRecord(schema, engine.Columns(), engine.NumRows())
	defer record.Release()
	return pieces(record, before, writer.Write)
}

// engineSettings let the engine hand over batches that mostly fit into a message: then they go out as they are.
func engineSettings() map[string]any {
	settings := export.ArrowSettings()
	settings["max_block_size"] = batchRows
	settings["min_insert_block_size_rows"] = batchRows
	settings["min_insert_block_size_bytes"] = goodMessage
	return settings
}

// batchRows are few enough that a data set's usual row, some 250 bytes, gives 2 MB.
const batchRows = 8 << 10

// rest is a stream whose schema was sent.
type rest struct {
	stream flight.DataStreamWriter
	begun  bool
}

// Send passes on whatever comes after the schema.
func (r *rest) Send(message *flight.FlightData) error {
	if !r.begun {
		r.begun = true
		return nil
	}
	return r.stream.Send(message)
}

func (a *answers) sendConstants(probe []warehouse.Selected, stream flight.DataStreamWriter) error {
	record, err := a.constants(probe)
	if err != nil {
		return err
	}
	defer record.Release()
	writer := flight.NewRecordWriter(stream, ipc.WithSchema(record.Schema()), ipc.WithAllocator(a.mem))
	return errors.Join(writer.Write(record), writer.Close())
}

// same refuses records whose columns are not of the types that were promised.
func same(promised, found *arrow.Schema) error {
	if found == nil {
		return nil // no rows at all
	}
	if promised.NumFields() != found.NumFields() {
		return fmt.Errorf("the engine answered with %d columns, %d were promised", found.NumFields(), promised.NumFields())
	}
	for i, p := range promised.Fields() {
		if f := found.Field(i); !arrow.TypeEqual(p.Type, f.Type) {
			return fmt.Errorf("the engine answered column %s as %s, %s was promised", p.Name, f.Type, p.Type)
		}
	}
	return nil
}
