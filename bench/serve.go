package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"lectern/internal/app"
)

// ready is the message of a serving process on its standard output once it accepts requests.
type ready struct {
	Service, Bare string // addresses
	Start         time.Duration
}

// usage is the resource use of a serving process so far.
type usage struct {
	CPU       time.Duration
	Allocated uint64 // bytes
	Objects   uint64 // allocated
	Resident  uint64 // bytes
}

// serve is the serving process: the service itself, a bare handler that writes given bytes, and
// a third address that reports the resource use. It ends when its standard input ends.
func serve(data string) error {
	begin := time.Now()
	config := app.Default(data)
	config.Seed, config.Listen, config.PublicURL = false, "127.0.0.1:0", "http://localhost:8080"
	config.Caching.ServerTiming = true
	a, err := app.Open(context.Background(), config)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { err = a.Run(ctx) })
	bare := &bare{}
	mux := http.NewServeMux()
	mux.Handle("POST /graphql", bare)
	mux.HandleFunc("PUT /graphql", bare.take)
	mux.HandleFunc("GET /usage", tellUsage)
	mux.HandleFunc("POST /profile", profile)
	listener, listenErr := net.Listen("tcp", "127.0.0.1:0")
	if listenErr != nil {
		stop()
		return listenErr
	}
	// The handler is bare; its server has the timeouts of a public one, so that they make no
	// difference.
	t := config.Timeouts
	server := &http.Server{Handler: mux, ReadHeaderTimeout: t.Header, ReadTimeout: t.Read, WriteTimeout: t.Write, IdleTimeout: t.Idle}
	running.Go(func() { _ = server.Serve(listener) }) // until it is closed
	line, _ := json.Marshal(ready{a.Addr().String(), listener.Addr().String(), time.Since(begin)})
	fmt.Println(string(line))
	_, _ = io.Copy(io.Discard, os.Stdin)
	stop()
	_ = server.Close()
	running.Wait()
	return err
}

// bare is a net/http handler that reads a request and writes the same bytes
// each time.
type bare struct {
	mu   sync.RWMutex
	body []byte
}

func (b *bare) take(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.body = body
}

func (b *bare) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	b.mu.RLock()
	defer b.mu.RUnlock()
	w.Header().Set("Content-Type", "application/graphql-response+json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(b.body)))
	_, _ = w.Write(b.body)
}

func tellUsage(w http.ResponseWriter, _ *http.Request) {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	var r syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &r) // can't fail on these arguments
	_ = json.NewEncoder(w).Encode(usage{
		CPU:       time.Duration(r.Utime.Nano() + r.Stime.Nano()),
		Allocated: memory.TotalAlloc,
		Objects:   memory.Mallocs,
		Resident:  resident(),
	})
}

// resident returns the resident memory of the process, in bytes.
func resident() uint64 {
	status, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer func() { _ = status.Close() }()
	for lines := bufio.NewScanner(status); lines.Scan(); {
		if kb, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			n, _ := strconv.ParseUint(strings.TrimSpace(strings.TrimSuffix(kb, "kB")), 10, 64)
			return n << 10
		}
	}
	return 0
}

// profile writes a CPU profile of the next seconds to a file.
func profile(w http.ResponseWriter, r *http.Request) {
	file, err := os.Create(r.FormValue("to"))
	if err == nil {
		err = pprof.StartCPUProfile(file)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	seconds, _ := strconv.ParseFloat(r.FormValue("seconds"), 64)
	time.AfterFunc(time.Duration(seconds*float64(time.Second)), func() {
		pprof.StopCPUProfile()
		_ = file.Close()
	})
}
