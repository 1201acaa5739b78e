package chdb

import (
	"fmt"
	"runtime"
	"unsafe"

	"github.com/ebitengine/purego"
)

// The handles of the C API. They are addresses of memory that the engine owns: never dereferenced here, except for the
// one indirection that connection documents.
type (
	connHandle   uintptr // chdb_connection *
	resultHandle uintptr // chdb_result *
	insertHandle uintptr // chdb_insert_stream
)

// capi is libchdb's C interface, as far as this package needs it. The signatures follow chdb.h of chdb-core 26.7.
type capi struct {
	version            func() string
	setSignalHandlers  func(enabled int32)
	connect            func(argc int32, argv unsafe.Pointer) unsafe.Pointer
	closeConn          func(conn unsafe.Pointer)
	query              func(conn uintptr, q *byte, qLen uintptr, f *byte, fLen uintptr, names, nameLens, values, valueLens unsafe.Pointer, n uintptr) resultHandle
	streamQuery        func(conn uintptr, q *byte, qLen uintptr, f *byte, fLen uintptr, names, nameLens, values, valueLens unsafe.Pointer, n uintptr) resultHandle
	streamFetch        func(conn uintptr, stream resultHandle) resultHandle
	streamCancel       func(conn uintptr, stream resultHandle)
	destroyResult      func(r resultHandle)
	streamInsert       func(conn uintptr, q *byte, qLen uintptr, f *byte, fLen uintptr, names, nameLens, values, valueLens unsafe.Pointer, n uintptr) insertHandle
	streamAppend       func(s insertHandle, data *byte, n uintptr) int32
	streamDone         func(s insertHandle) resultHandle
	streamCancelInsert func(s insertHandle)
	streamInsertError  func(s insertHandle) string
	destroyInsert      func(s insertHandle)
	resultBuffer       func(r resultHandle) unsafe.Pointer
	resultLength       func(r resultHandle) uintptr
	resultError        func(r resultHandle) string
	resultRowsRead     func(r resultHandle) uint64 // rows of the answer
	storageRowsRead    func(r resultHandle) uint64 // rows read for it; of a stream only what its first chunk took
	storageBytesRead   func(r resultHandle) uint64
	resultRowsWritten  func(r resultHandle) uint64
	resultBytesWritten func(r resultHandle) uint64
	classify           func(conn uintptr, q *byte, qLen uintptr, db *byte, dbLen uintptr, out unsafe.Pointer) int32
}

// loadLibrary maps the library into the process (a second load of the same file is free) and binds the symbols. The engine's
// own signal handlers stay off: signals belong to the Go program.
func loadLibrary(path string) (*capi, error) {
	lib, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_GLOBAL)
	if err != nil {
		return nil, fmt.Errorf("load the embedded engine %s: %w", path, err)
	}
	c := &capi{}
	for _, bind := range []struct {
		fn   any
		name string
	}{
		{&c.version, "chdb_version"},
		{&c.setSignalHandlers, "chdb_set_signal_handlers_enabled"},
		{&c.connect, "chdb_connect"},
		{&c.closeConn, "chdb_close_conn"},
		{&c.query, "chdb_query_with_params_n"},
		{&c.streamQuery, "chdb_stream_query_with_params_n"},
		{&c.streamFetch, "chdb_stream_fetch_result"},
		{&c.streamCancel, "chdb_stream_cancel_query"},
		{&c.destroyResult, "chdb_destroy_query_result"},
		{&c.streamInsert, "chdb_stream_insert_with_params_n"},
		{&c.streamAppend, "chdb_stream_append"},
		{&c.streamDone, "chdb_stream_done"},
		{&c.streamCancelInsert, "chdb_stream_cancel_insert"},
		{&c.streamInsertError, "chdb_stream_insert_error"},
		{&c.destroyInsert, "chdb_destroy_insert_stream"},
		{&c.resultBuffer, "chdb_result_buffer"},
		{&c.resultLength, "chdb_result_length"},
		{&c.resultError, "chdb_result_error"},
		{&c.resultRowsRead, "chdb_result_rows_read"},
		{&c.storageRowsRead, "chdb_result_storage_rows_read"},
		{&c.storageBytesRead, "chdb_result_storage_bytes_read"},
		{&c.resultRowsWritten, "chdb_result_rows_written"},
		{&c.resultBytesWritten, "chdb_result_bytes_written"},
		{&c.classify, "chdb_classify_query_n"},
	} {
		sym, err := purego.Dlsym(lib, bind.name)
		if err != nil {
			return nil, fmt.Errorf("the embedded engine %s is too old or not libchdb: %w", path, err)
		}
		purego.RegisterFunc(bind.fn, sym)
	}
	c.setSignalHandlers(0)
	return c, nil
}

