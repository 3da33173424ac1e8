// Pasting a block: small ones land at once, large ones and those with names in front are shown first.

import { layOut, leadingNames } from "./clipboard.js";
import { say } from "./words.js";

const WITHOUT_PREVIEW = 50;
const FAULTS_SHOWN = 5;

export class Paste {
  constructor({ sheet, selection, book, queue, announce, dialog }) {
    Object.assign(this, { sheet, selection, book, queue, announce, dialog });
    this.namesBox = dialog.querySelector("#paste-names");
    this.namesBox.querySelector("input").addEventListener("change", () => this.preview());
    dialog.querySelector("#paste-confirm").addEventListener("click", () => this.confirm());
  }

  take(block) {
    this.block = block;
    this.leading = leadingNames(block, this.sheet.names, this.selection.box.top, this.book.read.isMark);
    this.namesBox.hidden = !this.leading.columns;
    this.namesBox.querySelector("input").checked = true;
    this.plan();
    if (this.leading.columns || this.inside.length > WITHOUT_PREVIEW) return this.preview();
    this.land();
  }

  plan() {
    const dropped = !this.namesBox.hidden && this.namesBox.querySelector("input").checked;
    const block = dropped ? this.block.map((row) => row.slice(this.leading.columns)) : this.block;
    const laid = layOut(block, this.selection.box, this.sheet.rowCount, this.sheet.dayCount);
    this.off = laid.off;
    this.locked = laid.inside.filter(({ row, day }) => this.sheet.isLocked(row, day)).length;
    this.inside = laid.inside.filter(({ row, day }) => !this.sheet.isLocked(row, day));
  }

  async preview() {
    this.plan();
    const cells = this.inside.map(({ row, day, text }) => ({ row, day, new: this.book.read(text) }));
    const changed = cells.filter((cell) => cell.new !== this.sheet.mark(cell.row, cell.day));
    const cleared = changed.filter((cell) => !cell.new).length;
    const counts = { changed: changed.length - cleared, cleared, unchanged: cells.length - changed.length, off: this.off };
    this.show({ ...counts, locked: this.locked, error: 0, warning: 0, conflict: 0 }, []);
    if (!this.dialog.open) this.dialog.showModal();
    if (!changed.length) return this.note(say("paste_nothing"));
    const asked = (this.asked = changed);
    const { answer, sentence = "" } = await this.queue.preview(changed);
    if (this.asked !== asked) return;
    if (!answer) return this.note(say("paste_failed", { reason: sentence }));
    const faulty = answer.told.filter((cell) => cell.fault);
    const lines = faulty.map((cell) => ({ ...changed[cell.place], ...cell, text: answer.faults[cell.fault].text }));
    this.show({ ...counts, ...this.judged(answer.counts) }, lines);
  }

  judged(counts) {
    const { error = 0, warning = 0, conflict = 0, locked = 0 } = counts;
    return { error, warning, conflict, locked: locked + this.locked };
  }

  show(counts, faulty) {
    for (const [name, count] of Object.entries(counts)) {
      this.dialog.querySelector(`[data-count="${name}"]`).textContent = count.toLocaleString();
    }
    const { columns, differ } = this.leading;
    this.note(columns && differ ? say("names_differ", { count: differ }) : "");
    const list = this.dialog.querySelector("#paste-faults");
    list.replaceChildren(...faulty.slice(0, FAULTS_SHOWN).map((cell) => this.line(cell)));
  }

  line(cell) {
    const line = document.createElement("li");
    line.textContent = `${say("cell", this.sheet.label(cell.row, cell.day))} '${cell.mark}' · ${say(cell.status)}: ${cell.text}`;
    return line;
  }

  note(text) {
    this.dialog.querySelector("#paste-note").textContent = text;
  }

  confirm() {
    this.asked = null;
    this.land();
  }

  // One undo step, then the selection shows where it landed. The dialog closes between: it and the marks then
  // cost one layout together.
  land() {
    const changes = this.book.enter(this.inside, "paste");
    this.dialog.close();
    if (this.inside.length) {
      const rows = this.inside.map((cell) => cell.row);
      const days = this.inside.map((cell) => cell.day);
      const least = (list) => list.reduce((a, b) => Math.min(a, b));
      const most = (list) => list.reduce((a, b) => Math.max(a, b));
      this.selection.select(least(rows), least(days), most(rows), most(days));
    }
    const said = changes.length ? say("pasted", { count: changes.length }) : say("paste_nothing");
    this.announce(this.off ? `${said} ${say("cut_off", { count: this.off })}` : said);
  }
}
