//go:build race

package app

// raceBytes is what the race detector adds to the allocations of a response.
const raceBytes = 24 << 10
