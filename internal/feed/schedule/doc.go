// Package schedule writes a conference's programme in the format of frab, pretalx and the
// c3voc: schedule.xml and schedule.json for schedule apps and info screens. The c3voc's
// schemas define them.
//
// It must not know where a feed is mounted or how it is cached. It shows what the view shows,
// and a venue only as precisely as readers may see it.
//
// Start with schedule.go; xml.go and json.go write it.
package schedule
