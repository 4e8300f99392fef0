// Package programme gathers what calendars, schedule files and pages tell of a
// conference: its sessions with the people in them, each document read once.
//
// It must not know formats. Who is not for this reader is not in it, for the view
// doesn't show it.
//
// Start with programme.go.
package programme
