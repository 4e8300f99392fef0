// Command bench measures Lectern against a bare net/http handler that writes the same bytes,
// and against another build of itself.
//
//	go run ./bench                    medium size, a table of ratios
//	go run ./bench -size large        100,000 sessions
//	go run ./bench -before ./old      also against a bench built from an older commit
//	go run ./bench -feeds             feeds without the cache, against encoding/xml
//	go run ./bench -profile DIR       a CPU profile of each query
//	go run ./bench -answers           cached responses, and the hit rate during writes
//	go run ./bench -writes            the cost of writes, against a bare bbolt file
//
// It must not know how anything inside works: it sends requests as clients do. Start with
// main.go.
//
// It makes a data set (always the same for a size), imports it through the command line, starts
// the service as a separate process on loopback, and sends each query in short rounds that
// alternate between the contestants, so that noise of the machine affects all of them. Rates
// depend on the machine; the ratios are what counts.
package main
