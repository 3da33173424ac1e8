// What the server said about saved cells and what others did meanwhile, put into the sheet.

import { toldBy } from "./save.js";
import { say } from "./words.js";

const ASK_EVERY = 15_000;
const SHOW_EDITOR_FOR = 60_000;

export class Answers {
  constructor({ data, sheet, marks, totals, book, status, isEditing }) {
    Object.assign(this, { data, sheet, marks, totals, book, status, isEditing });
    this.version = data.version;
  }

  // Every quarter of a minute, and at once when somebody comes back to the window.
  listen() {
    setInterval(() => document.hidden || this.ask(), ASK_EVERY);
    window.addEventListener("focus", () => this.ask());
  }

  // The answer to a save. Cells it does not tell of became what was sent.
  take(answer, sent) {
    const told = toldBy(answer);
    sent.forEach(({ row, day, new: mark }, place) => {
      if (!this.book.queue.isPending(row, day)) this.settle(row, day, mark, told.get(place));
    });
    this.totals.draw();
    this.takeRows(answer);
    if (answer.sheet_version === this.version + 1) this.version += 1;
    this.book.tell(sent.map((cell) => cell.row));
    const { locked, conflict } = answer.counts;
    if (locked) this.status.announce(say("kept_out", { count: locked }));
    if (conflict) this.status.announce(say("conflicts", { count: conflict }));
  }

  settle(row, day, sent, cell) {
    if (!cell) return this.marks.set(row, day, { state: "", conflict: null, fault: "" });
    if (cell.status === "conflict") {
      const conflict = { mine: sent, theirs: cell.mark, fault: "", ...cell.other };
      return this.marks.set(row, day, { state: "", conflict });
    }
    if (cell.mark !== sent) {
      this.book.put(row, day, cell.mark);
      this.book.history.respell(row, day, sent, cell.mark);
    }
    this.marks.set(row, day, { state: "", conflict: null, fault: cell.fault ?? "" });
  }

  // Hours of rows and faults that a change brought to other cells of its week.
  takeRows({ rows, limits }) {
    for (const contract of Object.keys(rows)) {
      const row = this.sheet.rowOf.get(Number(contract));
      if (row === undefined) continue;
      this.totals.showTimes(row, rows[contract]);
      this.sheet.dates.forEach((_date, day) => this.marks.at(row, day)?.week && this.marks.set(row, day, { week: "" }));
    }
    for (const [contract, faults] of Object.entries(limits)) {
      const row = this.sheet.rowOf.get(Number(contract));
      if (row === undefined) continue;
      for (const [date, fault] of Object.entries(faults)) {
        const day = this.sheet.dayOf.get(date);
        if (day !== undefined) this.marks.set(row, day, { week: fault });
      }
    }
  }

  async ask() {
    const response = await fetch(`${this.data.changes_url}?since=${this.version}`, { redirect: "manual" }).catch(() => null);
    if (!response?.ok) return;
    const news = await response.json();
    if (news.state !== this.data.state) this.status.announce(say("state_changed"));
    if (news.sheet_version === this.version) return;
    this.version = news.sheet_version;
    this.hear(news);
  }

  // Never overwrite the cell under the cursor, one in the queue or one in conflict.
  hear(news) {
    const heard = news.cells.map((cell) => this.placeOf(cell)).filter((cell) => cell && this.isFree(cell));
    const names = new Map();
    for (const { row, day, mark, fault, other } of heard) {
      if (this.sheet.mark(row, day) === mark) continue;
      names.set(other.name, (names.get(other.name) ?? 0) + 1);
      this.book.put(row, day, mark);
      this.marks.set(row, day, { fault, state: "" });
      this.book.queue.known[row][day] = mark;
      this.showEditor(row, other.name);
    }
    this.totals.draw();
    this.takeRows(news);
    this.book.tell(heard.map((cell) => cell.row));
    for (const [name, count] of names) this.status.announce(say("others", { name, count }));
  }

  placeOf(cell) {
    const [row, day] = [this.sheet.rowOf.get(cell.contract_id), this.sheet.dayOf.get(cell.date)];
    return row === undefined || day === undefined ? null : { ...cell, row, day };
  }

  isFree({ row, day }) {
    return !this.book.queue.holds(row, day) && !this.marks.at(row, day)?.conflict && !this.isEditing(row, day);
  }

  showEditor(row, name) {
    const head = this.sheet.lines[row].cells[0];
    head.dataset.editor = name;
    setTimeout(() => delete head.dataset.editor, SHOW_EDITOR_FOR);
  }
}
