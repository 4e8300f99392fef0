package locale

import (
	"sync"
	"time"
)

// zones are the time zones that were asked for, by name: to load one takes as
// long as to answer a small operation.
var zones sync.Map

// ZoneNamed is the time zone of an IANA name, nil where there is none.
func ZoneNamed(name string) *time.Location {
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" {
		return nil // and is not kept: there is no end of bad names
	}
	zones.Store(name, zone)
	return zone
}

// InZone is a time by a zone's clock, or as it is where there is no zone.
func InZone(zone *time.Location, t time.Time) time.Time {
	if zone == nil || t.IsZero() {
		return t
	}
	return t.In(zone)
}
