// Package schedule writes a conference's programme as frab, pretalx and the
// c3voc do: the schedule.xml and schedule.json that schedule apps and info
// screens read. The c3voc's schemas say what is in them.
//
// It must not know where a feed is mounted or how it is kept. It tells what the
// view shows, a venue as far as its precision lets readers see it.
//
// Start with schedule.go; xml.go and json.go write it.
package schedule
