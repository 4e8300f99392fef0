package store

import "sync"

// openSnapshots knows the snapshots that are open. An erasure has to wait for
// those that may see what it erased before it overwrites it.
type openSnapshots struct {
	mu  sync.Mutex
	now *generation // nil where none was opened yet
}

// generation is the snapshots that were opened between two erasures.
type generation struct {
	snapshots map[*snapshot]bool
	open      sync.WaitGroup
}

func (o *openSnapshots) add(s *snapshot) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.now == nil {
		o.now = &generation{snapshots: map[*snapshot]bool{}}
	}
	s.generation = o.now
	s.generation.snapshots[s] = true
	s.generation.open.Add(1)
}

func (o *openSnapshots) remove(s *snapshot) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(s.generation.snapshots, s)
	s.generation.open.Done()
}

// quiesce waits until no snapshot is open that was opened before it was called.
// Where they have no age at which they end, they end now.
func (s *Store) quiesce() {
	s.snapshots.mu.Lock()
	former := s.snapshots.now
	s.snapshots.now = nil
	var open []*snapshot
	if former != nil {
		for snap := range former.snapshots {
			open = append(open, snap)
		}
	}
	s.snapshots.mu.Unlock()
	if former == nil {
		return
	}
	if s.options.MaxSnapshotAge == 0 {
		for _, snap := range open {
			snap.release()
		}
	}
	former.open.Wait()
}
