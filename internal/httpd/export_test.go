package httpd

import (
	"log"
	"log/slog"
)

// NewFaultLog is the log that net/http gets.
func NewFaultLog(l *slog.Logger) *log.Logger { return log.New(faultLog{l}, "", 0) }
