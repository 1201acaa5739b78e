package chdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Engine is one open data folder. It is safe for concurrent use.
type Engine struct {
	cfg      Config
	api      *capi
	lock     *folderLock
	pool     *pool
	killer   *killer
	version  string // of ClickHouse, 26.7.2.1
	timezone string // IANA name

	stop    context.Context // ended by Close: every statement hangs on it
	halt    context.CancelCauseFunc
	mu      sync.Mutex
	running map[string]int // query ids in use, "" for those without
	count   int            // statements under way
	idle    chan struct{}  // closed when closing and count is 0
	closing bool
	closed  error
	once    sync.Once
	serial  int // names connections and pipes
}

// inProcess mirrors the one piece of state that libchdb keeps for the whole process: the folder that is open. Without it
// the second folder's refusal would be a null pointer.
var inProcess struct {
	sync.Mutex
	dir string
}

// Open starts the engine on a data folder. The library is cfg.Library or, when that is empty, the first of
// node_modules/@chdb/lib-<os>-<arch>[-gnu]/libchdb.so above the program's folder and above the working directory, then the
// system's library folders; ErrNoLibrary names them all. A folder in use gives *LockedError. libchdb allows one folder at a
// time in a process: a second Open fails until the first engine is closed.
func Open(ctx context.Context, cfg Config) (*Engine, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, fmt.Errorf("configure embedded engine: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path, err := librarySearch(cfg.Library).find()
	if err != nil {
		return nil, err
	}
	api, err := loadLibrary(path)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(cfg.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	lock, err := lockFolder(cfg.Dir)
	if err != nil {
		return nil, err
	}
	e, err := start(cfg, api, lock)
	if err != nil {
		return nil, errors.Join(err, lock.release())
	}
	return e, nil
}

func librarySearch(explicit string) search {
	s := search{explicit: explicit, goos: runtime.GOOS, goarch: runtime.GOARCH, system: []string{"/usr/local/lib", "/usr/lib"}}
	if exe, err := os.Executable(); err == nil {
		if real, err := filepath.EvalSymlinks(exe); err == nil {
			exe = real
		}
		s.starts = append(s.starts, filepath.Dir(exe))
	}
	if wd, err := os.Getwd(); err == nil {
		s.starts = append(s.starts, wd)
	}
	return s
}

// start boots the engine in a folder that is locked already.
func start(cfg Config, api *capi, lock *folderLock) (e *Engine, err error) {
	inProcess.Lock()
	defer inProcess.Unlock()
	if inProcess.dir != "" {
		return nil, fmt.Errorf("this process has data folder %s open, and the engine allows one at a time: close it before opening %s",
			inProcess.dir, cfg.Dir)
	}
	if err := os.WriteFile(cfg.configPath(), []byte(cfg.engineXML()), 0o600); err != nil {
		return nil, fmt.Errorf("write engine configuration: %w", err)
	}
	if err := errors.Join(os.RemoveAll(cfg.pipesPath()), os.Mkdir(cfg.pipesPath(), 0o700)); err != nil {
		return nil, fmt.Errorf("make folder for pipes: %w", err)
	}
	e = &Engine{cfg: cfg, api: api, lock: lock, running: map[string]int{}, idle: make(chan struct{})}
	e.stop, e.halt = context.WithCancelCause(context.Background())
	e.pool = newPool(cfg.Connections, e.connect)
	admin, err := e.connect()
	if err != nil {
		return nil, err
	}
	out, err := admin.exec("SELECT version(), timezone()")
	if err != nil {
		api.close(admin.handle)
		return nil, fmt.Errorf("ask engine for its version: %w", err)
	}
	e.version, e.timezone, _ = strings.Cut(strings.TrimSpace(out), "\t")
	e.killer = &killer{conn: admin}
	inProcess.dir = cfg.Dir
	return e, nil
}

// connect opens one connection with the settings that all start from.
func (e *Engine) connect() (*conn, error) {
	e.mu.Lock()
	e.serial++
	token := tokenPrefix + strconv.Itoa(os.Getpid()) + "-" + strconv.Itoa(e.serial)
	e.mu.Unlock()
	handle, ok := e.api.open([]string{"clickhouse", "--path=" + e.cfg.enginePath(), "--config-file=" + e.cfg.configPath()})
	if !ok {
		return nil, fmt.Errorf("the engine refused to open %s (its own message is on standard error)", e.cfg.enginePath())
	}
	c := &conn{api: e.api, handle: handle, token: token, base: map[string]string{"log_comment": token}, db: "default"}
	for name, value := range e.cfg.base() {
		c.base[name] = value
	}
	set := make([]string, 0, len(c.base))
	for name, value := range c.base {
		set = append(set, name+" = "+stringLiteral(value))
	}
	if _, err := c.exec("SET " + strings.Join(set, ", ")); err != nil {
		e.api.close(handle)
		return nil, fmt.Errorf("prepare engine connection: %w", err)
	}
	return c, nil
}

// Version is ClickHouse's version, such as 26.7.2.1.
func (e *Engine) Version() string { return e.version }

// Dir is the data folder.
func (e *Engine) Dir() string { return e.cfg.Dir }

// Announce writes the address of the owner's private socket into the lock file, for commands that find the folder locked.
func (e *Engine) Announce(socket string) error { return e.lock.write(socket) }

// begin counts a statement in; its query id, when it has one, must not be in use.
func (e *Engine) begin(id string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closing {
		return ErrClosed
	}
	if id != "" && e.running[id] > 0 {
		return refuse(codeSameQueryID, "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING", "Query with id = "+id+" is already running.")
	}
	e.running[id]++
	e.count++
	return nil
}

// end counts it out.
func (e *Engine) end(id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.running[id]--; e.running[id] == 0 {
		delete(e.running, id)
	}
	if e.count--; e.count == 0 && e.closing {
		close(e.idle)
	}
}

// Close refuses new statements, kills those that run, waits for them until ctx ends, closes every connection and gives the
// folder back. When statements outlive ctx, the error counts them, and folder and connections stay until the process ends.
// A second Close returns what the first did.
func (e *Engine) Close(ctx context.Context) error {
	e.once.Do(func() { e.closed = e.shut(ctx) })
	return e.closed
}

func (e *Engine) shut(ctx context.Context) error {
	e.mu.Lock()
	e.closing = true
	if e.count == 0 {
		close(e.idle)
	}
	e.mu.Unlock()
	e.halt(ErrClosed)
	select {
	case <-e.idle:
	case <-ctx.Done():
		e.mu.Lock()
		defer e.mu.Unlock()
		return fmt.Errorf("close embedded engine: %d statements still run: %w", e.count, context.Cause(ctx))
	}
	e.pool.close()
	e.killer.close()
	inProcess.Lock()
	inProcess.dir = ""
	inProcess.Unlock()
	return errors.Join(os.RemoveAll(e.cfg.pipesPath()), e.lock.release())
}

// Kill cancels the statement with a query id, if one runs, and does not wait for its end.
func (e *Engine) Kill(id string) error {
	return e.killer.run(idExpression + " = " + stringLiteral(id))
}

// idExpression finds the query id of a statement in system.processes: the engine gives every statement an id of its own, so
// the caller's travels in log_comment, after the connection's token.
const (
	tokenPrefix  = "anlan-"
	idExpression = "if(startsWith(Settings['log_comment'], '" + tokenPrefix + "'), " +
		"decodeURLFormComponent(splitByChar(' ', Settings['log_comment'])[2]), query_id)"
)

// killer ends statements from a connection that is reserved for it.
type killer struct {
	mu   sync.Mutex
	conn *conn
}

// kill marks what the connection with a token runs as cancelled; it does not wait for its end.
func (k *killer) kill(token string) error {
	return k.run("Settings['log_comment'] = " + stringLiteral(token) +
		" OR startsWith(Settings['log_comment'], " + stringLiteral(token+" ") + ")")
}

func (k *killer) run(condition string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.conn == nil {
		return ErrClosed
	}
	_, err := k.conn.exec("KILL QUERY WHERE " + condition + " ASYNC")
	return err
}

func (k *killer) close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.conn.api.close(k.conn.handle)
	k.conn = nil
}

// watch kills what c runs when ctx ends, again and again until it is called back: a statement that was cancelled before the
// engine knew it must not escape. The returned function comes back only when no kill is on its way any more, so that the
// next statement on c is safe.
func (e *Engine) watch(ctx context.Context, c *conn) (done func()) {
	over, gone := make(chan struct{}), make(chan struct{})
	unhook := context.AfterFunc(ctx, func() {
		defer close(gone)
		for pause := 5 * time.Millisecond; ; pause = min(2*pause, time.Second) {
			select {
			case <-over:
				return
			default:
			}
			_ = e.killer.kill(c.token) // a failed kill is tried again
			select {
			case <-over:
				return
			case <-time.After(pause):
			}
		}
	})
	return func() {
		close(over)
		if !unhook() {
			<-gone
		}
	}
}
