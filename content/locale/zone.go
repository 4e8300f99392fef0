package locale

import (
	"sync"
	"time"
)

// zones are the loaded time zones, by name: loading one takes as long as a small operation.
var zones sync.Map

// ZoneNamed returns the time zone with an IANA name, or nil if it is unknown.
func ZoneNamed(name string) *time.Location {
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return nil // not cached: invalid names are unlimited
	}
	zones.Store(name, zone)
	return zone
}

// InZone returns a time in a zone, or unchanged without a zone.
func InZone(zone *time.Location, t time.Time) time.Time {
	if zone == nil || t.IsZero() {
		return t
	}
	return t.In(zone)
}
