// What is to be said about cells: faults, warnings, and where their saving stands. Every mark has a shape,
// a class and words, so that none rests on colour alone.

import { say } from "./words.js";

export class Marks {
  constructor(sheet, data) {
    this.sheet = sheet;
    this.catalogue = data.faults;
    this.notes = new Map();
    this.counts = { error: 0, warning: 0 };
    const limits = new Set(data.limits);
    for (const [row, day, fault] of data.found) {
      const note = this.noteOf(row, day);
      note[limits.has(fault) ? "week" : "fault"] = fault;
      this.counts[this.severity(note)] += 1;
    }
  }

  key(row, day) {
    return row * 32 + day;
  }

  at(row, day) {
    return this.notes.get(this.key(row, day));
  }

  noteOf(row, day) {
    const key = this.key(row, day);
    if (!this.notes.has(key)) this.notes.set(key, { fault: "", week: "", state: "", conflict: null });
    return this.notes.get(key);
  }

  // Change what is said about a cell and draw it: any of fault, week, conflict, state ("unsaved"). A `quiet`
  // state is not drawn: a thousand dots that come and go in a blink tell nothing and cost half a second.
  set(row, day, change) {
    const note = this.noteOf(row, day);
    const before = this.severity(note);
    Object.assign(note, change);
    const after = this.severity(note);
    if (before !== after) {
      if (before) this.counts[before] -= 1;
      if (after) this.counts[after] += 1;
    }
    this.draw(row, day, note, after);
    if (!note.fault && !note.week && !note.state && !note.conflict) this.notes.delete(this.key(row, day));
  }

  // What is still waiting after a while is drawn after all.
  showWaiting() {
    for (const [key, note] of this.notes) {
      if (note.quiet && note.state) this.set(Math.floor(key / 32), key % 32, { quiet: false });
    }
  }

  draw(row, day, note, severity) {
    const state = note.quiet ? "" : note.state;
    const looks = [severity, note.conflict ? "conflict" : state].filter(Boolean);
    const fault = severity ? `${say(severity)}: ${this.faultText(note)}` : "";
    const conflict = note.conflict ? say("conflict", note.conflict) : "";
    const words = [fault, conflict].filter(Boolean).join(" ");
    const drawn = [this.sheet.mark(row, day), ...looks, words].join("\n");
    if (note.drawn === drawn) return;
    note.drawn = drawn;
    this.sheet.dress(row, day, looks, words, severity === "error");
  }

  severity(note) {
    const fault = this.graver(note);
    return fault ? this.catalogue[fault].status : "";
  }

  // An error of the cell itself, then a limit of the law, then what else there is to tell.
  graver({ fault, week }) {
    return fault && this.catalogue[fault].status === "error" ? fault : week || fault;
  }

  faultText(note) {
    const { text, law } = this.catalogue[this.graver(note)];
    return law ? `${text} (${law})` : text;
  }

  // Everything there is to say about one cell, in one line.
  sentence(row, day) {
    if (this.sheet.isLocked(row, day)) return say("locked");
    const note = this.at(row, day);
    if (!note) return "";
    const severity = this.severity(note);
    const parts = [
      note.conflict ? say("conflict", note.conflict) : "",
      severity ? `${say(severity)}: ${this.faultText(note)}` : "",
      note.state ? say(note.state) : "",
    ];
    return parts.filter(Boolean).join(" · ");
  }

  // Places worth a visit, in reading order: errors, warnings and conflicts.
  places() {
    return [...this.notes]
      .filter(([, note]) => note.conflict || this.severity(note))
      .map(([key]) => key)
      .sort((a, b) => a - b)
      .map((key) => ({ row: Math.floor(key / 32), day: key % 32 }));
  }

  next(row, day, step) {
    const places = step > 0 ? this.places() : this.places().reverse();
    const here = this.key(row, day);
    return places.find((place) => (this.key(place.row, place.day) - here) * step > 0) ?? places[0];
  }
}
