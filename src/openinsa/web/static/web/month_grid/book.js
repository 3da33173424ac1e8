// The one place where marks change: shown, counted, recorded for undo and handed to the save queue.

import { AT_ONCE } from "./save.js";
import { History } from "./undo.js";
import { say } from "./words.js";

const SHOW_WAITING_AFTER = 2_000;

export class Book {
  constructor({ sheet, marks, totals, read, editable }) {
    Object.assign(this, { sheet, marks, totals, read, editable });
    this.history = new History();
    this.queue = null;
    this.listeners = [];
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  tell(rows) {
    this.totals.draw();
    for (const listener of this.listeners) listener(new Set(rows));
  }

  // Enter texts as marks; locked cells and cells that stay as they are fall out. Returns what was changed.
  enter(wanted, kind) {
    if (!this.editable) return [];
    const changes = wanted
      .filter(({ row, day }) => !this.sheet.isLocked(row, day))
      .map(({ row, day, text }) => ({ row, day, old: this.sheet.mark(row, day), new: this.read(text) }))
      .filter((change) => change.old !== change.new);
    if (changes.length) {
      this.history.record(changes);
      this.apply(changes, kind);
    }
    return changes;
  }

  // Many changes are on their way to the server while the browser draws them.
  apply(changes, kind) {
    const quiet = changes.length >= AT_ONCE;
    this.queue.add(changes, kind);
    for (const { row, day, new: mark } of changes) {
      this.put(row, day, mark);
      this.marks.set(row, day, { fault: "", state: "unsaved", conflict: null, quiet });
    }
    if (quiet) setTimeout(() => this.marks.showWaiting(), SHOW_WAITING_AFTER);
    this.tell(changes.map((change) => change.row));
  }

  // Show a mark that needs no saving: it came from the server.
  put(row, day, mark) {
    const before = this.sheet.mark(row, day);
    if (before === mark) return;
    this.sheet.show(row, day, mark);
    this.totals.changed(row, day, before, mark);
  }

  undo() {
    return this.turn(this.history.undo((row, day) => this.sheet.mark(row, day)), "undone", "nothing_to_undo");
  }

  redo() {
    return this.turn(this.history.redo((row, day) => this.sheet.mark(row, day)), "redone", "nothing_to_redo");
  }

  turn(turned, done, nothing) {
    if (!turned) return { changes: [], text: say(nothing) };
    this.apply(turned.changes, "undo");
    const skipped = turned.skipped ? ` ${say("undo_skipped", { count: turned.skipped })}` : "";
    return { changes: turned.changes, text: say(done, { count: turned.changes.length }) + skipped };
  }

  // Of two values of one cell keep mine or take theirs.
  resolve(row, day, keepMine) {
    const conflict = this.marks.at(row, day)?.conflict;
    if (!conflict) return false;
    if (keepMine) {
      this.apply([{ row, day, old: conflict.theirs, new: conflict.mine }], "type");
    } else {
      this.put(row, day, conflict.theirs);
      this.marks.set(row, day, { conflict: null, state: "", fault: conflict.fault });
      this.tell([row]);
    }
    return true;
  }
}
