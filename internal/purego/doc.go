// Package purego stands in the place of github.com/ebitengine/purego, by a line
// in Lectern's go.mod. The encoder of WebP would load the system's libwebp by it,
// and the program would need the system's C library to start at all. With this
// one it finds no library and uses the one it carries, which runs in a sandbox.
// See docs/decisions/webp.md. It must not grow.
package purego
