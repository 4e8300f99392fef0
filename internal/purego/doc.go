// Package purego replaces github.com/ebitengine/purego, by a line in Lectern's go.mod. The WebP
// encoder would use it to load the system's libwebp, and the program would then need the
// system's C library to start. With this replacement the encoder finds no library and uses its
// own, which runs in a sandbox. See docs/decisions/webp.md. It must not grow.
package purego
