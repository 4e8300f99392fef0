//go:build race

package app

// raceBytes is what the race detector adds to what a response allocates.
const raceBytes = 24 << 10
