// Command draw draws the pictures of the seed content: placeholders, in flat colours, until the
// organisation uploads its own. It must not know documents. scripts/seed-media.sh runs it, and
// makes the recordings.
package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"log"
	"os"
	"path/filepath"
)

// The colours, in the order of the palette. Few colours make small files.
var palette = color.Palette{
	color.RGBA{0xf2, 0xec, 0xe1, 0xff}, // paper
	color.RGBA{0x2f, 0x6f, 0x8f, 0xff}, // blue
	color.RGBA{0x1f, 0x3d, 0x4d, 0xff}, // dark blue
	color.RGBA{0xd9, 0x8c, 0x5f, 0xff}, // clay
	color.RGBA{0xe8, 0xc4, 0xa0, 0xff}, // sand
}

const (
	paper = iota
	blue
	dark
	clay
	sand
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("draw: give the folder to draw into")
	}
	for name, picture := range map[string]image.Image{
		"gruppebillede-fagkonference-2021.png": row(1200, 600, 7),
		"podcast.png":                          microphone(1400),
		"konferencens-temaer.png":              row(640, 360, 3),
	} {
		if err := write(filepath.Join(os.Args[1], name), picture); err != nil {
			log.Fatal(err)
		}
	}
}

func write(path string, picture image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("draw: %w", err)
	}
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, picture); err != nil {
		return fmt.Errorf("draw: %s: %w", path, err)
	}
	return f.Close()
}

// row draws people side by side: a head and shoulders each.
func row(width, height, people int) image.Image {
	m := image.NewPaletted(image.Rect(0, 0, width, height), palette)
	fill(m, paper, func(int, int) bool { return true })
	place := width / (people + 1)
	for i := range people {
		x, head := place*(i+1), place/4
		shoulders, hair := uint8(blue), uint8(dark)
		if i%2 == 1 {
			shoulders, hair = clay, blue
		}
		fill(m, shoulders, disc(x, height, place*2/5+head, height/3))
		fill(m, hair, disc(x, height/2-head/3, head+head/5, head+head/5))
		fill(m, sand, disc(x, height/2, head-head/6, head))
	}
	return m
}

// microphone draws a microphone in a square.
func microphone(side int) image.Image {
	m := image.NewPaletted(image.Rect(0, 0, side, side), palette)
	fill(m, dark, func(int, int) bool { return true })
	middle, width := side/2, side/7
	fill(m, blue, disc(middle, middle, side*3/8, side*3/8))
	fill(m, paper, func(x, y int) bool { return abs(x-middle) < width && y > side/3 && y < side/2 })
	fill(m, paper, disc(middle, side/3, width, width))
	fill(m, paper, disc(middle, side/2, width, width))
	fill(m, clay, func(x, y int) bool { return abs(x-middle) < width/6 && y > side*13/20 && y < side*4/5 })
	return m
}

// disc returns whether a point is in an ellipse.
func disc(atX, atY, radiusX, radiusY int) func(x, y int) bool {
	return func(x, y int) bool {
		dx, dy := float64(x-atX)/float64(radiusX), float64(y-atY)/float64(radiusY)
		return dx*dx+dy*dy < 1
	}
}

func fill(m *image.Paletted, colour uint8, in func(x, y int) bool) {
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			if in(x, y) {
				m.SetColorIndex(x, y, colour)
			}
		}
	}
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
