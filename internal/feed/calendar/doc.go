// Package calendar writes programmes as iCalendar (RFC 5545, with the properties
// of RFC 7986): files that a calendar subscribes to. The same content gives the
// same bytes, so that nothing looks new that is not.
//
// It must not know where a feed is mounted or how it is kept. It tells what the
// view shows, a venue as far as its precision lets readers see it, and nobody is
// an attendee: who comes to a conference about stalking is nobody's business.
//
// Start with feed.go for which calendars there are, and calendar.go for what is in one.
package calendar
