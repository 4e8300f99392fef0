package store

import (
	"syscall"

	"go.etcd.io/bbolt"
)

// releaseMemory gives back the memory of the pages that opening the file has
// touched: bbolt walks through all of them once. They come back as they are
// needed. It is advice: where the kernel does not take it, nothing is lost.
func releaseMemory(db *bbolt.DB) {
	info := db.Info()
	var size int64
	if err := db.View(func(tx *bbolt.Tx) error { size = tx.Size(); return nil }); err != nil {
		return
	}
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, info.Data, uintptr(size), syscall.MADV_DONTNEED)
}
