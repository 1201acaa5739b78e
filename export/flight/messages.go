package flight

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	// largestMessage is what a client of gRPC takes that was not told otherwise: 4 MB, less what a message has around its columns.
	largestMessage = 4<<20 - 64<<10
	// goodMessage is what messages are made to be: larger ones are no faster, and several wait at both ends.
	goodMessage = 1 << 20
)

// pieces cuts a record into messages of a good size, rows times columns being even, and of no more than the largest size, whatever the rows hold. Each
// piece is handed to write and is released afterwards. A row that is too large alone is refused: it would break the client's connection.
func pieces(record arrow.Record, first int64, write func(arrow.Record) error) error {
	rows := record.NumRows()
	size := sizeOfRecord(record)
	if rows == 0 {
		return nil
	}
	step := rows
	if size > goodMessage {
		step = max(rows*goodMessage/size&^63, 64) // bits of NULLs need no shifting at multiples of 64
	}
	for from := int64(0); from < rows; from += step {
		if err := within(record, from, min(from+step, rows), first, write); err != nil {
			return err
		}
	}
	return nil
}

// within writes the rows of a piece, by halves where they are too large together.
func within(record arrow.Record, from, to, first int64, write func(arrow.Record) error) error {
	piece := record.NewSlice(from, to)
	size := sizeOfRecord(piece)
	if size <= largestMessage {
		defer piece.Release()
		return write(piece)
	}
	piece.Release()
	if to-from == 1 {
		return status.Errorf(codes.ResourceExhausted, "row %d takes %d bytes, and a message holds %d: leave out the column with the longest text, or take the data set away over HTTP",
			first+from+1, size, largestMessage)
	}
	middle := from + (to-from)/2
	if err := within(record, from, middle, first, write); err != nil {
		return err
	}
	return within(record, middle, to, first, write)
}

// sizeOfRecord is what a record takes in a message.
func sizeOfRecord(record arrow.Record) int64 {
	var size int64
	for _, column := range record.Columns() {
		size += sizeOf(column)
	}
	return size
}

// sizeOf is what a column takes in a message: the bits that say what is NULL, offsets and values, each padded.
func sizeOf(column arrow.Array) int64 {
	n := int64(column.Len())
	size := padded((n + 7) / 8)
	switch a := column.(type) {
	case interface{ ValueOffsets() []int32 }: // texts
		if n > 0 {
			offsets := a.ValueOffsets()
			size += padded(int64(offsets[n] - offsets[0]))
		}
		return size + padded(4*(n+1))
	case array.ListLike:
		if n > 0 {
			from, _ := a.ValueOffsets(0)
			_, to := a.ValueOffsets(int(n) - 1)
			values := array.NewSlice(a.ListValues(), from, to)
			defer values.Release()
			size += sizeOf(values)
		}
		return size + padded(4*(n+1))
	}
	if fixed, ok := column.DataType().(arrow.FixedWidthDataType); ok {
		return size + padded((n*int64(fixed.BitWidth())+7)/8)
	}
	for _, buffer := range column.Data().Buffers() { // of a kind that the engine does not give: all that it holds
		if buffer != nil {
			size += padded(int64(buffer.Len()))
		}
	}
	return size
}

func padded(n int64) int64 { return (n + 63) &^ 63 }
