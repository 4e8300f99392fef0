// Command bench measures Lectern against a bare net/http handler that writes
// the same bytes, and against another build of itself.
//
//	go run ./bench                    medium size, a table of ratios
//	go run ./bench -size large        100,000 sessions
//	go run ./bench -before ./old      also against a bench built from an older commit
//	go run ./bench -feeds             feeds that no cache has, against encoding/xml
//	go run ./bench -profile DIR       a CPU profile of each query
//	go run ./bench -answers           answers from the cache, and how many are while others write
//	go run ./bench -writes            what writing costs, against a bare bbolt file
//
// It must not know how anything inside works: it asks as clients do. Start with main.go.
//
// It makes a data set (always the same for a size), imports it through the
// front door, starts the service as a process of its own on loopback, and asks
// each query in short rounds that alternate between the contestants, so that
// a noisy machine is noisy for all. Rates depend on the machine; the ratios
// are what counts.
package main
