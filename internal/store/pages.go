package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"lectern/content"
)

// The layout of bbolt's file, version 2, as far as needed to read every page without the
// memory map: a damaged page then can't end the program. Numbers are in the machine's byte
// order, which is little-endian on all supported machines.
const (
	pageHeader   = 16 // id 8, flags 2, count 2, overflow 4
	pageElement  = 16 // branch: pos 4, ksize 4, child 8; leaf: flags 4, pos 4, ksize 4, vsize 4
	bucketHeader = 16 // root 8, sequence 8
	metaSize     = 64 // magic 4, version 4, page size 4, flags 4, root bucket 16, freelist 8, pages 8, transaction 8, checksum 8
	flagBranch   = 0x01
	flagLeaf     = 0x02
	flagMeta     = 0x04
	flagBucket   = 0x01 // of a leaf's element
	maxDepth     = 64
	minPageSize  = 512
	maxPageSize  = 1 << 16
)

// pageCheck reads a file page by page, from the root of the newer meta page, and checks that
// each page in use is valid, that keys are in order, and that no page is used twice. bbolt's
// own check skips unused fields, and ends the program on a page that it can't read.
type pageCheck struct {
	*pagesChecked
	buffers [maxDepth + 1][]byte    // of a page, for each level of the tree
	lists   [maxDepth + 1][]element // of a page, likewise
}

// pagesChecked is shared by the goroutines of a check: one for each bucket.
type pagesChecked struct {
	file  *os.File
	size  int // of a page
	pages uint64
	seen  []atomic.Bool // by page
	more  []atomic.Bool // by page: those that continue the page before
	roots [2][]byte     // of the valid meta pages

	mu    sync.Mutex
	found func(where string, err error)
	torn  func(where string, err error) // for a meta page
}

// place is the place of a page in the tree: its depth, and the bounds of its keys.
type place struct {
	depth     int
	low, high []byte // high is nil if there is no bound
}

func (p place) below(low, high []byte) place { return place{p.depth + 1, low, high} }

// checkPages reports each finding in the pages of a file. A meta page that fails its checksum
// is passed to torn: a power cut during a commit leaves that, and the other one still leads to
// the earlier state, so the caller decides whether it is a finding.
func checkPages(path string, found, torn func(where string, err error)) error {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return content.Errorf(content.CodeNotFound, "There is no store at %s.", path)
	}
	if err != nil {
		return fmt.Errorf("store: reading %s: %w", path, err)
	}
	defer func() { _ = file.Close() }() // read only
	_, err = newPageCheck(file, found, torn).run()
	return err
}

func newPageCheck(file *os.File, found, torn func(where string, err error)) *pageCheck {
	return &pageCheck{pagesChecked: &pagesChecked{file: file, found: found, torn: torn}}
}

// run checks the file, and records which pages are in use.
func (c *pageCheck) run() ([]atomic.Bool, error) {
	root, err := c.metas()
	if err != nil || root == nil {
		return nil, err
	}
	info, err := c.file.Stat()
	if err != nil {
		return nil, fmt.Errorf("store: reading: %w", err)
	}
	if pages := uint64(info.Size()) / uint64(c.size); c.pages > pages {
		c.bad(0, "The file is incomplete: it should have %d pages, but has %d.", c.pages, pages)
		return nil, nil
	}
	c.seen, c.more = make([]atomic.Bool, c.pages), make([]atomic.Bool, c.pages)
	err = c.bucket(root, place{})
	for page := range c.seen {
		if c.seen[page].Load() && c.more[page].Load() {
			c.bad(uint64(page), "The page is in use twice.")
		}
	}
	return c.seen, err
}

func (c *pagesChecked) bad(page uint64, format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.found(fmt.Sprintf("page %d", page), content.Errorf(content.CodeCorrupt, format, args...))
}

// metas checks both meta pages and returns the root bucket of the newer valid one, or nil.
func (c *pagesChecked) metas() (root []byte, err error) {
	newest := uint64(0)
	for page := range uint64(2) {
		size := max(c.size, os.Getpagesize())
		b := make([]byte, pageHeader+metaSize)
		if _, err := c.file.ReadAt(b, int64(page)*int64(size)); err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("store: reading page %d: %w", page, err)
		}
		meta := b[pageHeader:]
		if binary.LittleEndian.Uint64(meta[metaSize-8:]) != fnv64a(meta[:metaSize-8]) {
			c.torn(fmt.Sprintf("page %d", page), content.Errorf(content.CodeCorrupt, "The meta page fails its checksum."))
			continue
		}
		if id, flags := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]); id != page || flags != flagMeta {
			c.bad(page, "The meta page's head is damaged.")
		}
		size = int(binary.LittleEndian.Uint32(meta[8:]))
		c.roots[page] = meta[16:32]
		if transaction := binary.LittleEndian.Uint64(meta[48:]); root == nil || transaction > newest {
			newest, root = transaction, meta[16:32]
			c.size, c.pages = size, binary.LittleEndian.Uint64(meta[40:])
		}
		if size < minPageSize || size > maxPageSize {
			c.bad(page, "The page size %d is invalid.", size)
			return nil, nil
		}
	}
	if root == nil {
		c.bad(0, "Neither meta page is valid.")
	}
	return root, nil
}

// bucket checks the tree below a bucket's header.
func (c *pageCheck) bucket(header []byte, at place) error {
	root, sequence := binary.LittleEndian.Uint64(header), binary.LittleEndian.Uint64(header[8:])
	if sequence != 0 {
		c.bad(root, "A bucket of this store has no sequence.")
	}
	return c.page(root, at)
}

