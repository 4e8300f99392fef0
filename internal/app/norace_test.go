//go:build !race

package app

const raceBytes = 0
