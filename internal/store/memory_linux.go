package store

import (
	"syscall"

	"go.etcd.io/bbolt"
)

// releaseMemory releases the memory of the pages that opening the file has touched: bbolt
// walks through all of them once. They are loaded again on demand. This is advice: the kernel
// may ignore it.
func releaseMemory(db *bbolt.DB) {
	info := db.Info()
	var size int64
	if err := db.View(func(tx *bbolt.Tx) error { size = tx.Size(); return nil }); err != nil {
		return
	}
	_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, info.Data, uintptr(size), syscall.MADV_DONTNEED)
}
