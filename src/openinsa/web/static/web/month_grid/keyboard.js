// Which key means what. A command gets the event; what returns false is left to the browser.

const MOVES = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

export class Keyboard {
  constructor({ sheet, selection, entry, commands }) {
    Object.assign(this, { sheet, selection, entry, commands });
    this.leaving = false;
    this.tabbedFrom = null;
  }

  press(event, mode) {
    const handled = this.act(event, mode);
    if (handled) event.preventDefault();
  }

  act(event, mode) {
    const leaving = this.leaving;
    if (event.key !== "Shift") this.leaving = false;
    if (event.altKey) return false;
    if (event.key === "Tab") return !leaving && this.tab(event);
    if (event.key in COMMON) return COMMON[event.key](this, event, mode) !== false;
    if (event.ctrlKey || event.metaKey) return mode === "ready" && this.withControl(event);
    if (mode === "modify") return false;
    if (event.key in MOVES) return this.arrow(event, mode);
    return mode === "ready" && event.key in READY && READY[event.key](this, event) !== false;
  }

  arrow(event, mode) {
    const [rows, days] = MOVES[event.key];
    this.tabbedFrom = null;
    if (mode !== "ready") this.commands.store();
    const extend = event.shiftKey && mode === "ready";
    this.commands.goTo(this.selection.row + rows, this.selection.day + days, extend);
    return true;
  }

  withControl(event) {
    const key = event.key.toLowerCase();
    if (event.key in MOVES) {
      const [rows, days] = MOVES[event.key];
      const far = 1e6;
      this.commands.goTo(this.selection.row + rows * far, this.selection.day + days * far, event.shiftKey);
      return true;
    }
    if (key === "z") return this.commands.run(event.shiftKey ? "redo" : "undo");
    return key in CONTROL && this.commands.run(CONTROL[key]);
  }

  enter(event, mode) {
    if (event.ctrlKey || event.metaKey) return this.commands.storeEverywhere();
    if (mode !== "ready") this.commands.store();
    const day = this.tabbedFrom ?? this.selection.day;
    this.tabbedFrom = null;
    this.commands.goTo(this.selection.row + (event.shiftKey ? -1 : 1), day);
    return true;
  }

  // Tab runs through the rows and leaves the grid at its first and last cell.
  tab(event) {
    const step = event.shiftKey ? -1 : 1;
    const place = this.selection.row * this.sheet.dayCount + this.selection.day + step;
    if (place < 0 || place >= this.sheet.rowCount * this.sheet.dayCount) {
      if (this.entry.isEditing) this.commands.storeAndLeave();
      return false;
    }
    this.commands.store();
    this.tabbedFrom ??= this.selection.day;
    this.commands.goTo(Math.floor(place / this.sheet.dayCount), place % this.sheet.dayCount);
    return true;
  }

  escape(mode) {
    if (mode === "ready") {
      this.leaving = true;
      this.commands.run("tell-leaving");
    } else {
      this.commands.run("revert");
    }
  }
}

const COMMON = {
  Enter: (keyboard, event, mode) => keyboard.enter(event, mode),
  Escape: (keyboard, _event, mode) => keyboard.escape(mode),
  F1: (keyboard) => keyboard.commands.run("help"),
  F2: (keyboard) => keyboard.commands.run("modify"),
  F6: (keyboard, event) => keyboard.commands.jump(event.shiftKey ? -1 : 1),
  F8: (keyboard, event) => keyboard.commands.visitFault(event.shiftKey ? -1 : 1),
};

const READY = {
  Home: ({ commands, selection }, event) => commands.goTo(selection.row, 0, event.shiftKey),
  End: ({ commands, selection, sheet }, event) => commands.goTo(selection.row, sheet.dayCount - 1, event.shiftKey),
  PageUp: ({ commands, selection }, event) =>
    commands.goTo(selection.row - selection.layout.rowsPerPage, selection.day, event.shiftKey),
  PageDown: ({ commands, selection }, event) =>
    commands.goTo(selection.row + selection.layout.rowsPerPage, selection.day, event.shiftKey),
  Delete: ({ commands }) => commands.run("clear"),
  1: ({ commands }) => commands.resolve(true),
  2: ({ commands }) => commands.resolve(false),
};

const CONTROL = {
  y: "redo",
  a: "select-all",
  r: "fill-right",
  d: "fill-down",
  home: "first-cell",
  end: "last-cell",
};
