// Package calendar writes programmes as iCalendar (RFC 5545, with the properties of RFC 7986):
// files that a calendar subscribes to. The same content gives the same bytes, so that
// unchanged events never look new.
//
// It must not know where a feed is mounted or how it is cached. It shows what the view shows,
// and a venue only as precisely as readers may see it. It never lists attendees: who attends a
// conference about stalking is private.
//
// Start with feed.go for which calendars there are, and calendar.go for what is in one.
package calendar
