package httpd

import (
	"log"
	"log/slog"
)

// NewFaultLog returns the log for net/http.
func NewFaultLog(l *slog.Logger) *log.Logger { return log.New(faultLog{l}, "", 0) }
