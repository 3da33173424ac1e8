// What a person can do in the grid, by key, button or menu; each a short word that ends in the book.

import { parseTable, tableText } from "./clipboard.js";
import { say } from "./words.js";

export class Commands {
  constructor({ sheet, marks, selection, entry, book, paste, announce }) {
    Object.assign(this, { sheet, marks, selection, entry, book, paste, announce });
    this.faultLine = document.getElementById("grid-fault");
    this.table = {
      undo: () => this.turn(book.undo()),
      redo: () => this.turn(book.redo()),
      clear: () => this.fill(() => "", "cleared"),
      "fill-right": () => this.fillRight(),
      "fill-down": () => this.fillDown(),
      "select-all": () => this.select(0, 0, sheet.rowCount - 1, sheet.dayCount - 1),
      "first-cell": () => this.goTo(0, 0),
      "last-cell": () => this.goTo(sheet.rowCount - 1, sheet.dayCount - 1),
      modify: () => book.editable && entry.modify(),
      revert: () => this.settle(),
      help: () => document.getElementById("grid-help").showModal(),
      "tell-leaving": () => announce(say("leave_armed")),
    };
  }

  listen() {
    const { input } = this.entry;
    for (const button of document.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this.run(button.dataset.do));
    }
    input.addEventListener("copy", (event) => this.copy(event));
    input.addEventListener("cut", (event) => this.copy(event) && this.run("clear"));
    input.addEventListener("paste", (event) => this.takePaste(event));
    input.addEventListener("focus", () => this.settleIfReady());
  }

  run(name) {
    this.table[name]();
    return true;
  }

  goTo(row, day, extend = false) {
    if (row !== this.selection.row) this.book.queue.leaveRow();
    this.selection.goTo(row, day, extend);
    this.settle();
  }

  select(top, left, bottom, right) {
    this.selection.select(top, left, bottom, right);
    this.settle();
  }

  // Make the input stand for the active cell: its mark, name, fault.
  settle() {
    const { row, day } = this.selection;
    this.entry.settle(this.sheet.mark(row, day));
    this.describe();
  }

  settleIfReady() {
    if (!this.entry.isEditing) this.settle();
  }

  describe() {
    const { row, day } = this.selection;
    const { input } = this.entry;
    const note = this.marks.at(row, day);
    input.setAttribute("aria-label", say("cell", this.sheet.label(row, day)));
    input.setAttribute("aria-invalid", String(note !== undefined && this.marks.severity(note) === "error"));
    this.faultLine.textContent = this.marks.sentence(row, day);
    this.faultLine.dataset.look = this.sheet.cells[row][day].className;
  }

  // Marks changed under the input: show the new one unless somebody is typing. An unchanged text is not
  // touched, for a new selection would make an input method drop the letter that is on its way.
  refresh(rows) {
    const { row, day } = this.selection;
    if (!rows.has(row)) return;
    if (this.entry.isEditing || this.entry.input.value === this.sheet.mark(row, day)) this.describe();
    else this.settle();
  }

  // Store what stands in the input, if anything was typed. Who calls it settles the input, here or elsewhere.
  store() {
    if (!this.entry.isEditing) return;
    const { row, day } = this.selection;
    const typed = this.entry.text;
    this.entry.setMode("ready");
    if (this.sheet.isLocked(row, day)) this.announce(say("locked"));
    const [change] = this.book.enter([{ row, day, text: typed }], "type");
    if (change && change.new !== typed) this.announce(say("became", { typed, mark: change.new }));
  }

  storeAndLeave() {
    this.store();
    this.settle();
  }

  storeEverywhere() {
    const typed = this.entry.text;
    this.entry.setMode("ready");
    this.fill(() => typed, "filled");
    return true;
  }

  fill(textFor, said) {
    const changes = this.book.enter(this.selection.eachCell().map((cell) => ({ ...cell, text: textFor(cell) })), "fill");
    this.announce(say(said, { count: changes.length }));
    this.settle();
  }

  fillRight() {
    const { left, width } = this.selection.box;
    const from = Math.max(0, width === 1 ? left - 1 : left);
    this.fill(({ row }) => this.sheet.mark(row, from), "filled");
  }

  fillDown() {
    const { top, height } = this.selection.box;
    const from = Math.max(0, height === 1 ? top - 1 : top);
    this.fill(({ day }) => this.sheet.mark(from, day), "filled");
  }

  turn({ changes, text }) {
    this.announce(text);
    if (!changes.length) return;
    const { row, day } = changes[0];
    if (document.activeElement === this.entry.input) this.goTo(row, day);
  }

  copy(event) {
    if (this.entry.isEditing) return false;
    event.preventDefault();
    const { top, left, bottom, right } = this.selection.box;
    const rows = this.sheet.marks.slice(top, bottom + 1).map((marks) => marks.slice(left, right + 1));
    event.clipboardData.setData("text/plain", tableText(rows));
    this.announce(say("copied", { count: rows.length * rows[0].length }));
    return true;
  }

  takePaste(event) {
    if (this.entry.mode === "modify" || !this.book.editable) return;
    event.preventDefault();
    this.entry.setMode("ready");
    this.paste.take(parseTable(event.clipboardData.getData("text/plain")));
    this.settle();
  }

  visitFault(step) {
    const place = this.marks.next(this.selection.row, this.selection.day, step);
    if (place) this.goTo(place.row, place.day);
    else this.announce(say("no_faults"));
    return true;
  }

  resolve(keepMine) {
    return this.book.resolve(this.selection.row, this.selection.day, keepMine);
  }

  // From the grid to the buttons after it, or back to the search before it.
  jump(step) {
    const stops = document.querySelectorAll("#find-name, #grid-input, .grid-acts button:first-child, [data-open-dialog=grid-help]");
    const list = [...stops].filter((stop) => stop.offsetParent !== null);
    const here = list.indexOf(document.activeElement);
    list[(here + step + list.length) % list.length].focus();
    return true;
  }
}
