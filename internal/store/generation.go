package store

import "sync"

// openSnapshots tracks the open snapshots. Before an erasure overwrites anything, it must wait
// for those that may see the erased bytes.
type openSnapshots struct {
	mu  sync.Mutex
	now *generation // nil if none was opened yet
}

// generation has the snapshots that were opened between two erasures.
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

// quiesce waits until all earlier snapshots are closed. If snapshots have no maximum age, it
// closes them at once.
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
