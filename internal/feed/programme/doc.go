// Package programme collects the data of a conference for calendars, schedule files and pages:
// its sessions with their people. It reads each document once.
//
// It must not know formats. People whom this reader may not see are absent, because the view
// omits them.
//
// Start with programme.go.
package programme
