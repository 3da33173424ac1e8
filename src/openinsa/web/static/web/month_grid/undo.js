// What was done, as sets of changes: one paste, fill, clearing or entry is one set.
// Undo and redo are ordinary changes; a cell that somebody else changed since then is left alone.

export class History {
  constructor() {
    this.done = [];
    this.undone = [];
  }

  record(changes) {
    this.done.push(changes);
    this.undone.length = 0;
  }

  // The changes that take the last set back, and how many of its cells had to be skipped; null for none.
  undo(markAt) {
    return this.turn(this.done, this.undone, markAt, (change) => ({ ...change, old: change.new, new: change.old }));
  }

  redo(markAt) {
    return this.turn(this.undone, this.done, markAt, (change) => change);
  }

  turn(from, to, markAt, direction) {
    const set = from.pop();
    if (!set) return null;
    to.push(set);
    const wanted = set.map(direction);
    const changes = wanted.filter((change) => markAt(change.row, change.day) === change.old);
    return { changes, skipped: wanted.length - changes.length };
  }

  // The server stored another spelling than was sent.
  respell(row, day, sent, stored) {
    for (const change of [...this.done, ...this.undone].flat()) {
      if (change.row !== row || change.day !== day) continue;
      if (change.new === sent) change.new = stored;
      if (change.old === sent) change.old = stored;
    }
  }
}