// open makes one connection with the given command-line arguments; it reports false when the engine refused.
func (c *capi) open(args []string) (connHandle, bool) {
	var pin runtime.Pinner
	defer pin.Unpin()
	argv := make([]*byte, len(args)+1)
	for i, a := range args {
		b := append([]byte(a), 0)
		pin.Pin(&b[0])
		argv[i] = &b[0]
	}
	pin.Pin(&argv[0])
	conn := c.connect(int32(len(args)), unsafe.Pointer(&argv[0]))
	return connHandle(uintptr(conn)), conn != nil
}

// session is what the query functions take: chdb_connect returns the address of it.
func (h connHandle) session() uintptr {
	p := uintptr(h)
	return **(**uintptr)(unsafe.Pointer(&p))
}

func (c *capi) close(h connHandle) {
	p := uintptr(h)
	c.closeConn(*(*unsafe.Pointer)(unsafe.Pointer(&p)))
}

// params holds query parameters in the shape that the C functions read; free releases the pins.
type params struct {
	names, nameLens, values, valueLens unsafe.Pointer
	n                                  uintptr
	pin                                runtime.Pinner
}

func newParams(m map[string]string) *params {
	p := &params{n: uintptr(len(m))}
	if len(m) == 0 {
		return p
	}
	names, values := make([]*byte, 0, len(m)), make([]*byte, 0, len(m))
	nameLens, valueLens := make([]uintptr, 0, len(m)), make([]uintptr, 0, len(m))
	add := func(to *[]*byte, s string) {
		b := append([]byte(s), 0)
		p.pin.Pin(&b[0])
		*to = append(*to, &b[0])
	}
	for name, value := range m {
		add(&names, name)
		add(&values, value)
		nameLens, valueLens = append(nameLens, uintptr(len(name))), append(valueLens, uintptr(len(value)))
	}
	p.pin.Pin(&names[0])
	p.pin.Pin(&values[0])
	p.pin.Pin(&nameLens[0])
	p.pin.Pin(&valueLens[0])
	p.names, p.values = unsafe.Pointer(&names[0]), unsafe.Pointer(&values[0])
	p.nameLens, p.valueLens = unsafe.Pointer(&nameLens[0]), unsafe.Pointer(&valueLens[0])
	return p
}

func (p *params) free() { p.pin.Unpin() }

// bytesOf gives the address of a string's bytes, valid while the string is.
func bytesOf(s string) (*byte, uintptr) {
	if s == "" {
		return nil, 0
	}
	return unsafe.StringData(s), uintptr(len(s))
}

// view is the engine's own memory of a result: valid until the result is destroyed.
func (c *capi) view(r resultHandle) []byte {
	n := c.resultLength(r)
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(c.resultBuffer(r)), n)
}

// run executes one statement and collects its whole output.
func (c *capi) run(h connHandle, sql, format string, args map[string]string) (resultHandle, string) {
	p := newParams(args)
	defer p.free()
	q, qn := bytesOf(sql)
	f, fn := bytesOf(format)
	r := c.query(h.session(), q, qn, f, fn, p.names, p.nameLens, p.values, p.valueLens, p.n)
	runtime.KeepAlive(sql)
	runtime.KeepAlive(format)
	if r == 0 {
		return 0, "the engine returned no result"
	}
	return r, c.resultError(r)
}

// stream starts a statement whose output is fetched in chunks.
func (c *capi) stream(h connHandle, sql, format string, args map[string]string) (resultHandle, string) {
	p := newParams(args)
	defer p.free()
	q, qn := bytesOf(sql)
	f, fn := bytesOf(format)
	r := c.streamQuery(h.session(), q, qn, f, fn, p.names, p.nameLens, p.values, p.valueLens, p.n)
	runtime.KeepAlive(sql)
	runtime.KeepAlive(format)
	if r == 0 {
		return 0, "the engine returned no stream"
	}
	return r, c.resultError(r)
}

// insert starts an INSERT whose data is appended in chunks.
func (c *capi) insert(h connHandle, sql, format string, args map[string]string) (insertHandle, string) {
	p := newParams(args)
	defer p.free()
	q, qn := bytesOf(sql)
	f, fn := bytesOf(format)
	s := c.streamInsert(h.session(), q, qn, f, fn, p.names, p.nameLens, p.values, p.valueLens, p.n)
	runtime.KeepAlive(sql)
	runtime.KeepAlive(format)
	if s == 0 {
		return 0, "the engine returned no insert stream"
	}
	return s, c.streamInsertError(s)
}

// count asks the engine's own parser how many statements a text holds; 0 means that it does not parse.
func (c *capi) count(h connHandle, sql string) int {
	out := struct{ size, count, flags, class uint32 }{size: 16}
	q, qn := bytesOf(sql)
	var pin runtime.Pinner
	pin.Pin(&out)
	defer pin.Unpin()
	if c.classify(h.session(), q, qn, nil, 0, unsafe.Pointer(&out)) != 0 {
		return 0
	}
	runtime.KeepAlive(sql)
	return int(out.count)
}