// page reads and checks a page and what is below it.
func (c *pageCheck) page(id uint64, at place) error {
	if id < 2 || id >= c.pages || at.depth > maxDepth || c.seen[id].Swap(true) {
		c.bad(id, "The page number is invalid, or the page is in use twice.")
		return nil
	}
	b, err := c.read(id, 1, at.depth)
	if err != nil || b == nil {
		return err
	}
	if more := uint64(binary.LittleEndian.Uint32(b[12:])); more > 0 {
		if id+more >= c.pages {
			c.bad(id, "The page is longer than the file.")
			return nil
		}
		for next := id + 1; next <= id+more; next++ {
			if c.more[next].Swap(true) {
				c.bad(next, "The page is in use twice.")
				return nil
			}
		}
		if b, err = c.read(id, int(more)+1, at.depth); err != nil || b == nil {
			return err
		}
	}
	if binary.LittleEndian.Uint64(b) != id {
		c.bad(id, "The page has the number of another page.")
	}
	return c.elements(id, b, at)
}

func (c *pageCheck) read(id uint64, n, depth int) ([]byte, error) {
	if len(c.buffers[depth]) < n*c.size {
		c.buffers[depth] = make([]byte, n*c.size)
	}
	b := c.buffers[depth][:n*c.size]
	if _, err := c.file.ReadAt(b, int64(id)*int64(c.size)); errors.Is(err, io.EOF) {
		c.bad(id, "The page is incomplete.")
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("store: reading page %d: %w", id, err)
	}
	return b, nil
}

// elements checks the elements of a page: adjacent, without a gap, in the order of their keys.
func (c *pageCheck) elements(id uint64, b []byte, at place) error {
	flags, count := binary.LittleEndian.Uint16(b[8:]), int(binary.LittleEndian.Uint16(b[10:]))
	if flags != flagBranch && flags != flagLeaf || flags == flagBranch && count == 0 {
		c.bad(id, "The page is neither branch nor leaf.")
		return nil
	}
	next := pageHeader + count*pageElement
	if next > len(b) {
		c.bad(id, "The page lists more elements than fit.")
		return nil
	}
	all := c.list(at.depth, count)
	for i := range all {
		start := pageHeader + i*pageElement
		e := &all[i]
		*e = element{}
		pos, key, value := e.read(b[start:], flags)
		if start+pos != next || key == 0 || next+key+value > len(b) {
			c.bad(id, "Element %d is not where it should be.", i)
			return nil
		}
		e.key, e.value = b[next:next+key], b[next+key:next+key+value]
		next += key + value
		if bytes.Compare(e.key, at.low) < 0 || at.high != nil && bytes.Compare(e.key, at.high) >= 0 || i > 0 && bytes.Compare(e.key, all[i-1].key) <= 0 {
			c.bad(id, "Element %d is not in order.", i)
			return nil
		}
	}
	return c.below(id, flags, all, at)
}

// below checks the trees below a page's elements: those of the root in a goroutine for each
// bucket.
func (c *pageCheck) below(id uint64, flags uint16, all []element, at place) error {
	var buckets errgroup.Group
	for i, e := range all {
		high := at.high
		if i+1 < len(all) {
			high = all[i+1].key
		}
		if at.depth == 0 {
			buckets.Go(func() error {
				return (&pageCheck{pagesChecked: c.pagesChecked}).element(id, flags, e, at.below(e.key, high))
			})
		} else if err := c.element(id, flags, e, at.below(e.key, high)); err != nil {
			return err
		}
	}
	return buckets.Wait()
}

func (c *pageCheck) list(depth, n int) []element {
	if cap(c.lists[depth]) < n {
		c.lists[depth] = make([]element, n)
	}
	return c.lists[depth][:n]
}

// element is an element of a page: a child page, a bucket, or a record.
type element struct {
	child      uint64
	flags      uint32
	key, value []byte
}

func (e *element) read(b []byte, page uint16) (pos, key, value int) {
	if page == flagBranch {
		e.child = binary.LittleEndian.Uint64(b[8:])
		return int(binary.LittleEndian.Uint32(b)), int(binary.LittleEndian.Uint32(b[4:])), 0
	}
	e.flags = binary.LittleEndian.Uint32(b)
	return int(binary.LittleEndian.Uint32(b[4:])), int(binary.LittleEndian.Uint32(b[8:])), int(binary.LittleEndian.Uint32(b[12:]))
}

// element checks the tree below an element: the child of a branch, the bucket of a leaf.
func (c *pageCheck) element(id uint64, page uint16, e element, at place) error {
	switch {
	case page == flagBranch:
		return c.page(e.child, at)
	case e.flags == 0:
		return nil
	case e.flags != flagBucket || len(e.value) < bucketHeader:
		c.bad(id, "An element has unknown flags.")
		return nil
	}
	inside := place{depth: at.depth}
	if binary.LittleEndian.Uint64(e.value) != 0 {
		return c.bucket(e.value, inside)
	}
	// A small bucket is inside its element, as a leaf page without a page number.
	inline := e.value[bucketHeader:]
	if len(inline) < pageHeader || binary.LittleEndian.Uint64(inline) != 0 || binary.LittleEndian.Uint16(inline[8:]) != flagLeaf ||
		binary.LittleEndian.Uint32(inline[12:]) != 0 || binary.LittleEndian.Uint64(e.value[8:]) != 0 {
		c.bad(id, "A bucket inside the page is damaged.")
		return nil
	}
	return c.elements(id, inline, inside)
}

func fnv64a(b []byte) uint64 {
	h := fnv.New64a()
	_, _ = h.Write(b) // never fails
	return h.Sum64()
}
